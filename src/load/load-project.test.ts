import { describe, expect, test } from "vitest";
import type { Files } from "../testing/project.ts";
import { loadFiles, problemsIn } from "../testing/project.ts";

const orders = `import { source, t } from "rmodel";
export default source({ file: "data/orders.csv", columns: { id: t.integer(), amount: t.decimal(10, 2), note: t.text() } });
`;

const model = (text: string): string => `import { fn, model, sql, t, test } from "rmodel";
import orders from "../../../sources/shop/orders.ts";
const o = orders.as("o");
void [fn, sql, t, test, o];
${text}
`;

const withModel = (text: string): Files => ({ "sources/shop/orders.ts": orders, "models/shop/staging/stg_orders.ts": model(text) });

const good = "export default model({ from: o, columns: { id: t.integer().is(o.id) } });";

describe("a definition has its name from its file", () => {
  test("domain, layer and name are its folders", async () => {
    const { nodes } = await loadFiles(withModel(good));
    expect(nodes.map(({ id, domain, layer, name, path }) => ({ id, domain, layer, name, path }))).toEqual([
      { id: "shop.orders", domain: "shop", layer: "", name: "orders", path: "sources/shop/orders.ts" },
      { id: "shop.stg_orders", domain: "shop", layer: "staging", name: "stg_orders", path: "models/shop/staging/stg_orders.ts" },
    ]);
  });

  test("one straight below its folder is of the domain that bears the project's name", async () => {
    expect((await loadFiles({ "seeds/vat.ts": 'import { seed, t } from "rmodel";\nexport default seed({ columns: { rate: t.double() } });\n' })).nodes).toMatchObject([{ id: "shop.vat", file: "seeds/vat.csv" }]);
  });

  test("several tests may stand in one file, each by the name it is exported by", async () => {
    const checks = 'import { dataTest, sql } from "rmodel";\nexport const one = dataTest({ failures: sql`select 1` });\nexport const two = dataTest({ failures: sql`select 2` });\n';
    expect((await loadFiles({ "tests/shop/checks.ts": checks })).nodes.map(({ id }) => id)).toEqual(["shop.one", "shop.two"]);
  });

  test("its place is the call that made it", async () => {
    const [, node] = (await loadFiles(withModel(good))).nodes;
    expect(node!.origin).toEqual({ file: "models/shop/staging/stg_orders.ts", line: 5, column: 16 });
  });

  test("a disabled one is left out, and known by name", async () => {
    const { nodes, disabled } = await loadFiles(withModel(good.replace("from: o", "enabled: false, from: o")));
    expect([nodes.map(({ id }) => id), disabled]).toEqual([["shop.orders"], [{ id: "shop.stg_orders", path: expect.stringMatching(/stg_orders.ts$/) }]]);
  });
});

describe("tests of a relation", () => {
  const testsOf = async (text: string) => {
    const { nodes } = await loadFiles(withModel(text));
    return nodes.flatMap((node) => (node.kind === "model" ? node.tests : []));
  };

  test("are those of its columns, then its grain, then its own, with names of their own", async () => {
    const text = 'export default model({ from: o, grain: ["id", "note"], tests: (row) => [test.isTrue(sql`${row.id} > 0`), test.isTrue(sql`${row.id} < 9`, { name: "small id" })], columns: { id: t.integer().is(o.id).notNull().range({ min: 0 }).range({ max: 9n }), note: t.text().is(o.note).references(orders, "note") } });';
    expect((await testsOf(text)).map(({ id, column }) => [id, column])).toEqual([
      ["shop.not_null_stg_orders_id", "id"],
      ["shop.accepted_range_stg_orders_id", "id"],
      ["shop.accepted_range_stg_orders_id_2", "id"],
      ["shop.relationships_stg_orders_note", "note"],
      ["shop.unique_combination_stg_orders", undefined],
      ["shop.expression_is_true_stg_orders", undefined],
      ["shop.small_id", undefined],
    ]);
  });

  test("have no second one for a grain whose only column is unique", async () => {
    const tests = await testsOf('export default model({ from: o, grain: ["id"], columns: { id: t.integer().is(o.id).unique() } });');
    expect(tests.map(({ kind }) => kind)).toEqual(["unique"]);
  });
});

type Mistake = [title: string, text: string, at: string, message: RegExp, fix?: string];

