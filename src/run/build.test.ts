import { describe, expect, test } from "vitest";
import type { Driver } from "../adapters/adapter.ts";
import type { Files } from "../testing/project.ts";
import { Ledger, movedView } from "./ledger/state.ts";
import { dialect } from "../adapters/duckdb/dialect.ts";
import { diskEffects } from "./disk.ts";
import { recover } from "./ledger/recover.ts";
import { Warehouse, outcomes } from "../testing/warehouse.ts";

const seed = { "seeds/shop/orders.ts": 'import { seed, t } from "rmodel";\nexport default seed({ columns: { id: t.integer(), amount: t.decimal(10, 2), note: t.text() } });\n', "seeds/shop/orders.csv": "id,amount,note\n1,10.50,a\n2,3.00,\n" };

const model = (name: string, parent: string, columns: Readonly<Record<string, string>>, options = "materialized: \"table\","): Files => ({
  [`models/shop/${name}.ts`]: `import { model, sql, t, test } from "rmodel";
import parent from "${parent}";
const p = parent.as("p");
export default model({ ${options} from: p, columns: { ${Object.entries(columns).map(([column, text]) => `${column}: ${text}`).join(", ")} } });
`,
});

const stg = (columns: Readonly<Record<string, string>> = { id: "t.integer().is(p.id).notNull().unique()", amount: "t.decimal(10, 2).is(p.amount)" }, options?: string) => model("stg", "../../seeds/shop/orders.ts", columns, options);
const fct = (columns: Readonly<Record<string, string>> = { id: "t.integer().is(p.id)", cents: "t.integer().is(sql`${p.amount} * 100`)" }, options?: string) => model("fct", "./stg.ts", columns, options);
const shop: Files = { ...seed, ...stg(), ...fct() };

