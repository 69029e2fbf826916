import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { realDataDir, retailOn } from "../../generator/retail-for-tests.ts";

/**
 * What the project makes of the real till lines and drug stores. The data tests hold on any data, these figures on these files
 * alone: they were counted without the project by pandas 3.1.1 on Python 3.11, amounts with exact decimals.
 */
const files = ["complete_journey/transactions.csv.gz", "complete_journey/demographics.csv.gz", "rossmann/daily.parquet"].map((file) => join(realDataDir, file));
const absent = files.find((file) => !existsSync(file));
const reason = absent === undefined ? "" : `skipped: ${absent} is absent; DATA_RAW_DIR names the folder of the real data`;
if (reason !== "") console.log(reason);

describe.skipIf(reason !== "")(`daily store sales, the real data${reason && ` (${reason})`}`, () => {
  const { build, rows } = retailOn(realDataDir);

  beforeAll(async () => {
    await build(["-s", "+domain:daily"]);
  }, 300_000);

  test("accepted and rejected lines add up to the 33,593 read, and no revenue is lost", async () => {
    expect(await rows("select count(*) as lines, sum(revenue) as revenue, sum(quantity) as pieces, count(distinct basket_id) as baskets from daily.stg_sales")).toEqual([
      { lines: "33340", revenue: "109193.06", pieces: "4788469", baskets: "21311" },
    ]);
    expect(await rows("select reason, count(*) as lines, sum(revenue) as revenue from daily.stg_sales_rejects group by reason order by reason")).toEqual([
      { reason: "price is zero", lines: "53", revenue: "0.00" },
      { reason: "quantity is not positive", lines: "200", revenue: "0.00" },
    ]);
  });

  test("every store has every day of 2017", async () => {
    expect(
      await rows(`
        select
          count(*) as store_days, count(distinct store_id) as stores, min(date) as first_day, max(date) as last_day, count(*) filter (not is_filled) as sold_days,
          sum(rev_sum) as revenue, sum(qty_sum) as pieces, sum(num_txn) as baskets
        from daily.fct_daily_store
      `),
    ).toEqual([{ store_days: "48910", stores: "134", first_day: "2017-01-01", last_day: "2017-12-31", sold_days: "11645", revenue: "109137.89", pieces: "84147", baskets: "21299" }]);
  });

  test("the twenty busiest stores are found", async () => {
    const busiest = await rows("select store_id from daily.dim_store where place <= 20 order by store_id");
    expect(busiest.map(({ store_id }) => Number(store_id))).toEqual([319, 321, 323, 327, 333, 335, 343, 359, 361, 367, 369, 375, 381, 389, 401, 421, 427, 429, 439, 443]);
  });

  test("features are those of the days before", async () => {
    expect(await rows("select sum(rev_lag1) as rev_lag1, sum(rev_lag7) as rev_lag7, sum(qty_lag1) as qty_lag1, sum(num_txn_lag1) as num_txn_lag1, sum(rev_mean7) as rev_mean7 from daily.feat_daily_store")).toEqual([
      { rev_lag1: "108686.01", rev_lag7: "107214.93", qty_lag1: "83865", num_txn_lag1: "21209", rev_mean7: expect.closeTo(108516.99876190475, 6) },
    ]);
  });

  test("customers are worth what they bought", async () => {
    expect(await rows("select count(*) as customers, sum(customer_num_txn) as baskets, sum(customer_ltv) as revenue from daily.dim_customer_features")).toEqual([
      { customers: "1760", baskets: "21311", revenue: "109193.06" },
    ]);
    expect(await rows("select customer_id, customer_num_txn, customer_ltv, customer_avg_basket from daily.dim_customer_features order by customer_ltv desc limit 1")).toEqual([
      { customer_id: "1023", customer_num_txn: "83", customer_ltv: "1099.00", customer_avg_basket: expect.closeTo(1099 / 83, 9) },
    ]);
  });

  test("drug stores have every day, and closed ones are filled", async () => {
    expect(
      await rows(`
        select count(*) as store_days, count(*) filter (is_open) as open_days, sum(rev_sum) as turnover, sum(num_txn) as customers, sum(promo) as promoted
        from daily.fct_rossmann_daily
      `),
    ).toEqual([{ store_days: "282600", open_days: "226025", turnover: "1540022837.00", customers: "164931138", promoted: "100925" }]);
    expect(await rows("select sum(rev_lag7) as rev_lag7, sum(num_txn_lag1) as num_txn_lag1, sum(rev_mean7) as rev_mean7 from daily.feat_rossmann_daily")).toEqual([
      { rev_lag7: "1525921604.00", num_txn_lag1: "164682687", rev_mean7: expect.closeTo(1533418865.2714, 3) },
    ]);
  });
});

/**
 * The bars are those of retail references: of the last 28 days, in two blocks of 14, the second may see the first. Everything
 * is chosen on the 56 days before them. The best of the usual methods there: 8.08 (mean of the week before) and 1,127.69 (mean
 * of the season), as numpy 2.4.6 forecasts them.
 */
describe.skipIf(reason !== "")(`daily forecasts, the real data${reason && ` (${reason})`}`, () => {
  const { build, rows } = retailOn(realDataDir);

  beforeAll(async () => {
    await build(["-s", "+domain:daily", "--vars", JSON.stringify({ VALIDATION_DAYS: 56, FORECAST_TEST_DAYS: 28 })]);
  }, 600_000);

  test("the twenty busiest stores are forecast with an error of at most 8.10 USD a day", async () => {
    const [chosen] = await rows(`
      select count(*) as days, avg(abs(backtest.actual - backtest.forecast)) as mae
      from daily.forecast_daily_store__backtest as backtest
      join daily.dim_store as store on store.store_id = backtest.store_id and store.place <= 20
      join daily.forecast_daily_store__scores as score
        on score.store_id = backtest.store_id and score.model = backtest.model and score.level = 'key' and score.stage = 'validation' and score.is_chosen
      where backtest.stage = 'test' and backtest.is_scored
    `);
    expect(chosen!.days).toBe("560");
    expect(Number(chosen!.mae)).toBeLessThanOrEqual(8.1);
  });

  test("drug stores are forecast with an error of at most 760 EUR an open day", async () => {
    const [chosen] = await rows("select n, mae from daily.forecast_rossmann_daily__scores where level = 'overall' and stage = 'test' and model = 'chosen'");
    expect(chosen!.n).toBe("7210");
    expect(Number(chosen!.mae)).toBeLessThanOrEqual(760);
  });
});