/** Mistakes in models/shop/staging/stg_orders.ts, from line 5 on. */
const mistakes: Mistake[] = [
  ["an unknown column, with the nearest one", "export default model({ from: o, columns: { id: t.integer().is(o.idd) } });", "RM1030 5:65", /column "idd" is read, but "shop.orders" has no column of that name/, "write o.id"],
  ["an unknown column inside a fragment, at its own place", "export default model({ from: o, where: sql`${o.id} > 0\n  and ${o.amuont} > 0`, columns: { id: t.integer().is(o.id) } });", "RM1030 6:11", /"amuont"/, "write o.amount"],
  ["an unknown option, with the nearest one", good.replace("from: o", "from: o, wher: sql`true`"), "RM1020 5:33", /unknown option "wher" of model/, "write where"],
  ["an option that is missing", "export default model({ columns: { id: t.integer().is(o.id) } });", "RM1021 5:16", /model needs the option "from"/],
  ["an option of the wrong kind", good.replace("from: o", 'from: o, materialized: "tabel"'), "RM1021 5:33", /option "materialized" of model/],
  ["both forms at once", good.replace("from: o", "from: o, query: sql`select 1`"), "RM1021 5:24", /either `from` \(select form\) or `query` \(query form\), not both/, "remove one of them"],
  ["a column without expression in select form", good.replace(".is(o.id)", ""), "RM1024 5:50", /column "id" has no expression/],
  ["a column with expression in query form", "export default model({ query: sql`select 1 as id`, columns: { id: t.integer().is(o.id) } });", "RM1024 5:69", /has an expression, but the model is in query form/],
  ["a grain that is no column", good.replace("from: o", 'from: o, grain: ["key"]'), "RM1030 5:42", /grain names the column "key", which is not there/],
  ["columns that differ in case only", good.replace("columns: {", "columns: { ID: t.integer().is(o.id),"), "RM1026 5:76", /columns "ID" and "id" differ in case only/],
  ["a decimal that cannot be", good.replace("t.integer()", "t.decimal(39, 2)"), "RM1026 5:50", /decimal\(39, 2\) is no type/],
  ["files of a model that is not external", good.replace("from: o", 'from: o, files: ["a.csv"]'), "RM1022 5:33", /an external model has `files`/],
  ["a file outside the export folder", good.replace("from: o", 'from: o, materialized: "external", files: ["../a.csv"]'), "RM1023 5:59", /lies outside the export folder/],
  ["undefined in a fragment", good.replace("(o.id)", "(sql`1 + ${undefined as never}`)"), "RM1032 5:63", /a value in this fragment is undefined, which has no SQL form/],
  ["a function in a fragment", good.replace("(o.id)", "(sql`1 + ${(() => 1) as never}`)"), "RM1032 5:63", /a value in this fragment is a function, which has no SQL form/],
  ["a NUL in a text, which engines cut off", good.replace("(o.id)", '(sql`${"a\\0b"}`)'), "RM1032 5:63", /a value in this fragment is a text with the character NUL/],
  ["half of a surrogate pair", good.replace("(o.id)", '(sql`${"a\\ud800"}`)'), "RM1032 5:63", /a text with half of a surrogate pair/],
  ["an empty name", good.replace("(o.id)", '(sql`${sql.identifier("")}`)'), "RM1032 5:73", /is an empty name/],
  ["a hole in quotes", good.replace("(o.id)", "(sql`length('${1}')`)"), "RM1032 5:63", /a hole stands inside quotes/],
  ["a relation that no file exports", `const other = model({ from: o, columns: { id: t.integer().is(o.id) } });\nexport default model({ from: other.as("x"), columns: { id: t.integer().is(sql\`1\`) } });`, "RM1031 6:16", /refers to a relation that is no default export of the project/],
  ["a test that is called like another node", good.replace("(o.id)", '(o.id).notNull({ name: "orders" })'), "RM1014 5:50", /the name "shop.orders" of this test is taken by sources\/shop\/orders.ts:/],
  ["a share that is none", good.replace("(o.id)", "(o.id).notNull({ minPass: 2 })"), "RM1027 5:50", /minPass is a share from 0 to 1, not 2/],
  ["a range without ends", good.replace("(o.id)", "(o.id).range({})"), "RM1027 5:50", /a range has `min`, `max` or both/],
];

