import { beforeAll, describe, expect, test } from "vitest";
import type { Compiled } from "../compile/compiled.ts";
import type { DocsForecastResults } from "./docs/docs-pictures.ts";
import type { Reader } from "./gather-docs-rows.ts";
import type { Pictures } from "./gather-docs-pictures.ts";
import { EngineError } from "../errors/engine-error.ts";
import { Warehouse } from "../testing/warehouse.ts";
import { adapter as postgres } from "../adapters/postgres/adapter.ts";
import { compileFiles } from "../testing/project.ts";
import { docsForecast } from "./gather-docs-forecast.ts";
import { docsPictures } from "./gather-docs-pictures.ts";
import { testDatabase } from "../testing/postgres.ts";
import type { ModelNode, RelationNode } from "../load/node.ts";

/** 30 shops, each as large as its number, over 70 days with a week's shape; 7 days ahead, two blocks and a test. */
const days = 70;
const dayAt = (index: number): string => new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10);
const valueOf = (shop: number, index: number): number => shop * (100 + [0, 5, 10, 20, 40, 60, -50][index % 7]! + ((index * 37 + shop * 11) % 13));
const rows = Array.from({ length: 30 }, (_, shop) => Array.from({ length: days }, (_, index) => `${shop + 1},owner ${shop + 1},${dayAt(index)},${valueOf(shop + 1, index)},${index % 7 === 6}`)).flat();

const daily = (pii: string): string => `import { seed, t } from "rmodel";
export default seed({ columns: { shop: t.integer().notNull(), owner: t.text().notNull()${pii}, day: t.date().notNull(), revenue: t.double().notNull(), is_weekend: t.boolean().notNull() } });
`;
const files = {
  "seeds/shop/daily.csv": `shop,owner,day,revenue,is_weekend\n${rows.join("\n")}\n`,
  "seeds/shop/daily.ts": daily(""),
  "models/shop/forecast/ahead.ts": `import { forecast } from "rmodel";
import daily from "../../../seeds/shop/daily.ts";
export default forecast({ of: daily, by: ["shop"], time: "day", grain: "day", target: "revenue", horizon: 7, as: "expected", features: (f) => [f.lag(7), f.weekday()], models: [{ lambdas: [0.1] }, { name: "all", pooled: true, lambdas: [1] }], validation: { blocks: 2, test: 7 }, segments: ["is_weekend"] });
`,
  "models/shop/forecast/fit.ts": `import { regression } from "rmodel";
import daily from "../../../seeds/shop/daily.ts";
export default regression({ of: daily, by: ["shop"], target: "revenue", features: ["is_weekend"] });
`,
  "models/shop/reports/rpt_by_weekend.ts": report("bar", "is_weekend", "revenue", "shop"),
  "models/shop/reports/rpt_by_day.ts": report("line", "day", "revenue", undefined),
  "models/shop/reports/rpt_twice.ts": report("line", "day", "revenue", "is_weekend", "where shop < 3"),
  "models/shop/reports/rpt_odd.ts": report("line", "day", "revenu", undefined),
};

/** A chart over one row for each x and color; without color, of all shops together. */
function report(kind: string, x: string, y: string, color: string | undefined, raw?: string): string {
  const grouped = [x, ...(color === undefined ? [] : [color])];
  const query = raw === undefined ? `select ${grouped.join(", ")}, sum(revenue) as revenue from \${daily.as("d")} group by ${grouped.map((_, index) => index + 1).join(", ")}` : `select ${grouped.join(", ")}, revenue from \${daily.as("d")} ${raw}`;
  const columns: Record<string, string> = { shop: "t.integer()", day: "t.date()", is_weekend: "t.boolean()" };
  return `import { model, sql, t } from "rmodel";
import daily from "../../../seeds/shop/daily.ts";
export default model({ meta: { chart: { kind: "${kind}", x: "${x}", y: "${y}"${color === undefined ? "" : `, color: "${color}"`} } }, query: sql\`${query}\`, columns: { ${grouped.map((name) => `${name}: ${columns[name]}`).join(", ")}, revenue: t.double() } });
`;
}

let compiled: Compiled;
let reader: Reader;
let pictures: ReadonlyMap<string, Pictures>;

beforeAll(async () => {
  const warehouse = await Warehouse.open();
  const results = await warehouse.build(files);
  expect(results.results.filter(({ status }) => status === "error" || status === "fail")).toEqual([]);
  compiled = await compileFiles(files);
  reader = { nameOf: (id) => `"${id.replace(".", '"."')}"`, query: (sql) => warehouse.driver.query(sql) };
  pictures = await docsPictures(compiled, reader);
});

