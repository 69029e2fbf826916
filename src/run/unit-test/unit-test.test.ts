import { describe, expect, test } from "vitest";
import { compileFiles } from "../../testing/project.ts";
import { openSandbox } from "../../adapters/duckdb/sandbox.ts";
import { runUnitTests } from "./unit-test.ts";
import { runUnitTestsOf, told } from "../../testing/unit-tests.ts";

const lines = `import { source, t } from "rmodel";
export default source({
  table: { schema: "raw", name: "lines" },
  columns: { id: t.integer(), price: t.decimal(10, 2), weight: t.double(), note: t.text(), paid: t.boolean(), day: t.date(), at: t.timestamp(), doc: t.json(), tags: t.list(t.text()) },
});
`;

const passedOn = ["id", "price", "weight", "note", "paid", "day", "at", "doc"].map((name) => `${name}: t.${name === "price" ? "decimal(10, 2)" : { id: "integer", weight: "double", note: "text", paid: "boolean", day: "date", at: "timestamp", doc: "json" }[name] + "()"}.is(l.${name}),`);

const copy = `import { model, sql, t } from "rmodel";
import lines from "../../sources/shop/lines.ts";
const l = lines.as("l");
export default model({ from: l, where: sql\`\${l.id} > 0 -- only sold ones\`, columns: {
  ${passedOn.join("\n  ")}
  tags: t.list(t.text()).is(l.tags),
} });
`;

const base = { "sources/shop/lines.ts": lines, "models/shop/copy.ts": copy };

/** A unit test of a model of the domain shop, whose name is what its file exports. */
const unit = (model: string, body: string, imports = ""): string => `import { rows, unitTest } from "rmodel";
import lines from "../../sources/shop/lines.ts";
import ${model} from "../../models/shop/${model}.ts";
${imports}
export const checked = unitTest({ model: ${model}, ${body} });
`;

const outcome = async (body: string, files = base as Readonly<Record<string, string>>, model = "copy", imports = ""): Promise<string> =>
  told((await runUnitTestsOf({ ...files, "tests/shop/units.ts": unit(model, body, imports) }))["shop.checked"]!);

describe("given and expected rows are compared as values of the declared types", () => {
  test.each([
    ["integers, however they are written", "{ id: 1 }, { id: 9007199254740993n }", "{ id: 9007199254740993n }, { id: 1n }"],
    ["decimals by value", '{ id: 1, price: "1.5" }', '{ price: "1.50" }'],
    ["decimals written as numbers", "{ id: 1, price: 0.1 }", '{ price: "0.1" }'],
    ["doubles to nine digits", "{ id: 1, weight: 0.30000000000000004 }", "{ weight: 0.3 }"],
    ["doubles that are no number, or not finite", "{ id: 1, weight: NaN }, { id: 2, weight: -Infinity }", "{ weight: -Infinity }, { weight: NaN }"],
    ["texts with quotes, line breaks and signs of all kinds", String.raw`{ id: 1, note: "it's \"so\"\n\\n 😀" }`, String.raw`{ note: "it's \"so\"\n\\n 😀" }`],
    ["booleans", "{ id: 1, paid: true }, { id: 2, paid: false }", "{ paid: false }, { paid: true }"],
    ["dates and timestamps", '{ id: 1, day: "2024-02-29", at: "2024-01-31T12:30:00Z" }', '{ day: "2024-02-29", at: "2024-01-31 12:30:00" }'],
    ["JSON, whatever its white space", `{ id: 1, doc: '{"a": [1,  2], "b": "x y"}' }`, `{ doc: '{"a":[1,2],"b":"x y"}' }`],
    ["lists", '{ id: 1, tags: ["a, b", "c\'d", null] }, { id: 2, tags: [] }', '{ id: 2, tags: [] }, { id: 1, tags: ["a, b", "c\'d", null] }'],
    ["columns that a given row leaves out, as null", "{ id: 1 }", "{ note: null, price: null, tags: null }"],
    ["equal rows, each as often as it occurs", '{ id: 1, note: "x" }, { id: 2, note: "x" }', '{ note: "x" }, { note: "x" }'],
    ["no rows at all", "{ id: 0 }", ""],
  ])("%s", async (_, given, expected) => {
    expect(await outcome(`given: [rows(lines, ${given})], expect: [${expected}]`)).toBe("pass");
  });

  test("a relation that is not given is empty", async () => {
    expect(await outcome("given: [], expect: []")).toBe("pass");
  });

  test("rows of one relation may be given in several parts", async () => {
    expect(await outcome("given: [rows(lines, { id: 1 }), rows(lines, { id: 2 })], expect: [{ id: 2 }, { id: 1 }]")).toBe("pass");
  });
});

