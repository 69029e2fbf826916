import { DuckDBInstance } from "@duckdb/node-api";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ColumnType } from "../../define/types.ts";
import type { CsvOptions } from "../../define/source.ts";
import type { FileScan, Session } from "../adapter.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { ab, badFiles, boolean, columnsOf, date, double, goodFiles, integer, json, money, text, texts, timestamp } from "../../testing/bad-input/csv-files.ts";
import { load, scan } from "./load.ts";
import { valueOf } from "./values.ts";

const folder = mkdtempSync(join(tmpdir(), "rmodel-load-"));
const target = { schema: "main", name: "target" };
const rejects = { schema: "main", name: "rejects" };
let instance: DuckDBInstance;
let session: Session;

beforeAll(async () => {
  instance = await DuckDBInstance.create(join(folder, "target.duckdb"));
  const connection = await instance.connect();
  session = {
    get state() {
      return session;
    },
    async execute(sql) {
      await connection.run(sql);
      return undefined;
    },
    async query(sql) {
      const reader = await connection.runAndReadAll(sql);
      const names = reader.deduplicatedColumnNames();
      return reader.getRows().map((row) => Object.fromEntries(row.map((value, index) => [names[index]!, valueOf(value)])));
    },
  };
});

beforeEach(async () => {
  await session.execute("drop table if exists target");
  await session.execute("drop table if exists rejects");
});

afterAll(() => {
  instance.closeSync();
  rmSync(folder, { recursive: true });
});

function csvFile(bytes: string | Uint8Array, types: Readonly<Record<string, ColumnType>>, csv: CsvOptions = {}, name = "rows.csv"): FileScan {
  writeFileSync(join(folder, name), bytes);
  return { path: join(folder, name), format: "csv", csv, columns: columnsOf(types) };
}

async function problemOf(work: Promise<unknown>): Promise<RmodelError> {
  const thrown = await work.then(() => undefined, (error: unknown) => error);
  if (!(thrown instanceof RmodelError)) throw new Error(`expected an RmodelError, got ${String(thrown)}`);
  return thrown;
}

async function isThere(): Promise<boolean> {
  return (await session.query("select 1 from information_schema.tables where table_name = 'target'")).length > 0;
}

describe("a bad CSV file is refused with its place, and nothing is left", () => {
  test.each(badFiles.map((bad) => ({ name: bad[0], bad })))("$name", async ({ bad: [, content, types, code, line, column, message, csv = {}] }) => {
    const file = csvFile(content, types, csv);
    const problem = await problemOf(load(session, target, file));
    expect({ code: problem.code, origin: problem.origin, message: problem.message, hasFix: (problem.fix ?? "") !== "" }).toEqual({
      code, origin: { file: file.path, line, column }, message: expect.stringContaining(message), hasFix: true,
    });
    expect(await isThere()).toBe(false);
    expect((await problemOf(scan(session, file))).message).toBe(problem.message);
  });

  test("a file that does not exist, a glob without files, a folder", async () => {
    const missing = (path: string) => problemOf(load(session, target, { ...csvFile("a,b\n", ab), path }));
    expect(await missing(join(folder, "nope.csv"))).toMatchObject({ code: "RM4021", message: expect.stringContaining("there is no such file") });
    expect(await missing(join(folder, "nope*.csv"))).toMatchObject({ code: "RM4021", message: expect.stringContaining("nope*.csv") });
    expect(await missing(folder)).toMatchObject({ code: "RM4021", message: expect.stringContaining("it is no file") });
  });

  test("a gzip file that is cut off", async () => {
    const whole = gzipSync("a,b\n1,x\n");
    expect(await problemOf(load(session, target, csvFile(whole.subarray(0, -6), ab, {}, "cut.csv.gz")))).toMatchObject({ code: "RM4021", message: expect.stringContaining("unexpected end of file") });
  });

  test("a failing load leaves the caller's transaction usable up to its rollback", async () => {
    await session.execute("begin");
    await problemOf(load(session, target, csvFile("a,b\nx,x\n", ab)));
    expect(await session.query("select 1 as one")).toEqual([{ one: 1 }]);
    await session.execute("rollback");
  });

  test("a fix names the option that helps", async () => {
    expect((await problemOf(load(session, target, csvFile("a,b\nNA,x\n", ab)))).fix).toContain('nulls: ["", "NA"]');
    expect((await problemOf(load(session, target, csvFile("d\n1.2.2020\n", { d: date })))).fix).toContain("dateFormat");
    expect((await problemOf(load(session, target, csvFile("a,bb\n1,x\n", { a: integer, bbb: text })))).fix).toContain('write "bbb"');
  });
});