const results = (): DocsForecastResults => pictures.get("shop.ahead")!.forecast!.results!;

describe("a forecast", () => {
  test("shows the largest series, and says how many there are", () => {
    expect(results().series.map(({ label }) => label)).toEqual(Array.from({ length: 24 }, (_, index) => String(30 - index)));
    expect(results()).toMatchObject({ seriesCount: 30, leftOut: ["24 of 30 series, the largest"] });
  });

  test("has the newest history, then the periods ahead: the hold-out and three horizons before it", () => {
    const { periods, newest, series } = results();
    const shown = 3 * 7 + 3 * 7;
    expect(periods).toEqual(Array.from({ length: shown + 7 }, (_, index) => dayAt(days - shown + index)));
    expect(newest).toBe(shown);
    expect(series[0]!.history).toEqual({ from: 0, values: Array.from({ length: shown }, (_, index) => valueOf(30, days - shown + index)) });
  });

  test("has what is published: values, bounds and model of each period", async () => {
    const made = await reader.query(`select expected, "lower", "upper", model from "shop"."ahead" where shop = 30 order by step`);
    const { forecast, lower, upper, model } = results().series[0]!;
    const rounded = (name: string): readonly number[] => made.map((row) => Number(Number(row[name]).toPrecision(6)));
    expect({ forecast, lower, upper, model }).toEqual({ forecast: { from: 42, values: rounded("expected") }, lower: { from: 42, values: rounded("lower") }, upper: { from: 42, values: rounded("upper") }, model: made[0]!["model"] });
  });

  test("has the hold-out of the chosen candidate, block for block", async () => {
    const { model, holdout } = results().series[0]!;
    expect(holdout.map(({ fold, from, values }) => [fold, from, values.length])).toEqual([[3, 21, 7], [2, 28, 7], [1, 35, 7]]);
    const made = await reader.query(`select forecast from "shop"."ahead__backtest" where shop = 30 and fold = 1 and model = '${model}' order by step`);
    expect(holdout[2]!.values).toEqual(made.map((row) => Number(Number(row["forecast"]).toPrecision(6))));
  });

  test("has every candidate of both stages with its scores, and how many series took it", async () => {
    const { candidates } = results();
    const validation = candidates.filter(({ stage }) => stage === "validation");
    expect(validation.map(({ model }) => model).sort()).toEqual(["all_1", "chosen", "drift", "hybrid", "level_scaled_seasonal_naive", "moving_average", "naive", "ridge_0.1", "seasonal_average", "seasonal_naive"]);
    expect(candidates.length).toBe(2 * validation.length);
    expect(validation.find(({ model }) => model === "chosen")).toMatchObject({ isChosen: true, series: 30, rows: 420, covered: 420 });
    expect(validation.filter(({ isChosen }) => !isChosen).reduce((sum, { series }) => sum + series, 0)).toBe(30);
    const [row] = await reader.query(`select mae from "shop"."ahead__scores" where level = 'overall' and stage = 'test' and model = 'naive'`);
    expect(candidates.find(({ stage, model }) => stage === "test" && model === "naive")).toMatchObject({ isBaseline: true, metrics: { mae: Number(Number(row!["mae"]).toPrecision(6)) } });
  });

  test("has the choice by segment, held against the best baseline there", async () => {
    const { segments } = results();
    const weekend = segments.filter(({ segment, stage }) => segment === "is_weekend" && stage === "validation");
    expect(weekend.map(({ value, rows }) => [value, rows])).toEqual([["false", 360], ["true", 60]]);
    const [row] = await reader.query(`select max(case when model = 'chosen' then mae end) as score, min(case when is_baseline then mae end) as baseline from "shop"."ahead__scores" where segment = 'is_weekend' and segment_value = 'true' and stage = 'validation'`);
    expect(weekend[1]).toMatchObject(Object.fromEntries(Object.entries(row!).map(([name, value]) => [name, Number(Number(value).toPrecision(6))])));
  });

  test("has the walk through the hold-out, oldest block first, with the error of the choice", () => {
    expect(results().folds).toMatchObject([
      { stage: "validation", fold: 3, origin: dayAt(days - 22), first: dayAt(days - 21), last: dayAt(days - 15), rows: 210 },
      { stage: "validation", fold: 2, origin: dayAt(days - 15), rows: 210 },
      { stage: "test", fold: 1, origin: dayAt(days - 8), last: dayAt(days - 1), rows: 210 },
    ]);
    for (const { mae } of results().folds) expect(mae).toBeGreaterThan(0);
  });

  test("has the equation of each series, and the pooled one once", () => {
    const { series, equations } = results();
    for (const { equation, model } of series) {
      expect(equation).toMatchObject({ model: "ridge_0.1", isChosen: model === "ridge_0.1" });
      expect(equation!.terms[0]!.term).toBe("intercept");
    }
    expect(equations.map(({ model }) => model)).toEqual(["all_1"]);
    expect(equations[0]!.terms.map(({ term }) => term)).toContain("lag_7");
  });

  test("leaves out the smallest series where room is short", async () => {
    const one = compiled.graph.nodes.get("shop.ahead") as ModelNode;
    const short = await docsForecast(one, compiled, reader, 12_000);
    expect(short.results!.series.length).toBeLessThan(20);
    expect(JSON.stringify(short.results).length).toBeLessThan(12_200);
    expect(short.results!.leftOut).toEqual([`${short.results!.series.length} of 30 series, the largest`]);
  });

  test("says its parameters in words", () => {
    expect(pictures.get("shop.ahead")!.forecast).toMatchObject({
      target: "revenue", keys: ["shop"], grain: "day", level: 0.8, metric: "mae",
      parameters: expect.arrayContaining([
        { term: "Forecasts", text: "revenue, 7 days ahead, a series per shop" },
        { term: "Regression all", text: "recursive, of the change since the season before; one equation for all series, each scaled by its level; penalty 1; by lag 7, weekday" },
        { term: "Hold-out", text: "2 blocks of 7 days, fitted again before each; behind them 7 days that the choice never sees" },
      ]),
    });
  });
});

