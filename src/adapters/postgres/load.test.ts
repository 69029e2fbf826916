import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { ColumnType } from "../../define/types.ts";
import type { CsvOptions } from "../../define/source.ts";
import type { FileScan, FileTarget, LoadResult } from "../adapter.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { adapter } from "./adapter.ts";
import { canCopy } from "./copy-csv.ts";
import { ab, badFiles, boolean, columnsOf, date, double, goodFiles, integer, json, money, text, texts, timestamp } from "../../testing/bad-input/csv-files.ts";
import { openSandbox } from "../duckdb/sandbox.ts";
import { randomNumbers } from "../../testing/random.ts";
import { testDatabase } from "../../testing/postgres.ts";
import { withFileEngine } from "../duckdb/file-engine.ts";

const folder = mkdtempSync(join(tmpdir(), "rmodel-load-"));
const { config } = await testDatabase();
const driver = await adapter.connect(config, { root: folder });
await driver.execute('create schema "shop__store"');
const target = { schema: "shop__store", name: "target" };
const rejects = { schema: "shop__store", name: "target__rejects" };
afterAll(async () => {
  await driver.close();
  rmSync(folder, { recursive: true });
});

function fileOf(bytes: string | Uint8Array, types: Readonly<Record<string, ColumnType>>, csv: CsvOptions = {}, name = "rows.csv"): FileScan {
  writeFileSync(join(folder, name), bytes);
  return { path: join(folder, name), format: name.includes("json") ? "json" : "csv", csv, columns: columnsOf(types) };
}

/** Loads in a transaction, after which only the rows are there. */
async function rowsOf(file: FileScan, withRejects = false): Promise<LoadResult & { rows: readonly (readonly unknown[])[]; bad: readonly (readonly unknown[])[] }> {
  const read = async (relation: string) => (await driver.query(`select * from ${relation}`)).map((row) => Object.values(row));
  const result = await driver.transaction((session) => driver.load(session, target, file, withRejects ? rejects : undefined));
  try {
    return { ...result, rows: await read('"shop__store"."target"'), bad: withRejects ? await read('"shop__store"."target__rejects"') : [] };
  } finally {
    await driver.execute('drop table if exists "shop__store"."target", "shop__store"."target__rejects"');
  }
}

async function problemOf(file: FileScan): Promise<RmodelError> {
  const thrown = await driver.transaction((session) => driver.load(session, target, file)).then(() => undefined, (error: unknown) => error);
  expect(await driver.query("select 1 from pg_class where relname = 'target'")).toEqual([]);
  if (!(thrown instanceof RmodelError)) throw new Error(`expected an RmodelError, got ${String(thrown)}`);
  return thrown;
}

test.each(badFiles.map((bad) => ({ name: bad[0], bad })))("refused as DuckDB refuses it: $name", async ({ bad: [, content, types, code, line, column, message, csv = {}] }) => {
  const problem = await problemOf(fileOf(content, types, csv));
  expect({ code: problem.code, line: problem.origin?.line, column: problem.origin?.column, message: problem.message }).toEqual({ code, line, column, message: expect.stringContaining(message) });
});

test.each(goodFiles.map((good) => ({ name: good[0], good })))("read to the letter: $name", async ({ good: [, content, types, rows, csv = {}, name = "rows.csv"] }) => {
  // The server prints JSON its own way.
  const expected = rows.map((row) => row.map((value) => (value === '{"a":1}' ? '{"a": 1}' : value)));
  expect(await rowsOf(fileOf(content, types, csv, name))).toMatchObject({ accepted: rows.length, rejected: 0, rows: expected });
});

