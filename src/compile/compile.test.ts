import { describe, expect, test } from "vitest";
import { compileFiles, problemsIn } from "../testing/project.ts";
import { dialect as postgres } from "../adapters/postgres/dialect.ts";
import { textOf } from "./render.ts";

const lines = `import { source, t } from "rmodel";
export default source({
  table: { schema: "raw", name: "lines" },
  columns: { id: t.integer(), quantity: t.integer(), price: t.double(), note: t.text(), day: t.date() },
});
`;

const head = `import { fn, model, sql, t, test } from "rmodel";
import lines from "../../sources/shop/lines.ts";
const l = lines.as("l");
`;

const project = (text: string, more: Readonly<Record<string, string>> = {}) => ({ "sources/shop/lines.ts": lines, "models/shop/a.ts": `${head}${text}\n`, ...more });
const problems = (text: string) => problemsIn(project(text));
const at = (code: string, line: number, column: number): string => `${code} models/shop/a.ts:${line}:${column}`;

/** The query that a build runs, relations in braces. */
async function queryIn(text: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const { relations } = await compileFiles(project(text, more));
  return textOf(relations.get("shop.a")!.query!, (id) => `{${id}}`);
}

describe("statements before and after a query", () => {
  const around = (statements: string): string => `export default model({ from: l, materialized: "table",
${statements}
  columns: { id: t.integer().is(l.id) } });`;

  test("that cannot be parsed are shown at their place, all of them", async () => {
    const found = await problems(around("  pre: [sql`set threads = 1`, sql`create tabel ä (i int)`],\n  post: [sql`analyze`, sql`select 1;\n    grant select on ${l} to ann`],"));
    expect(found.map(({ at, message }) => [at, message])).toEqual([
      [at("RM3001", 5, 42), '`pre` of "shop.a" is refused: syntax error at or near "tabel"'],
      [at("RM3001", 7, 5), '`post` of "shop.a" is refused: syntax error at or near "grant"'],
    ]);
  });

  test("may be of any kind and name what is not there yet", async () => {
    expect(await problems(around("  pre: [sql`create or replace temp table later as select * from nowhere`, sql`set threads = 1; -- two\n`], post: [sql`create index i on shop.a (id)`, sql`-- nothing`, sql``, sql`insert into shop.a values (1); select 2`],"))).toEqual([]);
  });

  test("of another engine are sent as they are", async () => {
    const { relations } = await compileFiles(project(around("  post: [sql`grant select on shop.a to ann`],")), postgres);
    expect(relations.get("shop.a")!.post.map((template) => textOf(template, (id) => id))).toEqual(["grant select on shop.a to ann"]);
  });
});

describe("the query of a model", () => {
  test("in select form has its columns cast to their declared types, save those that have them already", async () => {
    const text = `export default model({ from: l, where: sql\`\${l.quantity} > 0\`, groupBy: [l.id], having: sql\`count(*) > 1\`, distinct: true, columns: {
      id: t.integer().is(l.id), total: t.decimal(18, 2).is(sql\`sum(\${l.price})\`), whole: t.integer().is(sql\`1\`) } });`;
    expect(await queryIn(text)).toBe(`select distinct
  "l"."id" as "id",
  cast(sum("l"."price") as decimal(18, 2)) as "total",
  cast(1 as bigint) as "whole"
from {shop.lines} as "l"
where "l"."quantity" > 0
group by "l"."id"
having count(*) > 1`);
  });

  test("in query form is as it was written where it yields just the declared types", async () => {
    expect(await queryIn("export default model({ columns: { id: t.integer() }, query: sql`\n  select id from ${lines};\n` });")).toBe("select id from {shop.lines}");
  });

  test.each([
    ["another width", "{ id: t.decimal(18, 0) }", "select id from ${lines}", 'cast("id" as decimal(18, 0)) as "id"'],
    ["another order", "{ note: t.text(), id: t.integer() }", "select id, note from ${lines} -- both", 'cast("note" as varchar) as "note",\n  cast("id" as bigint) as "id"'],
  ])("in query form is wrapped where it yields %s", async (_, columns, query, list) => {
    expect(await queryIn(`export default model({ columns: ${columns}, query: sql\`${query}\` });`)).toBe(`select\n  ${list}\nfrom (\n${query.replace("${lines}", "{shop.lines}")}${query.includes("--") ? "\n" : ""}\n) as "query"`);
  });

  test("has ephemeral models inside, which end their own comments", async () => {
    const inner = `${head}export default model({ materialized: "ephemeral", columns: { id: t.integer() }, query: sql\`select id from \${lines} -- all\` });\n`;
    const text = 'import inner from "./inner.ts";\nconst i = inner.as("i");\nexport default model({ from: i, columns: { id: t.integer().is(i.id) } });';
    expect(await queryIn(text, { "models/shop/inner.ts": inner })).toBe('select\n  "i"."id" as "id"\nfrom (select id from {shop.lines} -- all\n\n) as "i"');
  });
});

