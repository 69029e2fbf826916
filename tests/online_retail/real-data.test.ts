import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/**
 * What the project makes of the complete UCI data. The data tests hold on any data, these figures on this file alone:
 * they were counted without the project by pandas 3.1.1 with exact decimals, and before it by another hand.
 */
const root = fileURLToPath(new URL("../..", import.meta.url));
const dataDir = process.env["DATA_RAW_DIR"] ?? join(root, "../shared/data");
const file = join(dataDir, "online_retail/online_retail.parquet");
const reason = existsSync(file) ? "" : `skipped: ${file} is absent; DATA_RAW_DIR names the folder of the real data`;
if (reason !== "") console.log(reason);

describe.skipIf(reason !== "")(`Online Retail, the complete data${reason && ` (${reason})`}`, () => {
  let folder: string;
  let published: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "rmodel-online-retail-"));
    published = join(folder, "published", "retail.duckdb");
    const output = { type: "duckdb", path: join(folder, "retail.duckdb"), publish: published };
    // JSON is YAML.
    writeFileSync(join(folder, "profiles.yaml"), JSON.stringify({ retail: { target: "test", outputs: { test: output } } }));
    await build();
  }, 300_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const build = (...flags: readonly string[]) =>
    promisify(execFile)(process.execPath, [join(root, "bin/rmodel.js"), "build", "--profiles-dir", folder, "--target-path", join(folder, "target"), ...flags], {
      cwd: root,
      env: { ...process.env, DATA_RAW_DIR: dataDir },
      maxBuffer: 64 * 1024 * 1024,
    });

  test("each row read is of one kind, and the kinds add up", async () => {
    const kinds = await rows("select line_kind, count(*) as lines, sum(line_total) as total from online_retail.stg_online_retail group by line_kind order by line_kind");
    expect(kinds).toEqual([
      { line_kind: "duplicate", lines: "5268", total: expect.any(String) },
      { line_kind: "reject", lines: "2512", total: expect.any(String) },
      { line_kind: "return", lines: "9251", total: "-893979.73" },
      { line_kind: "sale", lines: "524878", total: "10642110.80" },
    ]);
    expect(kinds.reduce((sum, { lines }) => sum + Number(lines), 0)).toBe(541_909);
  });

  test("rejects have a reason", async () => {
    expect(await rows("select reason, count(*) as lines from online_retail.stg_online_retail_rejects group by reason order by reason")).toEqual([
      { reason: "duplicate", lines: "5268" },
      { reason: "price is negative", lines: "2" },
      { reason: "price is zero", lines: "1174" },
      { reason: "quantity is not positive", lines: "1336" },
    ]);
  });

  test("the facts hold every sale and every return to the cent", async () => {
    expect(await rows("select count(*) as lines, sum(line_total) as total, count(*) filter (where customer_key = 0) as without_customer from online_retail.fact_sales")).toEqual([
      { lines: "524878", total: "10642110.80", without_customer: "132186" },
    ]);
    expect(await rows("select count(*) as lines, sum(line_total) as total from online_retail.fact_returns")).toEqual([{ lines: "9251", total: "-893979.73" }]);
  });

  test("dimensions hold who bought or returned and what was sold or returned", async () => {
    expect(await rows("select count(distinct customer_id) as customers from online_retail.dim_customers")).toEqual([{ customers: "4371" }]);
    expect(await rows("select count(*) as products from online_retail.dim_products")).toEqual([{ products: "3938" }]);
  });

  test("every customer has exactly one current row, and no two rows overlap", async () => {
    expect(
      await rows(`
        select count(*) as customers
        from (select customer_id, count(*) filter (where is_current) as current_rows from online_retail.dim_customers group by customer_id)
        where current_rows <> 1
      `),
    ).toEqual([{ customers: "0" }]);
    expect(
      await rows(`
        select count(*) as overlaps
        from online_retail.dim_customers as one
        join online_retail.dim_customers as other
          on other.customer_id = one.customer_id and other.customer_key <> one.customer_key
          and other.effective_date < one.expiry_date and one.effective_date < other.expiry_date
      `),
    ).toEqual([{ overlaps: "0" }]);
  });

  test("eight customers have more than one country", async () => {
    const moved = await rows("select customer_id from online_retail.dim_customers group by customer_id having count(distinct country) > 1 order by customer_id");
    expect(moved.map(({ customer_id }) => customer_id)).toEqual([12370, 12394, 12417, 12422, 12429, 12431, 12455, 12457].map(String));
  });

  test("reports know every buyer and every frequent pair", async () => {
    expect(await rows("select count(*) as buyers from online_retail.rpt_rfm")).toEqual([{ buyers: "4338" }]);
    expect(await rows("select count(*) as ordered_pairs from online_retail.rpt_product_pairs")).toEqual([{ ordered_pairs: String(2 * 917) }]);
    expect(await rows("select * from online_retail.rpt_product_pairs order by lift desc, confidence desc limit 1")).toEqual([
      { product_a: "22916", product_b: "22917", invoices: "221", support: expect.closeTo(0.011072144288577154, 12), confidence: expect.closeTo(0.9324894514767933, 12), lift: expect.closeTo(77.5520393811533, 9) },
    ]);
  });

  test("daily revenue has no gap and leaves the partial last day out", async () => {
    expect(await rows("select count(*) as days, sum(revenue) as total from online_retail.fct_daily_revenue")).toEqual([{ days: "373", total: "10441209.82" }]);
  });

  test("the forecast beats the seasonal naive one's 10,916 a day on the last 28 days", async () => {
    const [best] = await rows("select model, mae from online_retail.forecast_daily_revenue_scores where place = 1");
    expect(Number(best?.["mae"])).toBeLessThanOrEqual(10_916);
    expect(await rows("select count(*) as days, min(date) as first, max(date) as last from online_retail.forecast_daily_revenue")).toEqual([{ days: "14", first: "2011-12-09", last: "2011-12-22" }]);
  });

  test("building all of it again changes no row and no key", async () => {
    const hashes = `
      select
        (select sum(hash(customer)) from online_retail.dim_customers as customer) as customers,
        (select sum(hash(product)) from online_retail.dim_products as product) as products,
        (select sum(hash(sale)) from online_retail.fact_sales as sale) as sales
    `;
    const before = await rows(hashes);
    await build("--force");
    expect(await rows(hashes)).toEqual(before);
  }, 300_000);

  async function rows(query: string): Promise<readonly Record<string, unknown>[]> {
    const database = await DuckDBInstance.create(published, { access_mode: "READ_ONLY" });
    try {
      const connection = await database.connect();
      return (await connection.runAndReadAll(query)).getRowObjectsJson();
    } finally {
      database.closeSync();
    }
  }
});
