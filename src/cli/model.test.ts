import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { edit, rmodel, starterProject } from "../testing/cli.ts";
import { testDatabase } from "../testing/postgres.ts";

/** Two shops whose weeks repeat, with a trend; a day more makes other data. */
function dailySales(days: number): string {
  const rows = [1, 2].flatMap((store) => Array.from({ length: days }, (_, day) => {
    const week = [5, 9, 2, 6, 5, 30, 35][day % 7]! * store;
    return `${new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10)},${store},${(week + 0.05 * day + ((day * 7919) % 13) / 3).toFixed(2)}`;
  }));
  return ["day,store_id,revenue", ...rows, ""].join("\n");
}

/** A forecast that waits for approval, and a report that reads it. */
function forecastProject(approval: "manual" | "automatic"): string {
  const folder = starterProject();
  for (const path of ["models", "sources", "seeds", "tests", "macros"]) rmSync(join(folder, path), { recursive: true, force: true });
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write("seeds/shop/daily.csv", dailySales(100));
  write("seeds/shop/daily.ts", 'import { seed, t } from "rmodel";\nexport default seed({ columns: { day: t.date().notNull(), store_id: t.integer().notNull(), revenue: t.decimal(12, 2) } });\n');
  write("models/shop/ahead.ts", `import { forecast } from "rmodel";
import daily from "../../seeds/shop/daily.ts";
export default forecast({
  description: "Revenue of each store for the next week.",
  of: daily, by: ["store_id"], time: "day", grain: "day", target: "revenue", horizon: 7,
  features: (f) => [f.lag(7), f.weekday()], models: [{ lambdas: [1] }], baselines: ["naive", "seasonal_naive"],
  mustBeat: { baseline: "naive" },
  approval: "${approval}",
});
`);
  write("models/shop/rpt_week.ts", 'import { model, sql, t } from "rmodel";\nimport ahead from "./ahead.ts";\nconst a = ahead.as("a");\nexport default model({ materialized: "table", from: a, groupBy: [a.run_id], columns: { run_id: t.text().is(a.run_id), revenue: t.double().is(sql`sum(${a.forecast})`) } });\n');
  return folder;
}

interface Listed {
  readonly run: string;
  readonly stage: string;
  readonly serves: boolean;
}

async function runsIn(folder: string): Promise<readonly Listed[]> {
  return JSON.parse((await rmodel(folder, "model", "list", "--output", "json")).out) as readonly Listed[];
}

/** Stages, newest first; the run that serves has a star. */
const standing = async (folder: string): Promise<readonly string[]> => (await runsIn(folder)).map(({ stage, serves }) => `${stage}${serves ? "*" : ""}`);

/** The run that the forecast's readers see, and the one that the report was made from. */
async function seen(folder: string): Promise<readonly string[]> {
  const { out } = await rmodel(folder, "show", "--inline", "select distinct a.run_id as forecast, r.run_id as report from {{shop.ahead}} as a cross join {{shop.rpt_week}} as r", "--output", "csv");
  return out.trim().split("\n")[1]!.split(",");
}