describe("personal data", () => {
  test("a key is replaced by a number", async () => {
    const named = { ...files, "seeds/shop/daily.ts": daily(".pii()"), "models/shop/forecast/ahead.ts": files["models/shop/forecast/ahead.ts"].replace('["shop"]', '["shop", "owner"]').replace('["is_weekend"]', '["is_weekend", "owner"]') };
    const warehouse = await Warehouse.open();
    await warehouse.build(named);
    const { forecast } = (await docsPictures(await compileFiles(named), { ...reader, query: (sql) => warehouse.driver.query(sql) })).get("shop.ahead")!;
    expect(forecast!.keys).toEqual(["shop"]);
    expect(forecast!.results!.series.slice(0, 2).map(({ label }) => label)).toEqual(["30 · series 30", "29 · series 29"]);
    expect(new Set(forecast!.results!.segments.map(({ segment }) => segment))).toEqual(new Set(["is_weekend"]));
    expect(JSON.stringify(forecast)).not.toContain("owner 30");
  });

  test("a target is not drawn, nor a column of a chart", async () => {
    const secret = { ...files, "seeds/shop/daily.ts": daily("").replace("revenue: t.double().notNull()", "revenue: t.double().notNull().pii()"), "models/shop/reports/rpt_by_day.ts": files["models/shop/reports/rpt_by_day.ts"].replace("revenue: t.double()", "revenue: t.double().pii()") };
    const made = await docsPictures(await compileFiles(secret), reader);
    expect(made.get("shop.ahead")!.forecast).toMatchObject({ missing: "revenue is personal data: no value of it is shown." });
    expect(made.get("shop.ahead")!.forecast).not.toHaveProperty("results");
    expect(made.get("shop.rpt_by_day")!.chart).toMatchObject({ xs: [], missing: expect.stringContaining("personal data") });
  });
});

test("a regression has its terms in the order of its features, and how well it fits", () => {
  const { regression } = pictures.get("shop.fit")!;
  expect(regression).toMatchObject({ groupCount: 30, leftOut: ["24 of 30 equations, those of most rows"], keys: ["shop"] });
  expect(regression!.groups[0]).toMatchObject({ label: "1", rows: 70, excluded: 0, terms: [{ term: "(intercept)" }, { term: "is_weekend", isDropped: false }] });
  const [fit] = regression!.groups;
  expect(fit!.terms[1]!.estimate! / fit!.terms[1]!.standardError!).toBeCloseTo(fit!.terms[1]!.t!, 3);
  expect(fit!.rSquared).toBeGreaterThan(0.3);
});