describe("a good CSV file is read to the letter", () => {
  const rowsOf = async (relation: string) => (await session.query(`select * from ${relation}`)).map((row) => Object.values(row));

  test.each(goodFiles.map((good) => ({ name: good[0], good })))("$name", async ({ good: [, content, types, rows, csv = {}, name = "rows.csv"] }) => {
    const file = csvFile(content, types, csv, name);
    expect(await load(session, target, file)).toEqual({ accepted: rows.length, rejected: 0 });
    expect(await rowsOf("target")).toEqual(rows);
    expect(await rowsOf(await scan(session, file))).toEqual(rows);
  });

  test("zstd", async () => {
    await session.execute(`copy (select 1 as a, 'x "y"' as b) to '${join(folder, "rows.csv.zst")}' (format csv, header, compression zstd)`);
    const file: FileScan = { path: join(folder, "rows.csv.zst"), format: "csv", csv: {}, columns: columnsOf(ab) };
    expect(await load(session, target, file)).toEqual({ accepted: 1, rejected: 0 });
    expect(await rowsOf("target")).toEqual([[1n, 'x "y"']]);
  });

  test("a glob whose files have their columns in different orders", async () => {
    csvFile("a,b\n1,x\n", ab, {}, "part-1.csv");
    csvFile("b,a\ny,2\n", ab, {}, "part-2.csv");
    const file = { ...csvFile("a,b\n3,z\n", ab, {}, "part-3.csv"), path: join(folder, "part-*.csv") };
    expect(await load(session, target, file)).toEqual({ accepted: 3, rejected: 0 });
    expect(await session.query("select * from target order by a")).toEqual([{ a: 1n, b: "x" }, { a: 2n, b: "y" }, { a: 3n, b: "z" }]);
    csvFile("b,a\ny,z\n", ab, {}, "part-2.csv");
    await session.execute("drop table target");
    expect((await problemOf(load(session, target, file))).origin).toEqual({ file: join(folder, "part-2.csv"), line: 2, column: 3 });
  });

  test("pieces of a large file may end anywhere", async () => {
    const rows = Array.from({ length: 60_000 }, (_, index) => `${index},"line ""${index}""\r\nof é",${"x".repeat(index % 37)}\r\n`);
    const file = csvFile(`a,b,c\r\n${rows.join("")}`, { a: integer, b: text, c: text });
    expect(await load(session, target, file)).toEqual({ accepted: 60_000, rejected: 0 });
    expect(await session.query("select count(distinct b) as b, sum(length(c)) as c, min(length(b)) as shortest from target")).toEqual([{ b: 60_000n, c: 1079839n, shortest: 14n }]);
  });
});

describe("with a table for rejects", () => {
  test("bad rows are kept aside with line, column and reason; together they are the rows of the file", async () => {
    const file = csvFile('a,b\n1,x\n1.5,y\n2\n3,"z"w\n4,"p\nq"\n5,ok\n6,"open\n7,end\n', ab);
    expect(await load(session, target, file, rejects)).toEqual({ accepted: 4, rejected: 4 });
    expect(await session.query("select * from target")).toEqual([{ a: 1n, b: "x" }, { a: 4n, b: "p\nq" }, { a: 5n, b: "ok" }, { a: 7n, b: "end" }]);
    expect(await session.query("select * from rejects")).toEqual([
      { line: 3n, column_name: "a", reason: 'column "a" is integer, but the row has "1.5"', row_text: "1.5,y" },
      { line: 4n, column_name: null, reason: "the row has 1 field, but there are 2 columns", row_text: "2" },
      { line: 5n, column_name: "b", reason: 'field 2 ("b") has text after its closing quote: "z"w"', row_text: '3,"z"w' },
      { line: 9n, column_name: "b", reason: 'field 2 ("b") opens a quote that is never closed: "open"', row_text: '6,"open' },
    ]);
  });

  test("a file without bad rows, one with bad rows only, one with another header", async () => {
    expect(await load(session, target, csvFile("a,b\n1,x\n", ab), rejects)).toEqual({ accepted: 1, rejected: 0 });
    await session.execute("drop table target");
    await session.execute("drop table rejects");
    expect(await load(session, target, csvFile("a,b\nx,x\ny,y\n", ab), rejects)).toEqual({ accepted: 0, rejected: 2 });
    expect((await problemOf(load(session, target, csvFile("a,c\n1,x\n", ab), rejects))).code).toBe("RM4022");
  });
});