describe("a forecast that waits for approval", () => {
  const folder = forecastProject("manual");

  // One story: each step stands on those before it.
  test.each<[string, readonly string[], number, Partial<Record<"out" | "err", RegExp>>]>([
    ["nothing is known before a build", ["model", "list"], 0, { err: /No runs yet: rmodel build makes one/ }],
    ["asking for runs makes no database", ["model", "approve", "ahead"], 1, { err: /^RM4091 .*no runs here yet/ }],
    ["the first build registers a run and leaves out what reads the forecast", ["build"], 0, { out: /ERROR=0 SKIP=1 /, err: /skip +table +shop\.rpt_week +waits for the approval of shop\.ahead\n[^]*Run \w{12} of shop\.ahead waits for approval, nobody can read the forecast yet/ }],
    ["there is nothing to do until somebody approves it, and that is said", ["build"], 0, { out: /^Nothing to do/, err: /waits for approval/ }],
    ["a dry run names what waits", ["build", "--dry-run"], 0, { out: /^wait +table +shop\.rpt_week, for the approval of shop\.ahead\n$/ }],
    ["readers are told", ["show", "-s", "ahead"], 1, { err: /^RM4090 .*no run of "shop\.ahead" serves yet/ }],
    ["its scores are there to judge by", ["show", "-s", "ahead__scores", "--limit", "1"], 0, { out: /overall|key/ }],
    ["the list shows it beside the best baseline", ["model", "list"], 0, { out: /^forecast +run +stage[^]*shop\.ahead +\w{12} +PendingManualApproval +\d{4}-.* mae +[\d.]+ +[\d.]+ +seasonal_naive\n$/, err: /serves no run yet/ }],
    ["a list can be selected", ["model", "list", "-s", "shop.ahead"], 0, { out: /PendingManualApproval/ }],
    ["show has parameters and scores", ["model", "show", "ahead"], 0, { out: /horizon +7\n[^]*validation +chosen +yes/ }],
    ["show has coefficients", ["model", "show", "shop.ahead", "--coefficients"], 0, { out: /ridge_1 +lag_7 / }],
    ["what is not approved is not promoted", ["model", "promote", "ahead"], 1, { err: /^RM4090 .* waits for approval\n[^]*fix: rmodel model show ahead \w+, then rmodel model approve ahead/ }],
    ["there is nothing to roll back to", ["model", "rollback", "ahead"], 1, { err: /^RM4091 .*no run of "shop\.ahead" serves/ }],
    ["a misspelt forecast is told its name", ["model", "show", "ahed"], 2, { err: /^RM2012 {2}no forecast is called "ahed"\n {2}fix: did you mean ahead\?/ }],
    ["another model is no forecast", ["model", "approve", "rpt_week"], 2, { err: /^RM2030 {2}"shop\.rpt_week" is no forecast/ }],
    ["nor is a companion", ["model", "list", "-s", "ahead__scores"], 2, { err: /^RM2030 .*\n {2}fix: it belongs to a forecast: write shop\.ahead/ }],
    ["a run that is not there", ["model", "approve", "ahead", "zzz"], 1, { err: /^RM4091 .*has no run "zzz"/ }],
    ["a forecast has to be named", ["model", "approve"], 2, { err: /missing required argument 'forecast'/ }],
    ["the group lists its commands", ["model"], 2, { err: /Runs of forecasts[^]*rollback/ }],
    ["approving", ["model", "approve", "ahead"], 0, { out: /^Approved run \w{12} of shop\.ahead\.\n$/, err: /It does not serve yet/ }],
    ["an empty name is no run", ["model", "approve", "ahead", ""], 1, { err: /^RM4091 .*has no run ""/ }],
    ["the next build publishes it with what reads it", ["build"], 0, { out: /Published 2 nodes/, err: /shop\.ahead +14 rows .*taken over[^]*shop\.rpt_week/ }],
    ["then there is nothing to do", ["build"], 0, { out: /^Nothing to do/, err: /^$/ }],
    ["promoting what serves", ["model", "promote", "ahead"], 0, { out: /serves already/ }],
  ])("%s", async (_, args, code, expected) => {
    const ended = await rmodel(folder, ...args);
    expect(ended.out).toMatch(expected.out ?? /(?:)/);
    expect(ended.err).toMatch(expected.err ?? /(?:)/);
    expect(ended).toMatchObject({ code });
  });

  test("new data make a run that waits while readers see the one before; promoting moves the forecast, a build the rest", async () => {
    const [first] = await runsIn(folder);
    expect(await rmodel(folder, "model", "approve", "ahead", first!.run)).toMatchObject({ code: 0, out: expect.stringContaining("is approved already") });
    expect(await rmodel(folder, "model", "reject", "ahead", first!.run)).toMatchObject({ code: 1, err: expect.stringMatching(/^RM4093 /) });
    writeFileSync(join(folder, "seeds/shop/daily.csv"), dailySales(101));
    expect(await rmodel(folder, "build")).toMatchObject({ code: 0, err: expect.stringMatching(/waits for approval, readers see the run before it/) });
    const [second] = await runsIn(folder);
    expect(await seen(folder)).toEqual([first!.run, first!.run]);
    expect(await rmodel(folder, "model", "approve", "ahead", "--promote")).toMatchObject({ code: 0, out: expect.stringContaining(`shop.ahead serves run ${second!.run}.`), err: expect.stringContaining("at the next rmodel build: shop.rpt_week") });
    expect(await seen(folder)).toEqual([second!.run, first!.run]);
    expect(await rmodel(folder, "build")).toMatchObject({ code: 0, out: expect.stringContaining("Published 1 node") });
    expect(await seen(folder)).toEqual([second!.run, second!.run]);
    expect(JSON.parse(readFileSync(join(folder, "target/manifest.json"), "utf8"))).toMatchObject({ nodes: { "model.starter.shop.ahead": { meta: { rmodel: { serving_run: second!.run } } } } });
  });

  test("a rollback serves the run before, and no build brings the other back until it is approved again", async () => {
    const [second, first] = await runsIn(folder);
    expect(await rmodel(folder, "model", "rollback", "ahead")).toMatchObject({ code: 0, out: `shop.ahead serves run ${first!.run}.\n`, err: expect.stringContaining(`Run ${second!.run} is retired`) });
    expect(await rmodel(folder, "build")).toMatchObject({ code: 0 });
    expect(await seen(folder)).toEqual([first!.run, first!.run]);
    expect(await rmodel(folder, "build")).toMatchObject({ code: 0, out: expect.stringMatching(/^Nothing to do/) });
    expect(await standing(folder)).toEqual(["Retired", "Approved*"]);
    expect(await rmodel(folder, "model", "promote", "ahead", second!.run)).toMatchObject({ code: 1, err: expect.stringContaining("is retired: readers were taken back from it") });
    expect(await rmodel(folder, "model", "approve", "ahead", second!.run.slice(0, 6))).toMatchObject({ code: 0 });
    expect(await rmodel(folder, "build")).toMatchObject({ code: 0 });
    expect(await seen(folder)).toEqual([second!.run, second!.run]);
  });

  test("promoting an older run retires the newer one", async () => {
    const [second, first] = await runsIn(folder);
    expect(await rmodel(folder, "model", "promote", "ahead", first!.run)).toMatchObject({ code: 0, err: expect.stringContaining(`Run ${second!.run} is retired`) });
    expect(await standing(folder)).toEqual(["Retired", "Approved*"]);
  });

  test("a rejected run is left alone, and its rows stay only as long as other old versions", async () => {
    writeFileSync(join(folder, "seeds/shop/daily.csv"), dailySales(102));
    await rmodel(folder, "build");
    expect(await rmodel(folder, "model", "reject", "ahead")).toMatchObject({ code: 0, out: expect.stringMatching(/^Rejected run/) });
    expect(await rmodel(folder, "build")).toMatchObject({ code: 0 });
    expect(await standing(folder)).toEqual(["Rejected", "Retired", "Approved*"]);
  });

  test("a run whose gate fails is not registered, and readers keep what they have", async () => {
    edit(folder, "models/shop/ahead.ts", (text) => text.replace('"naive" }', '"seasonal_naive" }').replace("[{ lambdas: [1] }]", "[]").replace('["naive", ', "["));
    const before = await runsIn(folder);
    expect(await rmodel(folder, "build")).toMatchObject({ code: 1 });
    expect(await runsIn(folder)).toEqual(before);
    edit(folder, "models/shop/ahead.ts", (text) => text.replace('"seasonal_naive" }', '"naive" }').replace("models: []", "models: [{ lambdas: [1] }]").replace('baselines: [', 'baselines: ["naive", '));
  });

  test("the export is the whole record", async () => {
    const { out, code } = await rmodel(folder, "model", "show", "ahead", "--output", "json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      forecast: "shop.ahead",
      stage: "Rejected",
      serves: false,
      approved_by: null,
      history: [{ stage: "PendingManualApproval", by: "build" }, { stage: "Rejected", by: expect.stringMatching(/./) }],
      parameters: { horizon: 7, target: "revenue" },
      inputs: { "shop.daily": expect.stringMatching(/^\w{12}$/) },
      comparison: { metric: "mae", baseline: "seasonal_naive" },
      metrics: expect.arrayContaining([expect.objectContaining({ model: "chosen", stage: "validation", is_chosen: true, n: 42 })]),
      champions: expect.any(Object),
      coefficient_count: 16,
      coefficients: expect.arrayContaining([expect.objectContaining({ store_id: 1, model: "ridge_1", term: "lag_7" })]),
    });
  });

  test("cleaning versions keeps what serves and what it would be rolled back to", async () => {
    expect(await rmodel(folder, "clean", "--versions")).toMatchObject({ code: 0 });
    expect(await rmodel(folder, "show", "-s", "ahead", "--limit", "1")).toMatchObject({ code: 0, err: "" });
    const serving = (await runsIn(folder)).find(({ serves }) => serves)!;
    expect(JSON.parse((await rmodel(folder, "model", "show", "ahead", serving.run, "--output", "json")).out)).toMatchObject({ coefficients: expect.arrayContaining([expect.anything()]) });
  });
});