describe("a failing test shows what differs", () => {
  test("missing and unexpected rows stand in two tables of the compared columns", async () => {
    expect(await outcome('given: [rows(lines, { id: 1, note: "a", price: 2 }, { id: 20, note: "" })], expect: [{ id: 1, note: "a" }, { id: 3, note: null }]')).toBe(`fail RM5002 tests/shop/units.ts:5:24
unit test "shop.checked": "shop.copy" lacks 1 expected row and makes 1 unexpected row
missing:
  id  note
  3   null
unexpected:
  id  note
  20  ""
fix: correct the model, the given rows or the expected ones`);
  });

  test("of each kind five rows are shown", async () => {
    expect(await outcome(`given: [rows(lines, ${Array.from({ length: 7 }, (_, index) => `{ id: ${index + 1} }`).join(", ")})], expect: []`)).toContain("\n  5   null   null    null  null  null  null  null  null\n  … and 2 more\n");
  });

  test("a row too few is missing although an equal one is there", async () => {
    expect(await outcome('given: [rows(lines, { id: 1, note: "x" })], expect: [{ note: "x" }, { note: "x" }]')).toContain("lacks 1 expected row\nmissing:\n  note\n  x\n");
  });

  test("doubles that differ in the ninth digit differ", async () => {
    expect(await outcome("given: [rows(lines, { id: 1, weight: 1 })], expect: [{ weight: 1.00000001 }]")).toContain("lacks 1 expected row and makes 1 unexpected row");
  });

  test("the result counts the rows and names test and model", async () => {
    const results = await runUnitTestsOf({ ...base, "tests/shop/units.ts": unit("copy", "given: [], expect: [{ id: 1 }, { id: 2 }]") });
    expect(results["shop.checked"]).toMatchObject({ kind: "unitTest", id: "shop.checked", node: "shop.copy", what: "unit_test", status: "fail", failures: 2, message: "lacks 2 expected rows" });
  });
});

describe("what is no fair test is an error", () => {
  test.each([
    ["an integer with a fraction", "given: [rows(lines, { id: 1.5 })], expect: []", 'row 1 of the given "shop.lines" rows: "id" is integer, not 1.5'],
    ["an integer beyond 64 bits", "given: [rows(lines, { id: 9223372036854775808n })], expect: []", '"id" is integer, not "9223372036854775808"'],
    ["a decimal with too many digits", 'given: [rows(lines, { id: 1 }, { price: "1.005" })], expect: []', 'row 2 of the given "shop.lines" rows: "price" is decimal(10, 2), not "1.005"'],
    ["an expected value that cannot be", 'given: [], expect: [{ price: "100000000" }]', 'row 1 of the expected rows: "price" is decimal(10, 2), not "100000000"'],
    ["a date that is no ISO text", 'given: [rows(lines, { day: "31.1.2024" })], expect: []', '"day" is date, not "31.1.2024"'],
    ["a list of values of another type", "given: [rows(lines, { tags: [1] })], expect: []", '"tags" is list(text), not [1]'],
  ])("%s", async (_, body, message) => {
    const shown = await outcome(body);
    expect(shown).toMatch(/^error RM5002 tests\/shop\/units.ts:5:24\n/);
    expect(shown).toContain(message);
  });

  test("rows of a relation that the model does not read", async () => {
    const other = "import copyAgain from \"../../models/shop/copy_again.ts\";";
    const files = { ...base, "models/shop/copy_again.ts": copy };
    expect(await outcome("given: [rows(copyAgain, { id: 1 })], expect: []", files, "copy", other)).toBe(`error RM5002 tests/shop/units.ts:5:24
unit test "shop.checked" gives rows of "shop.copy_again", which "shop.copy" does not read
fix: it reads: shop.lines`);
  });

  test("a source, which no query makes", async () => {
    const results = await runUnitTestsOf({ ...base, "tests/shop/units.ts": 'import { rows, unitTest } from "rmodel";\nimport lines from "../../sources/shop/lines.ts";\nexport const checked = unitTest({ model: lines, given: [], expect: [] });\n' });
    expect(told(results["shop.checked"]!)).toContain('unit test "shop.checked" is of the source "shop.lines", which no query makes');
  });

  test("a value that the model cannot convert is told at the model's line", async () => {
    const broken = copy.replace("note: t.text().is(l.note)", "note: t.integer().is(sql`cast(${l.note} as bigint)`)");
    expect(await outcome('given: [rows(lines, { id: 1, note: "x" })], expect: []', { ...base, "models/shop/copy.ts": broken })).toBe(`error RM4010 models/shop/copy.ts:8:24
unit test "shop.checked": "shop.copy" failed on the given rows: Could not convert string 'x' to INT64 when casting from source column note
fix: `);
  });

  test("no file can be read", async () => {
    const reading = 'import { model, sql, t } from "rmodel";\nexport default model({ query: sql`select column0 as id from read_csv(\'/etc/hostname\', columns = {\'column0\': \'varchar\'})`, columns: { id: t.text() } });\n';
    await expect(compileFiles({ ...base, "models/shop/copy.ts": reading })).rejects.toThrow("file system operations are disabled by configuration");
  });
});