describe("a chart that a model asks for", () => {
  test("bars: a row for each x, the largest colours", () => {
    const { chart } = pictures.get("shop.rpt_by_weekend")!;
    expect(chart).toMatchObject({ kind: "bar", scale: "name", xs: ["false", "true"], leftOut: ["8 of 30 values of shop, the largest"] });
    expect(chart!.lines.map(({ label }) => label)).toEqual(["30", "29", "28", "27", "26", "25", "24", "23"]);
    const total = Array.from({ length: days }, (_, index) => (index % 7 === 6 ? 0 : valueOf(30, index))).reduce((a, b) => a + b);
    expect(chart!.lines[0]!.values[0]).toBe(Number(total.toPrecision(6)));
  });

  test("lines: x in its order", () => {
    const { chart } = pictures.get("shop.rpt_by_day")!;
    expect(chart).toMatchObject({ kind: "line", scale: "time", xs: Array.from({ length: days }, (_, index) => dayAt(index)), leftOut: [], lines: [{ label: "revenue" }] });
    expect(chart).not.toHaveProperty("missing");
  });

  test.each([
    ["shop.rpt_twice", "Several rows share one day and is_weekend: a chart draws one row for each, so add them up in the model."],
    ["shop.rpt_odd", 'meta.chart names the column "revenu", which rpt_odd does not have.'],
  ])("%s cannot be drawn and says why", (id, missing) => {
    expect(pictures.get(id)!.chart).toMatchObject({ missing, xs: [] });
  });

  test("what is no chart is told how to write one", async () => {
    const odd = await compileFiles({ ...files, "models/shop/reports/rpt_odd.ts": files["models/shop/reports/rpt_odd.ts"].replace('"line"', '"pie"') });
    expect((await docsPictures(odd, reader)).get("shop.rpt_odd")!.chart!.missing).toContain('kind: "bar" | "line"');
  });
});

describe("what is not there", () => {
  test("without a database every page says so, and still tells the parameters", async () => {
    const none = await docsPictures(compiled, undefined);
    expect(none.get("shop.ahead")!.forecast).toMatchObject({ missing: "Nothing was built here yet. Run rmodel build, then rmodel docs generate.", parameters: expect.arrayContaining([{ term: "Season", text: "7 days" }]) });
    expect(none.get("shop.fit")!.regression!.missing).toContain("Run rmodel build");
    expect(none.get("shop.rpt_by_day")!.chart!.missing).toContain("rmodel build -s +rpt_by_day");
  });

  test("a forecast that waits for approval says who can change that", async () => {
    const manual = await compileFiles({ ...files, "models/shop/forecast/ahead.ts": files["models/shop/forecast/ahead.ts"].replace("of: daily,", 'of: daily, approval: "manual",') });
    const { forecast } = (await docsPictures(manual, { ...reader, nameOf: (id) => (id === "shop.ahead" ? undefined : reader.nameOf(id)) })).get("shop.ahead")!;
    expect(forecast!.missing).toContain("rmodel model approve ahead --promote");
  });

  test("what the target refuses to show is told, and hinders nothing else", async () => {
    const broken = await docsPictures(compiled, { ...reader, query: (sql) => (sql.includes("ahead") ? Promise.reject(new EngineError("permission denied", sql)) : reader.query(sql)) });
    expect(broken.get("shop.ahead")!.forecast!.missing).toBe("Its rows could not be read: permission denied");
    expect(broken.get("shop.fit")!.regression!.groups.length).toBe(24);
  });
});

test("PostgreSQL gives the same pictures of the same rows", async () => {
  const { config, connect } = await testDatabase();
  const { dialect } = postgres;
  const client = await connect();
  await client.query("create schema shop");
  for (const name of ["ahead", "ahead__series", "ahead__backtest", "ahead__scores", "ahead__coefficients", "fit", "fit__summary", "rpt_by_weekend", "rpt_by_day", "rpt_twice"]) {
    const { columns } = compiled.graph.nodes.get(`shop.${name}`) as RelationNode;
    await client.query(`create table shop.${name} (${columns.map((column) => `${dialect.quote(column.name)} ${dialect.typeName(column.type)}`).join(", ")})`);
    const made = await reader.query(`select * from "shop"."${name}"`);
    await client.query(`insert into shop.${name} select * from json_populate_recordset(null::shop.${name}, $1)`, [JSON.stringify(made, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value))]);
  }
  const driver = await postgres.connect(config, { root: "." });
  try {
    const there = await docsPictures({ ...compiled, dialect }, { ...reader, query: (sql) => driver.query(sql) });
    const sorted = (from: ReadonlyMap<string, Pictures>) => [...from].map(([id, { forecast, regression, chart }]) => [id, forecast === undefined ? {} : { ...forecast, results: { ...forecast.results, candidates: [...forecast.results!.candidates].sort((a, b) => (a.stage + a.model < b.stage + b.model ? -1 : 1)) } }, regression, chart]);
    expect(sorted(there)).toEqual(sorted(pictures));
  } finally {
    await driver.close();
  }
});
