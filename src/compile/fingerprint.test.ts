import { describe, expect, test } from "vitest";
import { Keys } from "./fingerprint.ts";
import { compileFiles } from "../testing/project.ts";

const source = 'import { source, t } from "rmodel";\nexport default source({ table: { schema: "raw", name: "lines" }, columns: { id: t.integer(), price: t.decimal(10, 2), note: t.text(), tags: t.list(t.text()) } });\n';

const upper = (columns: string, clauses = ""): string => `import { fn, model, sql, t } from "rmodel";
import lines from "../../sources/shop/lines.ts";
const l = lines.as("l");
export default model({ from: l, ${clauses} columns: { ${columns} } });
`;

const select = (columns: string, clauses = ""): string => `import { model, sql, t } from "rmodel";
import upper from "./upper.ts";
const u = upper.as("u");
export default model({ from: u, ${clauses} columns: { ${columns} } });
`;

const query = (text: string, columns: string): string => `import { model, sql, t } from "rmodel";
import upper from "./upper.ts";
const u = upper.as("u");
export default model({ columns: { ${columns} }, query: sql\`${text}\` });
`;

const two = "id: t.integer().is(l.id), price: t.decimal(10, 2).is(l.price),";

interface Texts {
  readonly upper?: string;
  readonly reader?: string;
  readonly more?: Readonly<Record<string, string>>;
}

async function keyOf({ upper: upperText = upper(two), reader = select("id: t.integer().is(u.id)"), more = {} }: Texts, id = "shop.reader"): Promise<string> {
  const { relations } = await compileFiles({ "sources/shop/lines.ts": source, "models/shop/upper.ts": upperText, "models/shop/reader.ts": reader, ...more });
  return new Keys(relations, { content: () => undefined, pinned: () => undefined }).of(id);
}

async function expectSameKey(same: boolean, before: Texts, after: Texts): Promise<void> {
  const [a, b] = [await keyOf(before), await keyOf(after)];
  expect(a === b).toBe(same);
}

describe("the key of a model stays when it means the same", () => {
  const reader = select("id: t.integer().is(sql`${u.id} + 1`)", "where: sql`${u.price} > 0`,");
  test.each([
    ["a comment in its SQL", reader.replace("> 0", "> 0 -- sold"), reader],
    ["layout", reader.replace("> 0", "\n     >  0"), reader],
    ["the case of keywords", reader.replace("> 0", "> 0 AND TRUE"), reader.replace("> 0", "> 0 and true")],
    ["descriptions, tags, tests and owner", reader.replace("from: u", 'description: "d", tags: ["t"], owner: "o", grain: ["id"], from: u').replace("t.integer()", 't.integer().describe("d").notNull().pii()'), reader],
    ["the order of imports and code around", `// a comment\n${reader}`, reader],
  ])("%s", async (_, changed, plain) => {
    await expectSameKey(true, { reader: plain }, { reader: changed });
  });
});

describe("the key of a model changes with", () => {
  const reader = select("id: t.integer().is(u.id)", "where: sql`${u.price} > 0`,");
  test.each([
    ["an expression", reader.replace(".is(u.id)", ".is(sql`${u.id} + 1`)")],
    ["a text in a clause", reader.replace("> 0", "> 1")],
    ["a declared type", reader.replace("id: t.integer()", "id: t.double()")],
    ["a name", reader.replace("{ id:", "{ key:")],
    ["its materialization", reader.replace("from: u", 'materialized: "table", from: u')],
    ["distinct", reader.replace("from: u", "distinct: true, from: u")],
    ["statements around it", reader.replace("from: u", "pre: [sql`select 1`], from: u")],
  ])("%s", async (_, changed) => {
    await expectSameKey(false, { reader }, { reader: changed });
  });
});

const added = `${two} note: t.text().is(l.note),`;

describe("a column that a reader does not read is no part of its key:", () => {
  test.each([
    ["in select form", select("id: t.integer().is(u.id)")],
    ["in query form", query("select ${u.id} as id from ${u}", "id: t.integer()")],
    ["when rows are counted", query("select count(*) as n from ${u}", "n: t.integer()")],
    ["with a subquery", select("id: t.integer().is(u.id)", "where: sql`exists (select 1 from ${upper.as(\"v\")} where ${upper.as(\"v\").id} = ${u.id})`,")],
  ])("%s", async (_, reader) => {
    await expectSameKey(true, { reader }, { reader, upper: upper(added) });
    await expectSameKey(true, { reader, upper: upper(added) }, { reader, upper: upper(added.replace("is(l.note)", "is(sql`upper(${l.note})`)")) });
  });
});