describe("text of the target's own", () => {
  test.each([
    ["names relations that it gives no name, since queries may take their places", "select id from ${lines} where id > 0", 'select id from {shop.lines} as "lines" where id > 0'],
    ["at its end, too", "select a.id from ${lines} as a join ${lines} /* b */ b on true, (select 1 from ${lines})", 'select a.id from {shop.lines} as a join {shop.lines} /* b */ b on true, (select 1 from {shop.lines} as "lines")'],
    ["before a comment", "select id from ${lines} -- all\n", 'select id from {shop.lines} as "lines" -- all'],
  ])("%s", async (_, text, written) => {
    const own = (query: string) => `sql\`${query}\``;
    const { relations } = await compileFiles(project(`export default model({ columns: { id: t.integer() }, query: sql.dialect({ duckdb: ${own("select id from ${lines}")}, postgres: ${own(text)} }) });`), postgres);
    expect(textOf(relations.get("shop.a")!.query!, (id) => `{${id}}`)).toContain(written);
  });

  test("leaves naming to what stands around it where it ends", async () => {
    const { relations } = await compileFiles(project("export default model({ columns: { id: t.integer() }, query: sql`select o.id from ${sql.dialect({ duckdb: sql`${lines}`, postgres: sql`${lines}` })} as o` });"), postgres);
    expect(textOf(relations.get("shop.a")!.query!, (id) => `{${id}}`)).toContain('from {shop.lines} as "o"');
  });
});

describe("a model is refused at the place that is wrong", () => {
  test.each([
    ["a bare name in a fragment", "export default model({ from: l, columns: {\n  id: t.integer().is(sql`1 + quantty`),\n} });", at("RM3001", 5, 30)],
    ["a bare name in a clause", "export default model({\n  from: l,\n  where: sql`${l.id} > 0\n    and nte = 'x'`,\n  columns: { id: t.integer().is(l.id) } });", at("RM3001", 7, 9)],
    ["an unknown function after nested holes, in the third line of a template", "export default model({ from: l, columns: { id: t.integer().is(l.id) }, where: sql`${l.id} > ${sql`${1} + ${sql`2`}`}\n  and ${sql.join([sql`true`, sql`${l.quantity} > 0`], ' and ')}\n  and lenght(${l.note}) > 3` });", at("RM3001", 6, 7)],
    ["an unknown function inside a nested hole", "export default model({ from: l, columns: { id: t.integer().is(l.id) }, where: sql`${l.id} > 0 and ${sql`\n  lenght(${l.note}) > 3`}` });", at("RM3001", 5, 3)],
    ["after escapes in the template", String.raw`export default model({ from: l, columns: { id: t.integer().is(l.id) }, where: sql${"`"}'\\ \n' = 'x' and lenght(1) > 0${"`"} });`, at("RM3001", 4, 101)],
    ["in query form, below a hole", "export default model({ columns: { id: t.integer() }, query: sql`\n  select ${l.id} as id\n  from ${l}\n  where quantty > 0\n` });", at("RM3001", 7, 9)],
    ["a syntax error", "export default model({ columns: { id: t.integer() }, query: sql`\n  select ${l.id} as id\n  form ${l} x\n` });", at("RM3001", 6, 3)],
    ["a relation that is named and not referred to", "export default model({ columns: { id: t.integer() }, query: sql`select id from lines` });", at("RM3001", 4, 80)],
  ])("%s", async (_, text, place) => {
    expect((await problems(text)).map((problem) => problem.at)).toEqual([place]);
  });

  test("with what the engine says and a nearer name", async () => {
    expect(await problems("export default model({ from: l, columns: {\n  id: t.integer().is(sql`1 + quantty`),\n} });")).toEqual([
      { at: at("RM3001", 5, 30), message: 'the SQL of "shop.a" is refused: Referenced column "quantty" not found in FROM clause!', fix: "did you mean quantity?" },
    ]);
  });
});

describe("a contract is refused when it is broken by", () => {
  test.each([
    ["another family, at the expression", "export default model({ from: l, columns: { id: t.integer().is(sql`${l.note} || 'x'`) } });", at("RM3003", 4, 63), 'column "id" of "shop.a" is declared integer, but its SQL yields text'],
    ["another family, in query form, at the column", "export default model({ columns: {\n  id: t.date() }, query: sql`select note as id from ${lines}` });", at("RM3003", 5, 9), 'column "id" of "shop.a" is declared date, but its SQL yields text'],
    ["a column that is missing", "export default model({ columns: { id: t.integer(),\n  notes: t.text() }, query: sql`select id, note as notez from ${lines}` });", at("RM3002", 5, 12), 'the query of "shop.a" has no column "notes", which is declared'],
    ["a column too many", "export default model({ columns: { id: t.integer() }, query: sql`select id, note from ${lines}` });", at("RM3002", 4, 16), 'the query of "shop.a" yields a column "note", which is not declared'],
  ])("%s", async (_, text, place, message) => {
    expect(await problems(text)).toContainEqual(expect.objectContaining({ at: place, message }));
  });

  test.each([
    ["numbers of every kind convert into each other", "a: t.integer().is(l.price), b: t.decimal(9, 2).is(l.id), c: t.double().is(l.quantity)"],
    ["a null is of every type", "a: t.date().is(sql`null`), b: t.list(t.text()).is(sql`null`)"],
    ["JSON is text underneath", "a: t.json().is(sql`'{}'`)"],
  ])("but %s", async (_, columns) => {
    expect(await problems(`export default model({ from: l, columns: { ${columns} } });`)).toEqual([]);
  });
});