describe("the clock is frozen", () => {
  const clock = 'import { fn, model, sql, t } from "rmodel";\nexport default model({ query: sql`select ${fn.executionTime()} as at`, columns: { at: t.timestamp() } });\n';
  test.each([
    ["at the test's execution time", '2024-05-06T07:08:09Z', 'executionTime: "2024-05-06T07:08:09Z", '],
    ["at 2000 where the test names none", "2000-01-01 00:00:00", ""],
  ])("%s", async (_, time, option) => {
    expect(await outcome(`${option}given: [], expect: [{ at: "${time}" }]`, { ...base, "models/shop/clock.ts": clock }, "clock")).toBe("pass");
  });
});

describe("an ephemeral model between", () => {
  const doubled = 'import { fn, model, sql, t } from "rmodel";\nimport lines from "../../sources/shop/lines.ts";\nexport default model({ materialized: "ephemeral", columns: { id: t.integer(), at: t.timestamp() }, query: sql`select id * 2 as id, ${fn.executionTime()} as at from ${lines} -- twice` });\n';
  const reader = 'import { model, sql, t } from "rmodel";\nimport doubled from "./doubled.ts";\nconst d = doubled.as("d");\nexport default model({ from: d, columns: { id: t.integer().is(d.id), at: t.timestamp().is(d.at) } });\n';
  const files = { ...base, "models/shop/doubled.ts": doubled, "models/shop/reader.ts": reader };
  const imports = 'import doubled from "../../models/shop/doubled.ts";';

  test("is computed from its own inputs, at the time of the test", async () => {
    expect(await outcome('executionTime: "2024-01-01", given: [rows(lines, { id: 4 })], expect: [{ id: 8, at: "2024-01-01" }]', files, "reader")).toBe("pass");
  });

  test("is replaced by its rows where they are given", async () => {
    expect(await outcome("given: [rows(doubled, { id: 5 })], expect: [{ id: 5, at: null }]", files, "reader", imports)).toBe("pass");
  });

  test("keeps the relations it reads from being given when it is given itself", async () => {
    expect(await outcome("given: [rows(doubled), rows(lines)], expect: []", files, "reader", imports)).toContain('gives rows of "shop.lines", which "shop.reader" does not read');
  });

  test("can be tested itself", async () => {
    expect(await outcome("given: [rows(lines, { id: 4 })], expect: [{ id: 8 }]", files, "doubled")).toBe("pass");
  });
});

describe("a snapshot", () => {
  const history = 'import { snapshot } from "rmodel";\nimport lines from "../../sources/shop/lines.ts";\nexport default snapshot({ of: lines, key: ["id"], strategy: "check", checkColumns: ["note"] });\n';
  const check = async (body: string): Promise<string> => {
    const text = unit("history", body).replace("models/shop/history", "snapshots/shop/history");
    return told((await runUnitTestsOf({ ...base, "snapshots/shop/history.ts": history, "tests/shop/units.ts": text }))["shop.checked"]!);
  };

  test("starts from nothing where no history is given", async () => {
    expect(await check('given: [rows(lines, { id: 1, note: "a" })], expect: [{ id: 1, note: "a", valid_from: "2000-01-01", valid_to: null }]')).toBe("pass");
  });

  test("goes on from the history that is given", async () => {
    const previous = 'rows(history, { id: 1, note: "a", valid_from: "1999-01-01", valid_to: null, version_key: "k" })';
    const expected = '{ id: 1, note: "a", valid_from: "1999-01-01", valid_to: "2000-01-01" }, { id: 1, note: "b", valid_from: "2000-01-01", valid_to: null }';
    expect(await check(`given: [${previous}, rows(lines, { id: 1, note: "b" })], expect: [${expected}]`)).toBe("pass");
  });

  test("with a doubled key is refused as in a build", async () => {
    expect(await check("given: [rows(lines, { id: 1 }, { id: 1 })], expect: []")).toContain('"shop.history" cannot tell its rows apart by its key: id = 1, reason = duplicate key, occurrences = 2');
  });
});