describe("Parquet and JSON", () => {
  async function parquetFile(query: string, types: Readonly<Record<string, ColumnType>>): Promise<FileScan> {
    const path = join(folder, "rows.parquet");
    await session.execute(`copy (${query}) to '${path}' (format parquet)`);
    return { path, format: "parquet", csv: {}, columns: columnsOf(types) };
  }

  function jsonFile(content: string, types: Readonly<Record<string, ColumnType>>): FileScan {
    return { ...csvFile(content, types, {}, "rows.json"), format: "json" };
  }

  test("widening and money that was stored as double", async () => {
    const file = await parquetFile("select 1::tinyint as a, 2.55::double as m, 0.1::double + 0.2 as n, 3::integer as d, date '2020-01-05' as s, 'x' as b", { s: timestamp, d: double, n: money, m: money, a: integer, b: text });
    expect(await load(session, target, file)).toEqual({ accepted: 1, rejected: 0 });
    expect(await session.query("select * from target")).toEqual([{ s: "2020-01-05 00:00:00", d: 3, n: "0.30", m: "2.55", a: 1n, b: "x" }]);
  });

  test.each([
    ["select i as a from (values (1.0::double), (1.5)) as v(i)", { a: integer }, "RM4020", 2, 'column "a" is integer, but the row has "1.5"'],
    ["select 2.555::double as m", { m: money }, "RM4020", 1, '"2.555"'],
    ["select 2.555::decimal(10, 3) as m", { m: money }, "RM4020", 1, '"2.555"'],
    ["select 9007199254740993::bigint as d", { d: double }, "RM4020", 1, '"9007199254740993"'],
    ["select timestamp '2020-01-05 10:00:00' as d", { d: date }, "RM4020", 1, "2020-01-05 10:00:00"],
    ["select 'x' as a", { a: integer }, "RM4022", 1, 'column "a" is VARCHAR in the file'],
    ["select 1 as amuont", { amount: integer }, "RM4022", 1, 'the file has no column "amount"'],
  ] as const)("Parquet: %s", async (query, types, code, line, message) => {
    const problem = await problemOf(load(session, target, await parquetFile(query, types)));
    expect({ code: problem.code, line: problem.origin?.line, message: problem.message }).toEqual({ code, line, message: expect.stringContaining(message) });
    expect(await isThere()).toBe(false);
  });

  test("JSON: an array or one object a line, null and missing keys, numbers as texts", async () => {
    const types = { a: integer, b: text, m: money, s: timestamp, f: boolean, l: texts, j: json };
    const rows = ['{"a": 1, "b": "007", "m": 2.55, "s": "2020-01-05T10:00:00Z", "f": true, "l": ["x"], "j": {"k": [1]}}', '{"b": null, "a": "9007199254740993", "m": "12345678.90"}'];
    const expected = [
      { a: 1n, b: "007", m: "2.55", s: "2020-01-05 10:00:00", f: true, l: ["x"], j: '{"k":[1]}' },
      { a: 9007199254740993n, b: null, m: "12345678.90", s: null, f: null, l: null, j: null },
    ];
    for (const content of [`[${rows.join(",\n")}]`, rows.join("\n")]) {
      await session.execute("drop table if exists target");
      expect(await load(session, target, jsonFile(content, types))).toEqual({ accepted: 2, rejected: 0 });
      expect(await session.query("select * from target")).toEqual(expected);
    }
  });

  test.each([
    ['{"a": 1}\n{"a": 1.5}', { a: integer }, "RM4020", 2, 'column "a" is integer, but the row has "1.5"'],
    ['{"a": 9223372036854775808}', { a: integer }, "RM4020", 1, "9223372036854775808"],
    ['{"m": 2.555}', { m: money }, "RM4020", 1, "2.555"],
    ['{"b": 7}', { b: text }, "RM4020", 1, '"7"'],
    ['{"d": "2020-1-5"}', { d: date }, "RM4020", 1, "2020-1-5"],
    ['{"f": "true"}', { f: boolean }, "RM4020", 1, "true"],
    ['{"amuont": 1}', { amount: integer }, "RM4022", 1, 'no object of the file has "amount"'],
    ['{"a": 1}\n{"a":', { a: integer }, "RM4021", 1, "Malformed JSON"],
    ["", { a: integer }, "RM4021", 1, "it is empty"],
  ] as const)("JSON: %s", async (content, types, code, line, message) => {
    const problem = await problemOf(load(session, target, jsonFile(content, types)));
    expect({ code: problem.code, line: problem.origin?.line, message: problem.message }).toEqual({ code, line, message: expect.stringContaining(message) });
    expect(await isThere()).toBe(false);
  });

  test("bad rows of both go to the rejects", async () => {
    expect(await load(session, target, jsonFile('{"a": 1}\n{"a": 1.5}\n{"a": 2}', { a: integer }), rejects)).toEqual({ accepted: 2, rejected: 1 });
    expect(await session.query("select line, column_name, reason from rejects")).toEqual([{ line: 2n, column_name: "a", reason: 'column "a" is integer, but the row has "1.5"' }]);
    await session.execute("drop table target");
    await session.execute("drop table rejects");
    expect(await load(session, target, await parquetFile("select unnest([1.0, 1.5, 2.0])::double as a", { a: integer }), rejects)).toEqual({ accepted: 2, rejected: 1 });
    expect(await session.query("select a from target")).toEqual([{ a: 1n }, { a: 2n }]);
  });
});