describe("what is built", () => {
  test("the first build makes everything, the second nothing", async () => {
    const warehouse = await Warehouse.open();
    expect(outcomes(await warehouse.build(shop))).toEqual(["pass shop.not_null_stg_id", "pass shop.unique_stg_id", "success shop.fct", "success shop.orders", "success shop.stg"]);
    expect(await warehouse.query("select * from shop.fct order by id")).toEqual([{ id: 1n, cents: 1050n }, { id: 2n, cents: 300n }]);
    expect(outcomes(await warehouse.build(shop))).toEqual([]);
  });

  test.each<[string, Files, string[]]>([
    ["a comment and other layout rebuild nothing", { ...shop, ...fct({ id: "t.integer().is(p.id)", cents: "t.integer().is(sql`${p.amount}   *   100 -- in cents\n`)" }) }, []],
    ["a description rebuilds nothing", { ...shop, ...fct({ id: 't.integer().is(p.id).describe("Key.")', cents: "t.integer().is(sql`${p.amount} * 100`)" }) }, []],
    ["another expression rebuilds the model", { ...shop, ...fct({ id: "t.integer().is(p.id)", cents: "t.integer().is(sql`${p.amount} * 1000`)" }) }, ["success shop.fct"]],
    ["a new column upstream rebuilds its model, and nothing that does not read it", { ...shop, ...stg({ id: "t.integer().is(p.id).notNull().unique()", amount: "t.decimal(10, 2).is(p.amount)", note: "t.text().is(p.note)" }) }, ["pass shop.not_null_stg_id", "pass shop.unique_stg_id", "success shop.stg"]],
    ["a changed column upstream rebuilds what reads it", { ...shop, ...stg({ id: "t.integer().is(p.id).notNull().unique()", amount: "t.decimal(10, 2).is(sql`${p.amount} + 1`)" }) }, ["pass shop.not_null_stg_id", "pass shop.unique_stg_id", "success shop.fct", "success shop.stg"]],
    ["other rows upstream rebuild what reads any column", { ...shop, ...stg(undefined, 'materialized: "table", where: sql`${p.id} > 1`,') }, ["pass shop.not_null_stg_id", "pass shop.unique_stg_id", "success shop.fct", "success shop.stg"]],
    ["a new test audits what is there and builds nothing", { ...shop, ...fct({ id: "t.integer().is(p.id).unique()", cents: "t.integer().is(sql`${p.amount} * 100`)" }) }, ["pass shop.unique_fct_id"]],
    ["other data rebuild everything", { ...shop, "seeds/shop/orders.csv": "id,amount,note\n1,10.50,a\n" }, ["pass shop.not_null_stg_id", "pass shop.unique_stg_id", "success shop.fct", "success shop.orders", "success shop.stg"]],
  ])("%s", async (_, changed, expected) => {
    const warehouse = await Warehouse.open();
    await warehouse.build(shop);
    expect(outcomes(await warehouse.build(changed))).toEqual(expected);
  });

  test("force builds again, and the plain build after it has nothing to do", async () => {
    const warehouse = await Warehouse.open();
    await warehouse.build(shop);
    expect((await warehouse.build(shop, { force: true })).changed).toEqual(["shop.orders", "shop.stg", "shop.fct"]);
    expect(outcomes(await warehouse.build(shop))).toEqual([]);
  });

  test("a part reads what readers see of the rest, and the whole build after it does only what is missing", async () => {
    const warehouse = await Warehouse.open();
    await warehouse.build(shop);
    const changed = { ...shop, ...stg({ id: "t.integer().is(p.id)", amount: "t.decimal(10, 2).is(sql`${p.amount} * 2`)" }), ...fct({ id: "t.integer().is(p.id)", cents: "t.integer().is(sql`${p.amount} * 1000`)" }) };
    await warehouse.build(changed, { build: new Set(["shop.fct"]), whole: false });
    expect(await warehouse.query("select cents from shop.fct where id = 1")).toEqual([{ cents: 10500n }]);
    await warehouse.build(changed);
    expect(await warehouse.query("select cents from shop.fct where id = 1")).toEqual([{ cents: 21000n }]);
  });

  test("a snapshot taken alone is of what readers see, and the whole build after it takes the new data in", async () => {
    const warehouse = await Warehouse.open();
    const history = { ...shop, "snapshots/shop/history.ts": 'import { snapshot } from "rmodel";\nimport orders from "../../seeds/shop/orders.ts";\nexport default snapshot({ of: orders, key: ["id"], strategy: "check", checkColumns: "all" });\n' };
    await warehouse.build(history);
    const changed = { ...history, "seeds/shop/orders.csv": "id,amount,note\n1,11.50,a\n" };
    await warehouse.build(changed, { build: new Set(["shop.history"]), whole: false });
    const amounts = "select amount from shop.history where id = 1 order by amount";
    expect(await warehouse.query(amounts)).toEqual([{ amount: "10.50" }]);
    await warehouse.build(changed);
    expect(await warehouse.query(amounts)).toEqual([{ amount: "10.50" }, { amount: "11.50" }]);
  });

  test("what reads something that was never built is refused by name", async () => {
    const warehouse = await Warehouse.open();
    await expect(warehouse.build(shop, { build: new Set(["shop.fct"]), whole: false })).rejects.toThrow('"shop.fct" reads "shop.stg", which was never built here and is not selected');
  });
});