test("a file that is sent as it is comes to the rows that DuckDB reads: quotes, line ends, bad rows, pieces", async () => {
  const random = randomNumbers(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const texts = ["", '""', "x", 'a"b', '"a""b"', '"line\nend"', '"line\r\nend"', "\\.", "\\N", "NULL", '" "', "  ", "äöü😀", '"a,b"', "it's", `"${"long ".repeat(400)}"`];
  const doubles = ["", "1.5", "1e-400", "-2E-999", "1e300", ".5", "5.", "+7", `0.${"0".repeat(400)}1`];
  const lines = Array.from({ length: 12_000 }, (_, n) => (n % 97 === 0 ? "not a number,x,1,t" : `${pick(["", "+", "00"])}${n},${pick(texts)},${pick(doubles)},${pick(texts)}`));
  const content = `n,b,d,c\n${lines.map((line) => line + pick(["\n", "\r\n", "\n\n"])).join("")}`;
  expect(content.length).toBeGreaterThan(2 << 20);
  const file = fileOf(content, { b: text, n: integer, d: double, c: text });
  expect(canCopy(file)).toBe(true);
  const here = await rowsOf(file, true);
  await withFileEngine(folder, undefined, async (engine) => {
    await engine.execute('create schema "shop__store"');
    const result = await engine.load(engine, target, file, rejects);
    expect({ accepted: here.accepted, rejected: here.rejected }).toEqual(result);
    const read = async (relation: string) => (await engine.query(`select * from "shop__store"."${relation}"`)).map((row) => Object.values(row));
    expect(here.rows).toEqual(await read("target"));
    expect(here.bad).toEqual(await read("target__rejects"));
  });
});

test("files of a pattern are each read in the order of their own header", async () => {
  fileOf("a,b\n1,x\n", ab, {}, "part-1.csv");
  fileOf("b,a\ny,2\n", ab, {}, "part-2.csv");
  const file = { ...fileOf("b,a\n", ab, {}, "part-3.csv"), path: join(folder, "part-*.csv") };
  expect(canCopy(file)).toBe(true);
  expect(await rowsOf(file)).toMatchObject({ accepted: 2, rows: [[1n, "x"], [2n, "y"]] });
});

test("a statement after a file that was refused in the middle goes on", async () => {
  const content = `a,b\n${Array.from({ length: 200_000 }, (_, n) => `${n},text\n`).join("")}x,bad\n`;
  expect(await problemOf(fileOf(content, ab))).toMatchObject({ code: "RM4020", origin: { line: 200_002 } });
  expect(await rowsOf(fileOf("a,b\n1,x\n", ab))).toMatchObject({ accepted: 1 });
});

test("bad rows are kept aside, a NUL byte in them made visible", async () => {
  const { accepted, rejected, rows, bad } = await rowsOf(fileOf("a,b\n1,x\n1.5,y\n2,x\0y\n3,\n", ab), true);
  expect({ accepted, rejected, rows }).toEqual({ accepted: 2, rejected: 2, rows: [[1n, "x"], [3n, null]] });
  expect(bad).toEqual([
    [3n, "a", 'column "a" is integer, but the row has "1.5"', "1.5,y"],
    [4n, "b", expect.stringContaining("has a NUL byte"), "2,x\\0y"],
  ]);
});

test("texts with everything in them, in columns, lists and JSON", async () => {
  const odd = ["", " ", "NULL", "\\N", "\\.", "\\", "a\\nb", 'say "x"', "it's", "{x,y}", "line\r\nend\n", "\ttab", "äöü😀", ",", "\u0001", "null"];
  const content = odd.map((b) => JSON.stringify({ b, l: [b, null, "x"], j: { k: b } })).join("\n");
  const { rows } = await rowsOf(fileOf(content, { b: text, l: texts, j: json }, {}, "rows.json"));
  expect(rows.map(([b, l, j]) => [b, l, (JSON.parse(String(j)) as { k: string }).k])).toEqual(odd.map((b) => [b, [b, null, "x"], b]));
});

test("a null in the only column, and lists of every type, lists in lists", async () => {
  expect((await rowsOf(fileOf('b\nx\n\n""\n', { b: text }))).rows).toEqual([["x"], [null], [""]]);
  const list = (of: ColumnType): ColumnType => ({ family: "list", of });
  const rows = [{ i: [1, null, -9007199254740993n], d: [0.5], t: ["2024-02-29"], n: [[1, 2], [3, 4]], e: [] }];
  const content = JSON.stringify(rows, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value)).replace('"-9007199254740993"', "-9007199254740993");
  expect((await rowsOf(fileOf(content, { i: list(integer), d: list(double), t: list(date), n: list(list(integer)), e: list(text) }, {}, "rows.json"))).rows).toEqual([[[1n, null, -9007199254740993n], [0.5], ["2024-02-29"], [[1n, 2n], [3n, 4n]], []]]);
});

