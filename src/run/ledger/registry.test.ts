import { describe, expect, test } from "vitest";
import type { Driver } from "../../adapters/adapter.ts";
import type { Files } from "../../testing/project.ts";
import type { MadeBy } from "../../load/node.ts";
import type { ModelRun, Stage } from "./model-run.ts";
import type { Results } from "../results.ts";
import { Ledger } from "./state.ts";
import { Warehouse, outcomes } from "../../testing/warehouse.ts";
import { compileFiles } from "../../testing/project.ts";
import { decided } from "./model-run.ts";
import { dialect } from "../../adapters/duckdb/dialect.ts";
import { diskEffects } from "../disk.ts";
import { keepDecision, serveRun } from "../publish/serve-run.ts";
import { recover } from "./recover.ts";

const ledger = new Ledger(dialect);

/** A forecast that says what the seed says, its companions, and a report that reads it. */
const shop = (amount: number, extra: Files = {}): Files => ({
  "seeds/shop/sales.ts": 'import { seed, t } from "rmodel";\nexport default seed({ columns: { store: t.integer(), amount: t.integer() } });\n',
  "seeds/shop/sales.csv": `store,amount\n1,${amount}\n2,${amount * 2}\n`,
  ...model("ahead", "../../seeds/shop/sales.ts", "store: t.integer().is(p.store).notNull().unique(), step: t.integer().is(sql`1`), forecast: t.integer().is(p.amount).range({ max: 1000 }), model: t.text().is(sql`case when ${p.store} = 1 then 'ridge' else 'naive' end`)"),
  ...model("ahead__scores", "../../seeds/shop/sales.ts", "level: t.text().is(sql`'overall'`), stage: t.text().is(sql`'validation'`), model: t.text().is(sql`case ${p.store} when 1 then 'chosen' else 'naive' end`), is_baseline: t.boolean().is(sql`${p.store} = 2`), is_chosen: t.boolean().is(sql`${p.store} = 1`), n: t.integer().is(sql`7`), mae: t.double().is(p.amount), rmse: t.double().is(sql`cast(null as double)`), place: t.integer().is(p.store)"),
  ...model("ahead__coefficients", "../../seeds/shop/sales.ts", "term: t.text().is(sql`'intercept'`), estimate: t.double().is(p.amount)"),
  ...model("report", "./ahead.ts", "total: t.integer().is(sql`sum(${p.forecast})`)"),
  ...extra,
});

const model = (name: string, parent: string, columns: string): Files => ({
  [`models/shop/${name}.ts`]: `import { model, sql, t } from "rmodel";
import parent from "${parent}";
const p = parent.as("p");
export default model({ materialized: "table", from: p, columns: { ${columns} } });
`,
});

const part = (name: string): MadeBy => ({ by: "forecast", part: name, spec: {} });
const made = (approval: "manual" | "automatic"): Readonly<Record<string, MadeBy>> => ({
  "shop.ahead": { by: "forecast", part: "", spec: { choice: { metric: "mae" } }, approval },
  "shop.ahead__scores": part("scores"),
  "shop.ahead__coefficients": part("coefficients"),
});

const build = (warehouse: Warehouse, amount: number, approval: "manual" | "automatic", plan = {}, extra: Files = {}): Promise<Results> => warehouse.build(shop(amount, extra), plan, {}, made(approval));

const runsOf = (warehouse: Warehouse): Promise<readonly ModelRun[]> => warehouse.driver.session((session) => ledger.models(session));
const stages = async (warehouse: Warehouse): Promise<readonly Stage[]> => (await runsOf(warehouse)).map(({ stage }) => stage);
const forecast = (warehouse: Warehouse) => warehouse.query("select forecast from shop.ahead where store = 1").then(([row]) => Number(row!.forecast));
const report = (warehouse: Warehouse) => warehouse.query("select total from shop.report").then(([row]) => Number(row!.total));

async function decide(warehouse: Warehouse, index: number, stage: Stage): Promise<void> {
  await keepDecision(warehouse.driver, ledger, "", decided((await runsOf(warehouse)).at(index)!, stage, "2024-02-01T00:00:00Z", "ana"));
}

const effects = diskEffects(() => "2024-03-01T00:00:00Z", () => 0, "test");

