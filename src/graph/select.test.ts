import { expect, test } from "vitest";
import type { ColumnNode, DataTestNode, ModelNode, NodeId, ProjectNode, SeedNode, SnapshotNode, SourceNode, Sql, TestNode, UnitTestNode } from "../load/node.ts";
import type { Facts } from "./select-scope.ts";
import { buildGraph } from "./graph.ts";
import { problemsOf } from "../errors/rmodel-error.ts";
import { select } from "./select.ts";

/*
 * raw.orders ──── stg_orders ──┬── shop.history (snapshot)
 *                              ├── shop.fct_sales ── ml.fct_sales ── ml.scores
 * raw.customers ─ stg_customers┤   data test paid_once reads stg_orders and shop.fct_sales
 * shop.countries (seed) ───────┘   unit test empty_shop: shop.fct_sales, given stg_customers
 * tests: not_null_id and unique_id of stg_orders, rel_customer of shop.fct_sales to stg_customers
 */
const origin = { file: "", line: 0, column: 0 };

function base(id: NodeId, folder: string, extra: Partial<ProjectNode> = {}) {
  const [domain, name] = id.split(".") as [string, string];
  return { id, domain, name, layer: "", path: `${folder}/${name}.ts`, origin, description: "", tags: [], meta: {}, ...extra };
}

function relation(id: NodeId, folder: string, columns: readonly string[], tests: readonly TestNode[] = [], extra: Partial<ProjectNode> = {}) {
  const column = (name: string): ColumnNode => ({ name, type: { family: "text" }, nullable: true, description: "", pii: false, origin });
  return { ...base(id, folder, extra), columns: columns.map(column), tests, grain: [], grants: {} };
}

/** SQL that reads columns, each written `<domain>.<name>.<column>`, or a relation as a whole. */
function reading(...reads: readonly string[]): Sql {
  const parts = reads.map((read): Sql["parts"][number] => {
    const [domain, name, column] = read.split(".");
    const relation = `${domain}.${name}`;
    return column === undefined ? { kind: "relation", relation } : { kind: "column", relation, alias: name!, name: column };
  });
  return { kind: "fragment", origin, parts };
}

function model(id: NodeId, folder: string, query: Sql, columns: readonly string[], tests: readonly TestNode[] = [], extra: Partial<ModelNode> = {}): ModelNode {
  return { ...relation(id, folder, columns, tests), kind: "model", materialized: "view", files: [], storage: { indexes: [], unlogged: false }, body: { form: "query", query }, pre: [], post: [], ...extra };
}

const tested = (id: string, kind: "not_null" | "unique", node: NodeId, column: string, extra: Partial<TestNode> = {}): TestNode =>
  ({ id, name: id.split(".")[1]!, kind, node, column, spec: { kind, options: {} }, severity: "error", warnAt: 1, errorAt: 1, storeFailures: false, tags: [], origin, ...extra });

const file = (path: string): SourceNode["reads"] => ({ kind: "file", file: path, format: "csv", csv: {}, onBadRow: "fail" });
const relCustomer: TestNode = { ...tested("shop.rel_customer", "not_null", "shop.fct_sales", "customer"), kind: "relationships", spec: { kind: "relationships", to: "shop.stg_customers", column: "id", options: {} } };
const discount: Sql = { kind: "fragment", origin, parts: [...reading("ml.fct_sales").parts, { kind: "macro", name: "discount", args: {}, origin }] };