describe("everything is read by", () => {
  test.each([
    ["select *", query("select * from ${u}", "id: t.integer(), price: t.decimal(10, 2)"), query("select * from ${u}", "id: t.integer(), price: t.decimal(10, 2), note: t.text()")],
    ["a star with exceptions", query("select u.* exclude (price) from ${u}", "id: t.integer()"), query("select u.* exclude (price, note) from ${u}", "id: t.integer()")],
  ])("%s", async (_, before, after) => {
    await expectSameKey(false, { reader: before }, { reader: after, upper: upper(added) });
  });

  test.each([
    ["a row as a value", query("select md5(u::varchar) as h from ${u}", "h: t.text()")],
    ["a row as a value, in select form", select("h: t.text().is(sql`md5(u::varchar)`)")],
    ["a natural join", query('select ${u.id} as id from ${u} natural join ${upper.as("v")}', "id: t.integer()")],
    ["a star inside", query("select count(*) as n from (select distinct * from ${u})", "n: t.integer()")],
    ["a query that begins with from", query("select count(*) as n from (from ${upper})", "n: t.integer()")],
    ["summarize", query("select count(*) as n from (summarize ${upper})", "n: t.integer()")],
    ["pivot, which groups by all other columns", query("select count(*) as n from (from ${upper} pivot (sum(price) for id in (1, 2)))", "n: t.integer()")],
    ["a choice of columns by pattern", query("select sum(columns('i.*')) as id from ${u}", "id: t.decimal(38, 0)")],
  ])("%s", async (_, reader) => {
    await expectSameKey(false, { reader }, { reader, upper: upper(added) });
  });
});

describe("a reader's key changes when what it reads changes:", () => {
  const reader = select("id: t.integer().is(u.id)");
  test.each([
    ["the expression of a column", two, two.replace("is(l.id)", "is(sql`${l.id} * 2`)")],
    ["the type of a column", two, two.replace("id: t.integer()", "id: t.decimal(18, 0)")],
    ["a column that becomes an aggregate, which leaves one row", "id: t.integer().is(sql`1`),", "id: t.integer().is(sql`1`), n: t.integer().is(sql`count(*)`),"],
    ["a column that unfolds lists, which makes more rows", two, `${two} tag: t.text().is(sql\`unnest(\${l.tags})\`),`],
    ["a column that a column it reads names", "twice: t.integer().is(sql`${l.id} * 2`), id: t.integer().is(sql`twice + 1`),", "twice: t.integer().is(sql`${l.id} * 3`), id: t.integer().is(sql`twice + 1`),"],
  ])("%s", async (_, before, after) => {
    await expectSameKey(false, { reader, upper: upper(before) }, { reader, upper: upper(after) });
  });

  test.each([
    ["a condition", "where: sql`${l.id} > 0`,", "where: sql`${l.id} > 1`,", two, two],
    ["the clause of a condition", "groupBy: [l.id, l.price], where: sql`1 > 0 or true`,", "groupBy: [l.id, l.price], having: sql`1 > 0 or true`,", two, two],
    ["a condition by the name of a column", "where: sql`price > 0`,", "where: sql`price > 0`,", "id: t.integer().is(l.id), price: t.double().is(sql`length(${l.note})`),", "id: t.integer().is(l.id), price: t.double().is(sql`length(${l.note}) + 1`),"],
    ["distinct rows", "distinct: true,", "distinct: true,", two, added],
    ["group by all", "groupBy: [sql`all`],", "groupBy: [sql`all`],", two, added],
    ["group by position", "groupBy: [sql`1`, sql`2`],", "groupBy: [sql`1`, sql`2`],", two, two.replace("is(l.price)", "is(sql`${l.price} * 2`)")],
  ])("%s", async (_, before, after, columnsBefore, columnsAfter) => {
    await expectSameKey(false, { reader, upper: upper(columnsBefore, before) }, { reader, upper: upper(columnsAfter, after) });
  });

  test("a column whose name stands bare in its text, although a column of its own has that name too", async () => {
    const named = select("price: t.decimal(18, 2).is(sql`${u.id} * 2`), twice: t.decimal(18, 2).is(sql`price * 2`)");
    await expectSameKey(false, { reader: named }, { reader: named, upper: upper(two.replace("is(l.price)", "is(sql`${l.price} + 1`)")) });
  });

  test("a macro that it calls", async () => {
    const hbs = (text: string) => ({ "macros/plus.hbs": `---\nargs: { n: {} }\n---\n{{n}} ${text}` });
    const calling = 'import { model, sql, t } from "rmodel";\nimport plus from "../../macros/plus.hbs";\nimport upper from "./upper.ts";\nconst u = upper.as("u");\nexport default model({ from: u, columns: { id: t.integer().is(plus({ n: u.id })) } });\n';
    await expectSameKey(false, { reader: calling, more: hbs("+ 1") }, { reader: calling, more: hbs("+ 2") });
    await expectSameKey(true, { reader: calling, more: hbs("+ 1") }, { reader: calling, more: hbs("+ /* one */ 1") });
  });

  test("an ephemeral model between", async () => {
    const ephemeral = (text: string) => upper(two, 'materialized: "ephemeral",').replace("is(l.id)", text);
    await expectSameKey(false, { reader, upper: ephemeral("is(l.id)") }, { reader, upper: ephemeral("is(sql`${l.id} + 1`)") });
  });
});

test("the content of a source is part of the keys of its readers, and a pinned relation hides what is above it", async () => {
  const { relations } = await compileFiles({ "sources/shop/lines.ts": source, "models/shop/upper.ts": upper(two), "models/shop/reader.ts": select("id: t.integer().is(u.id)") });
  const key = (content: string, pinned?: string) => new Keys(relations, { content: (id) => (id === "shop.lines" ? content : undefined), pinned: (id) => (id === "shop.upper" ? pinned : undefined) }).of("shop.reader");
  expect([key("a") === key("a"), key("a") === key("b"), key("a", "v1") === key("b", "v1"), key("a", "v1") === key("a", "v2")]).toEqual([true, false, true, false]);
});