test.each([
  ["a text", '{"b": "ok", "j": 1}\n{"b": "x\\u0000y", "j": 1}', 'column "b" has a NUL character'],
  ["JSON", '{"b": "ok", "j": "\\\\u0000"}\n{"b": "x", "j": {"k": "\\u0000"}}', 'column "j" has a NUL character'],
])("a NUL character in %s is refused with its row", async (_, content, message) => {
  const file = fileOf(content, { b: text, j: json }, {}, "rows.json");
  expect(await problemOf(file)).toMatchObject({ code: "RM4020", origin: { line: 2 }, message: expect.stringContaining(message) });
  expect(await rowsOf(file, true)).toMatchObject({ accepted: 1, rejected: 1, bad: [[2n, expect.any(String), expect.stringContaining("NUL character"), expect.any(String)]] });
});

test("what only the server refuses is told with its row", async () => {
  expect(await problemOf(fileOf('{"j": 1}\n{"j": "\\ud800"}', { j: json }, {}, "rows.json"))).toMatchObject({ code: expect.stringMatching(/RM402[01]/) });
});

describe("a query is written to a file as DuckDB would write it", () => {
  const columns: FileTarget["columns"] = columnsOf({ i: integer, m: money, d: double, b: text, f: boolean, day: date, s: timestamp, l: texts, j: json });
  const query = `select cast(9007199254740993 as bigint) as i, cast(2.5 as numeric(10, 2)) as m, cast(0.1 as double precision) as d, 'it''s "x",\n\\N' as b, true as f, date '2024-02-29' as day, timestamp '2024-02-29 10:00:00.000001' as s, array['a', null, '"'] as l, cast('{"a": 1}' as jsonb) as j
union all select null, null, null, '', null, null, null, null, null order by i`;
  const inDuckDB = `select * from (values (9007199254740993::bigint, 2.5::decimal(10, 2), 0.1::double, 'it''s "x",\n\\N', true, date '2024-02-29', timestamp '2024-02-29 10:00:00.000001', ['a', null, '"'], '{"a": 1}'::json), (null, null, null, '', null, null, null, null, null)) as t(i, m, d, b, f, day, s, l, j)`;

  test.each(["parquet", "csv", "json"] as const)("%s", async (format) => {
    const path = join(folder, `export.${format}`);
    const expected = join(folder, `expected.${format}`);
    await driver.writeFile({ query, columns, path, format });
    await withFileEngine(folder, undefined, async (engine) => {
      await engine.execute(`copy (${inDuckDB}) to '${expected}' (format ${format}${format === "json" ? ", array true" : format === "csv" ? ", header true" : ", compression zstd"})`);
      if (format === "parquet") expect(await engine.query(`select * from '${path}'`)).toEqual(await engine.query(`select * from '${expected}'`));
      else expect(readFileSync(path, "utf8")).toBe(readFileSync(expected, "utf8"));
    });
  });
});

test("a query's values are those of DuckDB", async () => {
  const sandbox = await openSandbox();
  const query = (json: string) => `select cast(9007199254740993 as bigint) as i, cast(1.50 as decimal(10, 2)) as d, cast(0.1 as double precision) as f, cast(1e300 as double precision) as big, date '2024-01-31' as day, date '0044-03-15${json === "json" ? " (BC)" : " BC"}' as ides, timestamp '2024-01-31 12:34:56.100000' as at, timestamp '2024-01-31 00:00:00' as midnight, array[cast(1 as bigint), null] as list, array['a b', 'NULL', '', 'q"\\'] as words, cast('{"a":1}' as json) as j, cast(null as integer) as n, true as b, sum(x) as total from (values (cast(1 as bigint)), (2)) as v(x)`;
  expect(await driver.query(query("postgres"))).toEqual(await sandbox.query(query("json")));
  await sandbox.close();
});