const nodes: readonly ProjectNode[] = [
  { ...relation("raw.orders", "sources/raw", ["id", "amount"]), kind: "source", reads: file("data/orders.csv"), tags: ["hourly"] },
  { ...relation("raw.customers", "sources/raw", ["id"]), kind: "source", reads: { kind: "table", schema: "crm", name: "customers" } },
  { ...relation("shop.countries", "seeds/shop", ["code"]), kind: "seed", file: "seeds/shop/countries.csv", csv: {} } satisfies SeedNode,
  model("shop.stg_orders", "models/shop/staging", reading("raw.orders.id", "raw.orders.amount"), ["id", "amount"],
    [tested("shop.not_null_id", "not_null", "shop.stg_orders", "id"), tested("shop.unique_id", "unique", "shop.stg_orders", "id", { severity: "warn", tags: ["slow"] })], { tags: ["nightly"] }),
  model("shop.stg_customers", "models/shop/staging", reading("raw.customers.id"), ["id"]),
  model("shop.fct_sales", "models/shop/facts", reading("shop.stg_orders.amount", "shop.stg_customers.id", "shop.countries"), ["customer", "amount"], [relCustomer],
    { materialized: "table", tags: ["nightly", "finance"], owner: "ana", meta: { team: "finance", tiers: [1, 2] } }),
  { ...relation("shop.history", "snapshots/shop", ["id"]), kind: "snapshot", of: "shop.stg_orders", key: ["id"], strategy: "check", checkColumns: [], hardDeletes: "ignore", columnNames: { validFrom: "f", validTo: "t", versionKey: "v", isDeleted: "d" } } satisfies SnapshotNode,
  model("ml.fct_sales", "models/ml", reading("shop.fct_sales.amount"), ["amount"]),
  model("ml.scores", "models/ml", discount, ["score"], [], { materialized: "table" }),
  { ...base("shop.paid_once", "tests/shop"), kind: "dataTest", failures: reading("shop.stg_orders.id", "shop.fct_sales.amount"), severity: "error", warnAt: 1, errorAt: 1, storeFailures: false } satisfies DataTestNode,
  { ...base("shop.empty_shop", "tests/shop"), kind: "unitTest", model: "shop.fct_sales", given: [{ relation: "shop.stg_customers", rows: [] }], expect: [] } satisfies UnitTestNode,
];

const macros = [{ name: "discount", path: "macros/discount.hbs", description: "", args: {}, template: "" }];
const config = { name: "shop", profile: "shop", exportFolder: "", retain: 2 };
const graph = buildGraph({ kind: "project", root: "/home/ana/shop", config, nodes, macros, parameters: [], disabled: [{ id: "shop.stg_refunds", path: "models/shop/stg_refunds.ts" }] });

const facts: Facts = {
  state: new Map([["shop.countries", "new"], ["ml.scores", "modified"], ["shop.unique_id", "modified"], ["raw.customers", "unmodified"]] as const),
  results: new Map([["ml.scores", "error"], ["shop.unique_id", "fail"], ["raw.orders", "success"]]),
  sourceStatus: new Map([["raw.orders", "fresh"], ["raw.customers", "stale"]]),
  changedFiles: (ref) => (ref === "main" ? ["seeds/shop/countries.csv", "macros/discount.hbs", "README.md"] : ["models/ml/fct_sales.ts"]),
};

function selected(wanted: readonly string[], exclude: readonly string[] = []): string {
  const selection = select(graph, { select: wanted, exclude }, facts);
  return [...[...selection.nodes].sort(), ...[...selection.tests].sort()].join(" ");
}

/** What comes with stg_orders and with shop.fct_sales. */
const orders = "shop.paid_once shop.stg_orders shop.not_null_id shop.unique_id";
const sales = "shop.empty_shop shop.fct_sales shop.paid_once shop.rel_customer";
const shopTests = "shop.not_null_id shop.rel_customer shop.unique_id";