describe("a mistake is reported at its place:", () => {
  test.each(mistakes)("%s", async (...[, text, at, message, fix]: Mistake) => {
    const found = await problemsIn(withModel(text));
    expect(found.map((problem) => problem.at.replace("models/shop/staging/stg_orders.ts:", "").replace(" :", " "))).toEqual([at]);
    expect(found[0]!.message).toMatch(message);
    if (fix !== undefined) expect(found[0]!.fix).toBe(fix);
  });

  test("at the option, not at a description that says the same word", async () => {
    const text = 'export default model({ description: "One row per order, from: the shop.", from: o, grain: ["order"], columns: { id: t.integer().is(o.id) } });';
    expect((await problemsIn(withModel(text))).map(({ at }) => at)).toEqual([`RM1030 models/shop/staging/stg_orders.ts:5:${text.indexOf('"order"') + 2}`]);
  });

  test("all of them in one run", async () => {
    const text = "export default model({ from: o, wher: sql`true`, columns: { id: t.integer().is(o.idd), n: t.text().is(o.nte) } });";
    expect((await problemsIn(withModel(text))).map(({ at }) => at.replace(/ .*stg_orders.ts:/, " "))).toEqual(["RM1020 5:33", "RM1030 5:82", "RM1030 5:105"]);
  });

  test.each([
    ["an import that cannot be found", { "models/shop/a.ts": 'import x from "./b.ts";\nexport default x;\n' }, "RM1001 models/shop/a.ts:1:15", /cannot find ".\/b.ts"/],
    ["a syntax error", { "models/shop/a.ts": "const = 1;\n" }, "RM1001 models/shop/a.ts:1:7", /Expected identifier/],
    ["files that import each other", { "models/shop/a.ts": 'import b from "./b.ts";\nexport default b;\n', "models/shop/b.ts": 'import a from "./a.ts";\nexport default a;\n' }, "RM1002 models/shop/a.ts:1:17", /models\/shop\/a.ts → models\/shop\/b.ts → models\/shop\/a.ts/],
    ["a file that throws", { "models/shop/a.ts": "export default 1;\nthrow new Error(`no luck`);\n" }, "RM1003 models/shop/a.ts:2:7", /this file failed while it was read: no luck/],
    ["no config", { "rmodel.config.ts": "export default 1;\n" }, "RM1005 rmodel.config.ts:1:1", /exports no config/],
    ["a definition in the wrong folder", { "models/shop/orders.ts": orders }, "RM1011 models/shop/orders.ts:2:16", /a source cannot stand in models\//],
    ["a relation that is no default export", { "sources/shop/orders.ts": orders.replace("export default", "export const a =") }, "RM1012 sources/shop/orders.ts:2:18", /a source is the default export of its file/],
    ["a file that defines nothing", { "models/shop/a.ts": "export {};\n" }, "RM1012 models/shop/a.ts:1:1", /this file defines nothing/],
    ["a name that no database takes", { "sources/shop/1st.ts": orders }, "RM1013 sources/shop/1st.ts:2:16", /"shop.1st" is no usable name/],
    ["a domain with a double underscore", { "sources/a__b/orders.ts": orders }, "RM1013 sources/a__b/orders.ts:2:16", /no usable name/],
    ["a name that is taken, whatever its case", { "sources/shop/orders.ts": orders, "sources/shop/raw/Orders.ts": orders }, "RM1014 sources/shop/raw/Orders.ts:2:16", /the name "shop.Orders" is taken by sources\/shop\/orders.ts:2/],
  ] as const)("%s", async (_, files, at, message) => {
    const found = await problemsIn(files);
    expect(found.map((problem) => problem.at)).toContain(at);
    expect(found.map((problem) => problem.message).join("\n")).toMatch(message);
  });

  test("what is refused once is not refused again by what reads it", async () => {
    const reader = 'import { model, t } from "rmodel";\nimport orders from "./orders.ts";\nconst o = orders.as("o");\nexport default model({ from: o, columns: { id: t.integer().is(o.id) } });\n';
    expect((await problemsIn({ "models/shop/orders.ts": orders, "models/shop/fct.ts": reader })).map(({ at }) => at)).toEqual(["RM1011 models/shop/orders.ts:2:16"]);
  });

  test("a folder that is no project", async () => {
    const { loadProject } = await import("./load-project.ts");
    await expect(loadProject({ root: "/nowhere", vars: {}, environment: {} })).rejects.toMatchObject({ code: "RM1004", message: expect.stringContaining("in /nowhere,") });
  });
});

describe("a unit test", () => {
  const unit = (body: string): Files => ({ ...withModel(good), "tests/shop/u.ts": `import { rows, unitTest } from "rmodel";\nimport orders from "../../sources/shop/orders.ts";\nimport stg from "../../models/shop/staging/stg_orders.ts";\nexport const u = unitTest({ model: stg, ${body} });\n` });

  test("keeps whole numbers as texts", async () => {
    const { nodes } = await loadFiles(unit("given: [rows(orders, { id: 9007199254740993n, note: undefined })], expect: [{ id: 1n }]"));
    expect(nodes.find(({ kind }) => kind === "unitTest")).toMatchObject({ model: "shop.stg_orders", given: [{ relation: "shop.orders", rows: [{ id: "9007199254740993" }] }], expect: [{ id: "1" }] });
  });

  test.each([
    ["given", "given: [rows(orders, { idd: 1 } as never)], expect: []"],
    ["expected", "given: [], expect: [{ idd: 1 } as never]"],
  ])("with an unknown column in its %s rows is refused", async (_, body) => {
    expect(await problemsIn(unit(body))).toMatchObject([{ message: 'the row has a column "idd", which its relation has not', fix: "write id" }]);
  });
});

describe("parameters", () => {
  const files = { "parameters.ts": 'import { z } from "zod";\nimport { parameters } from "rmodel";\nexport const { DAYS } = parameters({ DAYS: z.coerce.number().int().default(14) });\n', ...withModel(`import { DAYS } from "../../../parameters.ts";\n${good.replace("o.id)", "sql`${DAYS}`)")}`) };

  test.each([
    ["have their default", {}, 14],
    ["are set by --vars", { DAYS: 7 }, 7],
  ])("%s", async (_, vars, value) => {
    expect((await loadFiles(files, vars)).parameters).toMatchObject([{ name: "DAYS", value, origin: { file: "parameters.ts", line: 3 } }]);
  });

  test.each([
    ["a value that its schema refuses", { DAYS: "x" }, /parameter DAYS has no usable value/],
    ["a name that is no parameter", { DAY: 7 }, /--vars names "DAY", which is no parameter of the project/],
  ])("refuse %s", async (_, vars, message) => {
    await expect(loadFiles(files, vars)).rejects.toThrow(message);
  });
});