async function serve(warehouse: Warehouse, index: number, retired: number | undefined, driver: Driver = warehouse.driver, moment: (name: string) => void = () => {}): Promise<void> {
  const state = await driver.session((session) => ledger.read(session, ""));
  const runs = await runsOf(warehouse);
  const { graph } = await compileFiles(shop(1));
  const node = graph.nodes.get("shop.ahead")!;
  if (node.kind !== "model") throw new TypeError("it is a model");
  await serveRun({ driver, ledger, state, effects: { ...effects, moment }, dialect, project: "shop", environment: "", exportFolder: "unused" }, node, runs.at(index)!, retired === undefined ? undefined : decided(runs.at(retired)!, "Retired", "2024-03-01T00:00:00Z", "ana"));
}

describe("automatic approval", () => {
  test("a new version is registered with what its companions say, and serves at once", async () => {
    const warehouse = await Warehouse.open();
    await build(warehouse, 10, "automatic");
    const [run, ...others] = await runsOf(warehouse);
    const versions = await warehouse.query("select node, version from rmodel__state.versions order by node");
    const versionOf = (id: string) => versions.find(({ node }) => node === id)!.version;
    expect(others).toEqual([]);
    expect(run).toEqual({
      node: "shop.ahead",
      run: versionOf("shop.ahead"),
      key: versionOf("shop.ahead"),
      stage: "Approved",
      registeredAt: "2024-01-01T00:00:01Z",
      runId: "run_1",
      spec: { choice: { metric: "mae" } },
      inputs: { "shop.sales": versionOf("shop.sales") },
      parts: { "shop.ahead__coefficients": versionOf("shop.ahead__coefficients"), "shop.ahead__scores": versionOf("shop.ahead__scores") },
      scores: [
        { model: "chosen", stage: "validation", isBaseline: false, isChosen: true, n: 7, metrics: { mae: 10, rmse: null } },
        { model: "naive", stage: "validation", isBaseline: true, isChosen: false, n: 7, metrics: { mae: 20, rmse: null } },
      ],
      champions: { naive: 1, ridge: 1 },
      coefficients: 2,
      history: [{ stage: "Approved", at: "2024-01-01T00:00:01.000Z", by: "build" }],
      servedAt: "2024-01-01T00:00:01Z",
    });
    expect(await forecast(warehouse)).toBe(10);
  });

  test("a run whose test fails is not registered", async () => {
    const warehouse = await Warehouse.open();
    await build(warehouse, 10, "automatic");
    expect(outcomes(await build(warehouse, 600, "automatic"))).toContain("fail shop.accepted_range_ahead_forecast");
    expect(await stages(warehouse)).toEqual(["Approved"]);
    expect(await forecast(warehouse)).toBe(10);
  });

  test("a forecast is not published when a test of its scores fails, whatever else is", async () => {
    const warehouse = await Warehouse.open();
    const gate = { "tests/shop/gate.ts": 'import { dataTest, sql } from "rmodel";\nimport scores from "../../models/shop/ahead__scores.ts";\nconst s = scores.as("s");\nexport default dataTest({ failures: sql`select * from ${s} where ${s.mae} > 15` });\n' };
    const results = await warehouse.build(shop(10, gate), {}, { publish: "passing" }, made("automatic"));
    expect(results.changed).toEqual(["shop.sales", "shop.ahead__coefficients"]);
    expect(await stages(warehouse)).toEqual([]);
  });

  test("after a rollback builds keep the run that serves, and what reads it follows", async () => {
    const warehouse = await Warehouse.open();
    await build(warehouse, 10, "automatic");
    await build(warehouse, 20, "automatic");
    expect(await report(warehouse)).toBe(60);
    await serve(warehouse, 0, 1);
    expect(await stages(warehouse)).toEqual(["Approved", "Retired"]);
    expect([await forecast(warehouse), await report(warehouse)]).toEqual([10, 60]);
    expect(outcomes(await build(warehouse, 20, "automatic"))).toEqual(["success shop.report"]);
    expect([await forecast(warehouse), await report(warehouse)]).toEqual([10, 30]);
    expect(outcomes(await build(warehouse, 20, "automatic", { force: true }))).not.toContain("success shop.ahead");
    await build(warehouse, 30, "automatic");
    expect([await forecast(warehouse), await report(warehouse)]).toEqual([30, 90]);
  });

  test("comments of a served run are those of the columns that it has", async () => {
    const warehouse = await Warehouse.open();
    await build(warehouse, 10, "automatic");
    await build(warehouse, 10, "automatic", {}, model("ahead", "../../seeds/shop/sales.ts", "store: t.integer().is(p.store), step: t.integer().is(sql`1`), forecast: t.integer().is(p.amount), model: t.text().is(sql`'ridge'`), extra: t.integer().is(sql`1`)"));
    await serve(warehouse, 0, 1);
    expect(await warehouse.query("select column_name from information_schema.columns where table_schema = 'shop' and table_name = 'ahead' order by ordinal_position")).toHaveLength(4);
  });
});