test.each([
  // names
  ["shop.stg_orders", orders],
  ["stg_orders", orders],
  ["shop.fct_sales", sales],
  ["paid_once", "shop.paid_once"],
  ["empty_shop", "shop.empty_shop"],
  ["not_null_id", "shop.not_null_id"],
  ["shop.unique_id", "shop.unique_id"],
  ["*.fct_sales", `ml.fct_sales ${sales}`],
  ["stg_?ustomers", "shop.stg_customers"],
  ["ml.[a-f]*", "ml.fct_sales"],
  ["ml.[!a-f]*", "ml.scores"],
  ["nothing_like_*", ""],
  ["[z-a]", ""],
  // either, both
  ["stg_customers ml.scores", "ml.scores shop.stg_customers"],
  ["tag:nightly,config.materialized:table", sales],
  ["stg_customers,ml.scores", ""],
  ["stg_orders,test_name:unique", "shop.unique_id"],
  ["", ""],
  // neighbours
  ["+stg_customers", "raw.customers shop.stg_customers"],
  ["ml.fct_sales+", "ml.fct_sales ml.scores"],
  ["1+ml.fct_sales", `ml.fct_sales ${sales}`],
  ["0+ml.fct_sales+0", "ml.fct_sales"],
  ["2+ml.scores", `ml.fct_sales ml.scores ${sales}`],
  ["raw.orders+1", `raw.orders ${orders}`],
  ["1+ml.fct_sales+1", `ml.fct_sales ml.scores ${sales}`],
  ["raw.customers+2", "raw.customers shop.empty_shop shop.fct_sales shop.paid_once shop.stg_customers shop.rel_customer"],
  ["@history", `raw.orders shop.history ${orders}`],
  ["@countries", `ml.fct_sales ml.scores raw.customers raw.orders shop.countries shop.empty_shop shop.fct_sales shop.paid_once shop.stg_customers shop.stg_orders ${shopTests}`],
  ["1+rel_customer", "shop.empty_shop shop.fct_sales shop.paid_once shop.stg_customers shop.rel_customer"],
  // methods
  ["tag:hourly", "raw.orders"],
  ["tag:slow", "shop.unique_id"],
  ["tag:fin*", sales],
  ["tag:unknown", ""],
  ["path:models/ml", "ml.fct_sales ml.scores"],
  ["path:models/ml/", "ml.fct_sales ml.scores"],
  ["models/ml/scores.ts", "ml.scores"],
  ["./models/ml/scores.ts+", "ml.scores"],
  ["/home/ana/shop/models/ml", "ml.fct_sales ml.scores"],
  ["models\\ml\\scores.ts", "ml.scores"],
  ["path:models/*/staging", `${orders.replace("shop.stg_orders", "shop.stg_customers shop.stg_orders")}`],
  ["path:**/scores.ts", "ml.scores"],
  ["path:models/nothing*", ""],
  ["file:countries.csv", "shop.countries"],
  ["file:scores", "ml.scores"],
  ["scores.ts", "ml.scores"],
  ["config.owner:ana", sales],
  ["config.meta.team:finance", sales],
  ["config.meta.tiers:2", sales],
  ["config.severity:warn", "shop.unique_id"],
  ["config.reads.schema:crm", "raw.customers"],
  ["source:raw", "raw.customers raw.orders"],
  ["source:raw.orders", "raw.orders"],
  ["source:customers", "raw.customers"],
  ["resource_type:seed", "shop.countries"],
  ["resource_type:snapshot", "shop.history"],
  ["resource_type:unit_test", "shop.empty_shop"],
  ["resource_type:test", `shop.paid_once ${shopTests}`],
  ["test_name:not_null", "shop.not_null_id"],
  ["test_name:paid_once", "shop.paid_once"],
  ["test_type:generic", shopTests],
  ["test_type:singular", "shop.paid_once"],
  ["test_type:data", `shop.paid_once ${shopTests}`],
  ["test_type:unit", "shop.empty_shop"],
  ["domain:ml", "ml.fct_sales ml.scores"],
  ["state:new", "shop.countries"],
  ["state:modified", "ml.scores shop.countries shop.unique_id"],
  ["state:unmodified", "raw.customers"],
  ["state:old", "ml.scores raw.customers shop.unique_id"],
  ["result:error", "ml.scores"],
  ["result:fail", "shop.unique_id"],
  ["1+result:fail", orders],
  ["source_status:stale", "raw.customers"],
  ["git:main", "ml.scores shop.countries"],
  ["git:HEAD~1", "ml.fct_sales"],
  ["column:stg_orders.amount", `shop.empty_shop shop.fct_sales shop.history shop.paid_once shop.rel_customer`],
  ["column:stg_orders.id", "shop.history shop.paid_once shop.not_null_id shop.unique_id"],
  ["column:shop.stg_customers.id", sales],
  ["column:shop.fct_sales.customer", "shop.rel_customer"],
  ["column:ml.fct_sales.amount", "ml.scores"],
  ["column:shop.fct_sales.amount+", "ml.fct_sales ml.scores shop.paid_once"],
])("%s selects %s", (spec, expected) => {
  expect(selected([spec])).toBe(expected);
});

test.each([
  ["with no --select everything is selected", [], [], `ml.fct_sales ml.scores raw.customers raw.orders shop.countries shop.empty_shop shop.fct_sales shop.history shop.paid_once shop.stg_customers shop.stg_orders ${shopTests}`],
  ["repeated --select adds up", ["ml.scores", "history"], [], "ml.scores shop.history"],
  ["--exclude subtracts last", ["domain:ml"], ["scores"], "ml.fct_sales"],
  ["an excluded relation takes its tests with it", [], ["domain:ml", "source:raw", "stg_orders", "shop.fct_sales"], "shop.countries shop.history shop.stg_customers"],
  ["a test can be excluded alone", ["stg_orders"], ["test_name:unique"], "shop.paid_once shop.stg_orders shop.not_null_id"],
  ["a test that compares with a relation that is excluded still runs", ["shop.fct_sales"], ["stg_customers"], sales],
] as const)("%s", (_, wanted, exclude, expected) => {
  expect(selected(wanted, exclude)).toBe(expected);
});