describe("what is published", () => {
  const bad = { ...shop, "seeds/shop/orders.csv": "id,amount,note\n1,10.50,a\n1,3.00,\n" };

  test("after a failing test readers see what they saw, what depends on it is skipped, and the candidate stays", async () => {
    const warehouse = await Warehouse.open();
    await warehouse.build(shop);
    const before = await warehouse.query("select * from shop.stg order by id");
    const results = await warehouse.build(bad);
    expect(outcomes(results)).toEqual(["fail shop.unique_stg_id", "pass shop.not_null_stg_id", "skipped shop.fct", "success shop.orders", "success shop.stg"]);
    expect(results.published).toBe(false);
    expect(await warehouse.query("select * from shop.stg order by id")).toEqual(before);
    expect((await warehouse.relations("shop__store")).filter((name) => name.includes(".stg__"))).toHaveLength(2);
    expect(outcomes(await warehouse.build(shop))).toEqual([]);
  });

  test("with publish passing, only what does not depend on the failure moves", async () => {
    const warehouse = await Warehouse.open();
    const side = model("side", "../../seeds/shop/orders.ts", { id: "t.integer().is(p.id)" });
    await warehouse.build({ ...shop, ...side });
    const results = await warehouse.build({ ...bad, ...side }, {}, { publish: "passing" });
    expect(results.changed).toEqual(["shop.orders", "shop.side"]);
    expect(await warehouse.query("select count(distinct id) as ids from shop.side")).toEqual([{ ids: 1n }]);
    expect(await warehouse.query("select count(distinct id) as ids from shop.stg")).toEqual([{ ids: 2n }]);
  });

  test("a failing statement leaves its table as it was and shows the place in the model", async () => {
    const warehouse = await Warehouse.open();
    await warehouse.build(shop);
    const results = await warehouse.build({ ...shop, ...fct({ id: "t.integer().is(p.id)", cents: "t.integer().is(sql`cast(${p.id} || 'x' as bigint)`)" }) });
    expect(outcomes(results)).toEqual(["error shop.fct"]);
    expect(results.results[0]!.message).toMatch(/"shop.fct" failed in the database: .*Could not convert/);
    expect(await warehouse.query("select count(*) as n from shop.fct")).toEqual([{ n: 2n }]);
  });

  test("comments follow descriptions without a rebuild", async () => {
    const warehouse = await Warehouse.open();
    const described = (text: string) => ({ ...shop, ...fct({ id: `t.integer().is(p.id).describe(${JSON.stringify(text)})` }, `materialized: "table", description: ${JSON.stringify(`All ${text}`)},`) });
    const comments = () => warehouse.query("select v.comment as view, c.comment as column from duckdb_views() v join duckdb_columns() c using (schema_name) where v.view_name = 'fct' and c.table_name = 'fct' and schema_name = 'shop'");
    await warehouse.build(described("one"));
    expect(await comments()).toEqual([{ view: "All one", column: "one" }]);
    expect(outcomes(await warehouse.build(described("it's two")))).toEqual([]);
    expect(await comments()).toEqual([{ view: "All it's two", column: "it's two" }]);
    await warehouse.build(described(""));
    expect(await comments()).toEqual([{ view: "All ", column: null }]);
  });

  test("a model that was removed from the project goes at the next whole build, and not at a part of one", async () => {
    const warehouse = await Warehouse.open();
    await warehouse.build(shop);
    const without = { ...seed, ...stg() };
    await warehouse.build(without, { whole: false });
    expect(await warehouse.relations("shop")).toContain("shop.fct");
    await warehouse.build(without);
    expect(await warehouse.relations("shop")).toEqual(["shop.orders", "shop.stg"]);
  });

  test("two versions are kept besides the live one, and views keep what they read", async () => {
    const warehouse = await Warehouse.open();
    for (let factor = 1; factor <= 6; factor++) await warehouse.build({ ...shop, ...fct({ id: "t.integer().is(p.id)", cents: `t.integer().is(sql\`\${p.amount} * ${factor}\`)` }) });
    expect((await warehouse.relations("shop__store")).filter((name) => name.includes(".fct__"))).toHaveLength(3);
    expect(await warehouse.query("select cents from shop.fct where id = 1")).toEqual([{ cents: 63n }]);
  });
});