describe("manual approval", () => {
  test("a first run waits: readers get nothing, what reads it is left out, and nothing fails", async () => {
    const warehouse = await Warehouse.open();
    const results = await build(warehouse, 10, "manual");
    expect(results.registered).toEqual(["shop.ahead"]);
    expect(results.changed).toEqual(["shop.sales", "shop.ahead__coefficients", "shop.ahead__scores"]);
    expect(results.results.find(({ id }) => id === "shop.report")).toMatchObject({ status: "skipped", message: "waits for the approval of shop.ahead" });
    expect(await stages(warehouse)).toEqual(["PendingManualApproval"]);
    expect(await warehouse.relations("shop")).toEqual(["shop.ahead__coefficients", "shop.ahead__scores", "shop.sales"]);
    expect(outcomes(await build(warehouse, 10, "manual"))).toEqual(["skipped shop.report"]);
  });

  test("the build after an approval publishes the run and makes what reads it", async () => {
    const warehouse = await Warehouse.open();
    await build(warehouse, 10, "manual");
    await decide(warehouse, 0, "Approved");
    const results = await build(warehouse, 10, "manual");
    expect(outcomes(results)).toEqual(["success shop.ahead", "success shop.report"]);
    expect(results.results.find(({ id }) => id === "shop.ahead")!.message).toBe("taken over from an earlier build");
    expect((await runsOf(warehouse))[0]!.history.map(({ stage, by }) => `${stage} ${by}`)).toEqual(["PendingManualApproval build", "Approved ana"]);
    expect([await forecast(warehouse), await report(warehouse)]).toEqual([10, 30]);
    expect(outcomes(await build(warehouse, 10, "manual"))).toEqual([]);
  });

  test("while a run waits readers see the one before, and what reads it is not made again", async () => {
    const warehouse = await Warehouse.open();
    await build(warehouse, 10, "manual");
    await decide(warehouse, 0, "Approved");
    await build(warehouse, 10, "manual");
    expect(outcomes(await build(warehouse, 20, "manual")).filter((text) => text.startsWith("success"))).toEqual(["success shop.ahead", "success shop.ahead__coefficients", "success shop.ahead__scores", "success shop.sales"]);
    expect([await forecast(warehouse), await report(warehouse)]).toEqual([10, 30]);
    expect(await warehouse.query("select estimate from shop.ahead__coefficients order by estimate")).toEqual([{ estimate: 20 }, { estimate: 40 }]);
    expect(outcomes(await build(warehouse, 20, "manual"))).toEqual([]);
    await serve(warehouse, 1, undefined);
    expect([await forecast(warehouse), await report(warehouse)]).toEqual([20, 30]);
    expect(outcomes(await build(warehouse, 20, "manual"))).toEqual(["success shop.report"]);
    expect(await report(warehouse)).toBe(60);
  });

  test("the tests of a run that waits are about that run", async () => {
    const warehouse = await Warehouse.open();
    await build(warehouse, 10, "manual");
    await decide(warehouse, 0, "Approved");
    await build(warehouse, 10, "manual");
    const results = await build(warehouse, 600, "manual");
    expect(results.results.find(({ status }) => status === "fail")).toMatchObject({ id: "shop.accepted_range_ahead_forecast", failures: 1 });
    expect(results.registered).toEqual([]);
    expect(await stages(warehouse)).toEqual(["Approved"]);
    await build(warehouse, 20, "manual");
    const again = await warehouse.build(shop(20), { build: new Set(), auditAgain: true, whole: false }, {}, made("manual"));
    expect(outcomes(again).filter((text) => text.startsWith("pass"))).toHaveLength(3);
  });

  test.each<[string, Stage]>([
    ["a rejected run", "Rejected"],
    ["a retired run", "Retired"],
  ])("%s is neither built nor published again", async (_, stage) => {
    const warehouse = await Warehouse.open();
    await build(warehouse, 10, "manual");
    await decide(warehouse, 0, stage);
    expect(outcomes(await build(warehouse, 10, "manual"))).toEqual(["skipped shop.report"]);
    expect(await warehouse.relations("shop")).not.toContain("shop.ahead");
  });

  test("a forced build makes a run of its own, which waits", async () => {
    const warehouse = await Warehouse.open();
    await build(warehouse, 10, "manual");
    await build(warehouse, 10, "manual", { force: true });
    expect(await stages(warehouse)).toEqual(["PendingManualApproval", "PendingManualApproval"]);
    await decide(warehouse, 1, "Approved");
    await build(warehouse, 10, "manual");
    expect(await warehouse.query("select version = (select run from rmodel__state.models where stage = 'Approved') as is_it from rmodel__state.live where node = 'shop.ahead'")).toEqual([{ is_it: true }]);
    expect(outcomes(await build(warehouse, 10, "manual"))).toEqual([]);
  });

  test("a forecast whose approval becomes automatic serves what waited", async () => {
    const warehouse = await Warehouse.open();
    await build(warehouse, 10, "manual");
    expect(outcomes(await build(warehouse, 10, "automatic"))).toEqual(["success shop.ahead", "success shop.report"]);
    expect(await stages(warehouse)).toEqual(["Approved"]);
  });

  test("a part that reads a forecast without a run is left out; what readers see of it stays", async () => {
    const warehouse = await Warehouse.open();
    await build(warehouse, 10, "manual");
    const { results } = await warehouse.build(shop(10), { build: new Set(["shop.report"]), whole: false }, {}, made("manual"));
    expect(results).toMatchObject([{ id: "shop.report", status: "skipped" }]);
  });

  test("a forecast that the project has no more takes undecided runs along, and keeps decisions", async () => {
    const warehouse = await Warehouse.open();
    await build(warehouse, 10, "manual");
    await decide(warehouse, 0, "Approved");
    await build(warehouse, 10, "manual");
    await build(warehouse, 20, "manual");
    await warehouse.build({ "seeds/shop/sales.ts": shop(1)["seeds/shop/sales.ts"]!, "seeds/shop/sales.csv": "store,amount\n1,1\n" });
    expect(await stages(warehouse)).toEqual(["Approved"]);
  });
});