describe("what a model may not do", () => {
  test.each([
    ["more than one statement", "select 1 as id; select 2 as id", "RM3001", /one query is expected/],
    ["a statement that is no query", "create table x (id bigint)", "RM3001", /SELECT/i],
    ["now()", "select 1 as id where now() is null", "RM3010", /calls now\(\), whose value changes from run to run/],
    ["current_date", "select 1 as id where current_date > date '2024-01-01'", "RM3010", /calls current_date\(\)/],
    ["CURRENT_TIMESTAMP", "select 1 as id where CURRENT_TIMESTAMP is null", "RM3010", /calls (current_timestamp|get_current_timestamp)\(\)/],
    ["random()", "select cast(random() * 10 as bigint) as id", "RM3010", /calls random\(\)/],
  ])("%s", async (_, query, code, message) => {
    const found = await problems(`export default model({ columns: { id: t.integer() }, query: sql\`${query}\` });`);
    expect(found.map(({ at: place }) => place.slice(0, 6))).toEqual([code]);
    expect(found[0]!.message).toMatch(message);
  });

  test("each in a fragment of the select form, at its place", async () => {
    expect((await problems("export default model({ from: l,\n  where: sql`${l.day} < \n    today()`, columns: { id: t.integer().is(l.id), r: t.double().is(sql`0 + random()`) } });")).map((problem) => problem.at)).toEqual([at("RM3010", 6, 5), at("RM3010", 6, 77)]);
  });
});

describe("tests are proved like models", () => {
  test.each([
    ["a bare name in a condition", "tests: (row) => [test.isTrue(sql`quantty > 0`)],", at("RM3030", 5, 30)],
    ["a bare name in a where", "tests: (row) => [test.rowCount({ min: 1 }, { where: sql`quantty > 0` })],", at("RM3030", 5, 53)],
    ["the clock in a condition", "tests: (row) => [test.isTrue(sql`${row.id} < year(now())`)],", at("RM3010", 5, 30)],
    ["chance in a where", "tests: (row) => [test.rowCount({ min: 1 }, { where: sql`random() < 0.1` })],", at("RM3010", 5, 53)],
  ])("%s is refused at its place", async (_, tests, place) => {
    expect((await problems(`export default model({ from: l, columns: { id: t.integer().is(l.id) },\n${tests} });`)).map((problem) => problem.at)).toEqual([place]);
  });

  test("a data test is refused at its place, and may end with a semicolon or a comment", async () => {
    const dataTest = (query: string) => ({ "sources/shop/lines.ts": lines, "tests/shop/no_lines.ts": `import { dataTest, sql } from "rmodel";\nimport lines from "../../sources/shop/lines.ts";\nexport default dataTest({ failures: sql\`${query}\` });\n` });
    expect((await problemsIn(dataTest("select *\nfrom ${lines}\nwhere quantty > 0"))).map((problem) => problem.at)).toEqual(["RM3001 tests/shop/no_lines.ts:5:7"]);
    expect((await problemsIn(dataTest("select *\nfrom ${lines}\nwhere day > current_date"))).map((problem) => problem.at)).toEqual(["RM3010 tests/shop/no_lines.ts:5:13"]);
    const { dataTests } = await compileFiles(dataTest("select * from ${lines} ;\n"));
    expect(textOf(dataTests.get("shop.no_lines")!.failures, (id) => `{${id}}`)).toBe("select * from {shop.lines}");
  });
});

test("one run reports every mistake, by file and line", async () => {
  const bad = (column: string) => `${head}export default model({ from: l, columns: { id: t.integer().is(sql\`${column}\`) } });\n`;
  const found = await problemsIn({ "sources/shop/lines.ts": lines, "models/shop/b.ts": bad("x1"), "models/shop/a.ts": bad("x2"), "models/other/c.ts": bad("1 + 'a' || 2 = x3") });
  expect(found.map((problem) => problem.at.replace(/:\d+$/, ""))).toEqual(["RM3001 models/other/c.ts:4", "RM3001 models/shop/a.ts:4", "RM3001 models/shop/b.ts:4"]);
});