test("a forecast without manual approval serves at once, and can be rolled back all the same", async () => {
  const folder = forecastProject("automatic");
  expect(await rmodel(folder, "build")).toMatchObject({ code: 0, out: expect.stringContaining("SKIP=0") });
  writeFileSync(join(folder, "seeds/shop/daily.csv"), dailySales(101));
  await rmodel(folder, "build");
  expect(await standing(folder)).toEqual(["Approved*", "Approved"]);
  const [second, first] = await runsIn(folder);
  expect(await seen(folder)).toEqual([second!.run, second!.run]);
  await rmodel(folder, "model", "rollback", "ahead");
  await rmodel(folder, "build");
  expect(await seen(folder)).toEqual([first!.run, first!.run]);
  writeFileSync(join(folder, "seeds/shop/daily.csv"), dailySales(102));
  await rmodel(folder, "build");
  expect(await standing(folder)).toEqual(["Approved*", "Retired", "Approved"]);
});

test("on PostgreSQL a run waits, is approved, served and rolled back just so", async () => {
  const folder = forecastProject("manual");
  const { output } = await testDatabase();
  writeFileSync(join(folder, "profiles.yaml"), JSON.stringify({ starter: { target: "dev", outputs: { dev: output } } }));
  expect(await rmodel(folder, "build")).toMatchObject({ code: 0, err: expect.stringContaining("waits for the approval of shop.ahead") });
  expect(await rmodel(folder, "model", "promote", "ahead")).toMatchObject({ code: 1, err: expect.stringContaining("RM4090") });
  await rmodel(folder, "model", "approve", "ahead");
  await rmodel(folder, "build");
  writeFileSync(join(folder, "seeds/shop/daily.csv"), dailySales(101));
  await rmodel(folder, "build");
  const [second, first] = await runsIn(folder);
  expect(await seen(folder)).toEqual([first!.run, first!.run]);
  await rmodel(folder, "model", "approve", "ahead", "--promote");
  expect(await seen(folder)).toEqual([second!.run, first!.run]);
  await rmodel(folder, "model", "rollback", "ahead");
  await rmodel(folder, "build");
  expect(await seen(folder)).toEqual([first!.run, first!.run]);
  expect(await standing(folder)).toEqual(["Retired", "Approved*"]);
});