describe("what an ended build left", () => {
  const effects = diskEffects(() => "2024-01-02T00:00:00.000Z", () => 0, "test");
  const opened = (warehouse: Warehouse) => {
    const ledger = new Ledger(dialect);
    return { ledger, state: () => warehouse.driver.session((session) => ledger.open(session, "")) };
  };

  test("is dropped again and again until nothing more goes, and what stays is tried again by the next build", async () => {
    const warehouse = await Warehouse.open();
    await warehouse.build(shop);
    const { ledger, state } = opened(warehouse);
    for (const [name, kind] of [["below", "table"], ["between", "view"], ["above", "view"], ["kept", "table"]] as const) await warehouse.driver.execute(ledger.insert("announced", [["run_x", "shop__store", name, kind]])[0]!);
    const there = new Set(["below", "between", "above", "kept"]);
    const under: Readonly<Record<string, string>> = { below: "between", between: "above", kept: "somebody's view" };
    there.add("somebody's view");
    // As a server refuses to drop what something else stands on.
    const driver: Driver = { ...warehouse.driver, drop: async (_, { name }) => (there.has(under[name] ?? "") ? false : (there.delete(name), true)) };
    await recover(await state(), driver, ledger, effects, 1);
    expect([...there]).toEqual(["kept", "somebody's view"]);
    expect((await state()).unfinished).toEqual([{ schema: "shop__store", name: "kept", kind: "table" }]);
    there.delete("somebody's view");
    await recover(await state(), driver, ledger, effects, 1);
    expect([...there]).toEqual([]);
    expect((await state()).unfinished).toEqual([]);
  });

  test.each([[true, []], [false, ["fct"]]])("with transactions %s: of a node that failed stays announced %j, because the engine may yet make it", async (transactions, names) => {
    const warehouse = await Warehouse.open();
    Object.assign(warehouse, { driver: { ...warehouse.driver, capabilities: { ...warehouse.driver.capabilities, transactions } } });
    const failing = { ...shop, ...fct({ id: "t.integer().is(p.id)", cents: 't.integer().is(sql`cast(\'x\' || ${p.amount} as integer)`)' }) };
    expect(outcomes(await warehouse.build(failing))).toContain("error shop.fct");
    const { state } = opened(warehouse);
    expect((await state()).unfinished.map(({ name }) => name.replace(/__[0-9a-f]+$/, ""))).toEqual(names);
    await warehouse.build(shop);
    expect((await state()).unfinished).toEqual([]);
  });

  test("without transactions: views follow the ledger, and versions that they leave are retired at once", async () => {
    const warehouse = await Warehouse.open();
    const factor = (n: number) => ({ ...shop, ...fct({ id: "t.integer().is(p.id)", cents: `t.integer().is(sql\`\${p.amount} * ${n}\`)` }) });
    for (let n = 1; n <= 6; n++) await warehouse.build(factor(n));
    const { ledger, state } = opened(warehouse);
    const { versions } = await state();
    const [live] = versions.get("shop.fct")!.slice(-1);
    await warehouse.driver.execute(ledger.insert("exports", [[movedView, JSON.stringify({ view: { schema: "shop", name: "fct" }, relation: live!.relation }), "run_x"]])[0]!);
    const recovered = await recover(await state(), warehouse.driver, ledger, effects, 0);
    expect(recovered.versions.get("shop.fct")).toHaveLength(1);
    // Views that moved have lost their comments.
    expect(["shop.fct", "shop.stg"].map((node) => recovered.live.get(node)!.decoration === "")).toEqual([true, false]);
    expect((await warehouse.relations("shop__store")).filter((name) => name.includes(".fct__"))).toHaveLength(1);
    expect(await warehouse.query("select cents from shop.fct where id = 1")).toEqual([{ cents: 63n }]);
  });
});

describe("the planner", () => {
  test("shared and plain builds make the same rows and the same verdicts", async () => {
    const wide: Files = {
      ...seed,
      ...stg(undefined, ""),
      ...Object.assign({}, ...[1, 2, 3].map((n) => model(`mid_${n}`, "./stg.ts", { id: "t.integer().is(p.id).unique()", amount: `t.decimal(10, 2).is(sql\`\${p.amount} + ${n}\`).range({ min: 4.5 })` }, ""))),
      "models/shop/top.ts": `import { model, sql, t } from "rmodel";
import one from "./mid_1.ts";
import two from "./mid_2.ts";
const a = one.as("a");
const b = two.as("b");
export default model({ from: sql\`\${a} join \${b} on \${b.id} = \${a.id}\`, columns: { id: t.integer().is(a.id).notNull(), amount: t.decimal(10, 2).is(sql\`\${a.amount} + \${b.amount}\`) } });
`,
      ...model("leaf_1", "./top.ts", { amount: "t.decimal(10, 2).is(p.amount)" }),
      ...model("leaf_2", "./top.ts", { amount: "t.decimal(10, 2).is(p.amount)" }),
    };
    const [shared, plain] = [await Warehouse.open(), await Warehouse.open()];
    const withSharing = await shared.build(wide, {}, { publish: "passing" });
    const without = await plain.build(wide, { share: false }, { publish: "passing" });
    expect(outcomes(withSharing)).toEqual(outcomes(without));
    expect(outcomes(withSharing)).toContain("fail shop.accepted_range_mid_1_amount");
    expect(await shared.relations("shop")).toEqual(await plain.relations("shop"));
    for (const relation of await plain.relations("shop")) expect(await shared.query(`select * from ${relation} order by all`)).toEqual(await plain.query(`select * from ${relation} order by all`));
  });
});

test("a source says how many rows it set aside, and where", async () => {
  const warehouse = await Warehouse.open();
  const { results } = await warehouse.build({
    "sources/shop/n.ts": 'import { source, t } from "rmodel";\nexport default source({ file: "n.csv", onBadRow: "reject", columns: { i: t.integer().notNull() } });\n',
    "n.csv": "i\n1\nx\ny\n",
  });
  expect(results[0]).toMatchObject({ status: "success", rows: 1, message: "2 rejected: shop.n__rejects" });
  expect(await warehouse.query("select line from shop.n__rejects order by line")).toEqual([{ line: 3n }, { line: 4n }]);
});