test("what is selected stands in build order", () => {
  expect([...select(graph, { select: ["ml.scores", "raw.orders", "ml.fct_sales"], exclude: [] }).nodes]).toEqual(["raw.orders", "ml.fct_sales", "ml.scores"]);
});

function problems(wanted: readonly string[], given: Facts = {}): readonly (readonly [code: string, message: string, fix: string | undefined])[] {
  try {
    select(graph, { select: wanted, exclude: [] }, given);
  } catch (thrown) {
    return problemsOf(thrown)!.map(({ code, message, fix }) => [code, message, fix] as const);
  }
  return [];
}

test.each([
  ["fct_sales", "RM2010", "ambiguous: ml.fct_sales, shop.fct_sales", "write the domain too, such as ml.fct_sales"],
  ["tga:nightly", "RM2011", 'the unknown method "tga"', "write tag:…"],
  ["exposure:weekly", "RM2011", 'the unknown method "exposure"', "its methods: name, path"],
  ["metric:revenue", "RM2011", 'the unknown method "metric"', "its methods: name, path"],
  ["tag.key:x", "RM2011", 'the unknown method "tag.key"', "write tag:…"],
  ["stg_ordres+", "RM2012", 'no node is called "stg_ordres"', "did you mean stg_orders?"],
  ["zzzzzz", "RM2012", 'no node is called "zzzzzz"', "rmodel ls shows what there is"],
  ["ml", "RM2012", 'no node is called "ml"', "for the whole domain write domain:ml"],
  ["stg_refunds", "RM2012", 'no node is called "stg_refunds"', "it is disabled"],
  ["nightly", "RM2012", 'no node is called "nightly"', "for the tag write tag:nightly"],
  ["models/shp", "RM2012", "no node stands in models/shp", "did you mean models/shop?"],
  ["file:score.ts", "RM2012", "no node stands in score.ts", "did you mean scores.ts?"],
  ["domain:shpo", "RM2012", 'there is no domain "shpo"', "did you mean shop?"],
  ["source:stg_orders", "RM2012", 'there is no source "stg_orders"', "rmodel ls"],
  ["resource_type:modle", "RM2012", 'there is no resource_type "modle"', "did you mean model?"],
  ["test_type:generik", "RM2012", 'there is no test_type "generik"', "did you mean generic?"],
  ["test_name:not_nul", "RM2012", 'there is no test_name "not_nul"', "did you mean not_null?"],
  ["config.materialised:table", "RM2012", 'no node has the setting "materialised"', "did you mean materialized?"],
  ["column:stg_orders.amuont", "RM2012", '"shop.stg_orders" has no column "amuont"', "did you mean amount?"],
  ["column:stg_order.amount", "RM2012", 'no relation is called "stg_order"', "did you mean stg_orders?"],
  ["state:modified", "RM2013", 'the selection "state:modified"', "build the target once"],
  ["result:error", "RM2013", 'the selection "result:error"', "target/run_results.json"],
  ["source_status:stale", "RM2013", 'the selection "source_status:stale"', "rmodel source freshness"],
  ["git:main", "RM2013", 'the selection "git:main"', "git work tree"],
  ["tag:", "RM2014", "names nothing", "write it like"],
  ["stg_orders,", "RM2014", "comma with nothing beside it", "write a,b"],
  ["config:table", "RM2014", "names no setting", "config.materialized:table"],
  ["column:amount", "RM2014", "names no column", "column:orders.amount"],
])("%s is refused with %s", (spec, code, message, fix) => {
  expect(problems([spec])).toEqual([[code, expect.stringContaining(message), expect.stringContaining(fix)]]);
});

test.each(["state:modfied", "result:errors"])("%s is no known word", (spec) => {
  expect(problems([spec], facts)[0]![0]).toBe("RM2012");
});

test("one run shows every mistake of a selection", () => {
  expect(problems(["stg_ordres,tga:x", "fct_sales"]).map(([code]) => code)).toEqual(["RM2012", "RM2011", "RM2010"]);
});