describe("a forecast and a regression", () => {
  const days = Array.from({ length: 28 }, (_, i) => `{ id: 1, day: "2024-01-${String(i + 1).padStart(2, "0")}", weight: ${[5, 9, 2, 6, 5, 30, 35][i % 7]}, price: ${i}.5 }`);
  const given = `given: [{ relation: lines, rows: [${days.join(", ")}] }]`;
  const files = {
    ...base,
    "models/shop/ahead.ts": `import { forecast } from "rmodel"; import lines from "../../sources/shop/lines.ts";
export default forecast({ of: lines, time: "day", grain: "day", target: "weight", horizon: 2, baselines: ["seasonal_naive"], models: [{ lambdas: [1], minDf: 1, features: (f) => [f.lag(7)] }], mustBeat: { baseline: "naive" } });`,
    "models/shop/line.ts": `import { regression } from "rmodel"; import lines from "../../sources/shop/lines.ts";
export default regression({ of: lines, target: "price", features: ["weight"], intercept: false });`,
    "models/shop/after.ts": `import { model, t } from "rmodel"; import ahead from "./ahead.ts"; const scores = ahead.scores.as("scores");
export default model({ from: scores, columns: { n: t.integer().is(scores.n) } });`,
  };

  test("are made of the given rows, with all their steps", async () => {
    expect(await outcome(`${given}, expect: [{ step: 1, forecast: 5, model: "ridge_1" }, { step: 2, forecast: 9, model: "ridge_1" }]`, files, "ahead")).toBe("pass");
    expect(await outcome(`${given}, expect: [{ step: 1, forecast: 6 }, { step: 2, forecast: 9 }]`, files, "ahead")).toContain("fail");
    expect(await outcome(`given: [{ relation: lines, rows: [{ id: 1, weight: 1, price: 2 }, { id: 2, weight: 3, price: 6 }] }], expect: [{ term: "weight", estimate: 2 }]`, files, "line")).toBe("pass");
  });

  test("are given as rows to what reads them", async () => {
    expect(await outcome(`given: [{ relation: ahead.scores, rows: [{ n: 3 }] }], expect: [{ n: 3 }]`, files, "after", 'import ahead from "../../models/shop/ahead.ts";')).toBe("pass");
  });
});

test("tests are of the target's models but speak the sandbox's dialect", async () => {
  const spelt = 'import { model, sql, t } from "rmodel";\nexport default model({ query: sql`select ${sql.dialect({ duckdb: sql`\'duck\'`, postgres: sql`\'elephant\'` })} as n`, columns: { n: t.text() } });\n';
  const compiled = await compileFiles({ ...base, "models/shop/spelt.ts": spelt, "tests/shop/units.ts": unit("spelt", 'given: [], expect: [{ n: "duck" }]') });
  const sandbox = await openSandbox();
  const forPostgres = { ...compiled, context: { ...compiled.context, dialect: { ...compiled.dialect, name: "postgres" } } };
  const [result] = await runUnitTests([compiled.graph.nodes.get("shop.checked")! as never], forPostgres, sandbox, { clock: () => 0 }, () => {});
  await sandbox.close();
  expect(result!.status).toBe("pass");
});

test("each result is told as soon as it is known", async () => {
  const compiled = await compileFiles({ ...base, "tests/shop/units.ts": unit("copy", "given: [], expect: []") });
  const events: unknown[] = [];
  const sandbox = await openSandbox();
  const results = await runUnitTests([compiled.graph.nodes.get("shop.checked")! as never], compiled, sandbox, { clock: () => 0 }, (event) => events.push(event));
  await sandbox.close();
  expect(events).toEqual(results.map((result) => ({ kind: "result", result })));
});

test("100 tests take less than a second of processor time", async () => {
  const many = Array.from({ length: 100 }, (_, index) => `export const u${index} = unitTest({ model: copy, given: [rows(lines, { id: ${index + 1}, note: "n" }, { id: 0 })], expect: [{ id: ${index + 1} }] });`);
  const compiled = await compileFiles({ ...base, "tests/shop/units.ts": `${unit("copy", "given: [], expect: []")}${many.join("\n")}` });
  const nodes = [...compiled.graph.nodes.values()].filter((node) => node.kind === "unitTest");
  const before = process.cpuUsage();
  const sandbox = await openSandbox();
  const results = await runUnitTests(nodes, compiled, sandbox, { clock: () => 0 }, () => {});
  await sandbox.close();
  const { user, system } = process.cpuUsage(before);
  expect(results.map(({ status }) => status)).toEqual(nodes.map(() => "pass"));
  expect((user + system) / 1e6).toBeLessThan(1);
});