test("runs that serve, wait or served before are kept with their companions; others go with old versions", async () => {
  const warehouse = await Warehouse.open();
  for (const amount of [1, 2, 3, 4, 5]) {
    await build(warehouse, amount, "manual");
    if (amount <= 2) {
      await decide(warehouse, -1, "Approved");
      await build(warehouse, amount, "manual");
    }
  }
  await decide(warehouse, 2, "Rejected");
  await build(warehouse, 6, "manual");
  await build(warehouse, 7, "manual");
  const kept = await warehouse.query("select m.served_at is not null as served, m.stage, count(v.version) as versions from rmodel__state.models m left join rmodel__state.versions v on v.node = m.node and v.version = m.run group by all order by all");
  expect(kept).toEqual([
    { served: false, stage: "PendingManualApproval", versions: 4n },
    { served: false, stage: "Rejected", versions: 0n },
    { served: true, stage: "Approved", versions: 2n },
  ]);
  expect((await warehouse.relations("shop__store")).filter((name) => name.includes(".ahead__scores__"))).toHaveLength(6);
  await serve(warehouse, 0, 1);
  expect(await forecast(warehouse)).toBe(1);
});

describe("a target without transactions", () => {
  const plain = (driver: Driver): Driver => ({ ...driver, capabilities: { ...driver.capabilities, transactions: false } });

  test("the ledger decides first, the view follows", async () => {
    const warehouse = await Warehouse.open();
    await build(warehouse, 10, "automatic");
    await build(warehouse, 20, "automatic");
    await serve(warehouse, 0, 1, plain(warehouse.driver));
    expect(await forecast(warehouse)).toBe(10);
    expect(await warehouse.query("select * from rmodel__state.exports")).toEqual([]);
  });

  test("what was cut off between the two is finished by whoever writes next", async () => {
    const warehouse = await Warehouse.open();
    await build(warehouse, 10, "automatic");
    await build(warehouse, 20, "automatic");
    const cut = (name: string): void => {
      if (name === "committed") throw new Error("cut off");
    };
    await expect(serve(warehouse, 0, 1, plain(warehouse.driver), cut)).rejects.toThrow("cut off");
    expect(await forecast(warehouse)).toBe(20);
    await recover(await warehouse.driver.session((session) => ledger.open(session, "")), warehouse.driver, ledger, effects, 1);
    expect(await forecast(warehouse)).toBe(10);
  });
});

test("a run whose rows were dropped cannot serve", async () => {
  const warehouse = await Warehouse.open();
  await build(warehouse, 10, "automatic");
  await warehouse.driver.execute("delete from rmodel__state.versions where node = 'shop.ahead'");
  await expect(serve(warehouse, 0, undefined)).rejects.toMatchObject({ code: "RM4092" });
});
