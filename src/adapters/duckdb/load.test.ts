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

const integer: ColumnType = { family: "integer" };
const text: ColumnType = { family: "text" };
const money: ColumnType = { family: "decimal", precision: 10, scale: 2 };
const double: ColumnType = { family: "double" };
const boolean: ColumnType = { family: "boolean" };
const date: ColumnType = { family: "date" };
const timestamp: ColumnType = { family: "timestamp" };
const json: ColumnType = { family: "json" };
const texts: ColumnType = { family: "list", of: text };

const columnsOf = (types: Readonly<Record<string, ColumnType>>): FileScan["columns"] => Object.entries(types).map(([name, type]) => ({ name, type, nullable: true }));

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

const ab = { a: integer, b: text };
const bytes = (...parts: readonly (string | number)[]): Buffer => Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from([part]))));

type BadFile = readonly [name: string, bytes: string | Uint8Array, types: Readonly<Record<string, ColumnType>>, code: string, line: number, column: number, message: string, csv?: CsvOptions];

const badFiles: readonly BadFile[] = [
  ["a fraction in an integer", "a,b\n1,x\n1.5,y\n", ab, "RM4020", 3, 1, 'column "a" is integer, but the row has "1.5"'],
  ["spaces around an integer", "b,a\nx, 7 \n", ab, "RM4020", 2, 3, '" 7 "'],
  ["an exponent in an integer", "a,b\n1e3,x\n", ab, "RM4020", 2, 1, '"1e3"'],
  ["a hexadecimal integer", "a,b\n0x1F,x\n", ab, "RM4020", 2, 1, '"0x1F"'],
  ["an underscore in an integer", "a,b\n1_000,x\n", ab, "RM4020", 2, 1, '"1_000"'],
  ["a thousands separator", 'a,b\n"1,000",x\n', ab, "RM4020", 2, 1, '"1,000"'],
  ["an integer above 64 bits", "a,b\n9223372036854775808,x\n", ab, "RM4020", 2, 1, '"9223372036854775808"'],
  ["text in an integer, after characters of several bytes", "b,a\näöü😀,x\n", ab, "RM4020", 2, 6, '"x"'],
  ["NA in an integer", "a,b\nNA,x\n", ab, "RM4020", 2, 1, '"NA"'],
  ["NULL in an integer", "a,b\nNULL,x\n", ab, "RM4020", 2, 1, '"NULL"'],
  ["an empty text in an integer", 'a,b\n"",x\n', ab, "RM4020", 2, 1, 'the row has ""'],
  ["a sign alone", "a,b\n-,x\n", ab, "RM4020", 2, 1, '"-"'],
  ["a decimal that would be rounded", "m\n2.555\n", { m: money }, "RM4020", 2, 1, 'is decimal(10, 2), but the row has "2.555"'],
  ["a decimal with too many digits", "m\n123456789.00\n", { m: money }, "RM4020", 2, 1, '"123456789.00"'],
  ["a decimal comma", "m;b\n2,55;x\n", { m: money, b: text }, "RM4020", 2, 1, '"2,55"', { delimiter: ";" }],
  ["a percent sign", "m\n5%\n", { m: money }, "RM4020", 2, 1, '"5%"'],
  ["a decimal with an exponent", "m\n1e2\n", { m: money }, "RM4020", 2, 1, '"1e2"'],
  ["NaN in a double", "d\nNaN\n", { d: double }, "RM4020", 2, 1, '"NaN"'],
  ["infinity in a double", "d\ninf\n", { d: double }, "RM4020", 2, 1, '"inf"'],
  ["a double out of range", "d\n1e999\n", { d: double }, "RM4020", 2, 1, '"1e999"'],
  ["t for true", "f\nt\n", { f: boolean }, "RM4020", 2, 1, 'is boolean, but the row has "t"'],
  ["yes for true", "f\ntrue\nyes\n", { f: boolean }, "RM4020", 3, 1, '"yes"'],
  ["1 for true", "f\n1\n", { f: boolean }, "RM4020", 2, 1, '"1"'],
  ["a date without zeros", "d\n2020-1-5\n", { d: date }, "RM4020", 2, 1, '"2020-1-5"'],
  ["a day that does not exist", "d\n2023-02-29\n", { d: date }, "RM4020", 2, 1, '"2023-02-29"'],
  ["a date with slashes", "d\n2020/01/05\n", { d: date }, "RM4020", 2, 1, '"2020/01/05"'],
  ["a time in a date", "d\n2020-01-05 10:00:00\n", { d: date }, "RM4020", 2, 1, '"2020-01-05 10:00:00"'],
  ["infinity in a date", "d\ninfinity\n", { d: date }, "RM4020", 2, 1, '"infinity"'],
  ["a zone in a timestamp", "s\n2020-01-05 10:00:00+02\n", { s: timestamp }, "RM4020", 2, 1, '"2020-01-05 10:00:00+02"'],
  ["a date in a timestamp", "s\n2020-01-05\n", { s: timestamp }, "RM4020", 2, 1, '"2020-01-05"'],
  ["hour 24", "s\n2020-01-05 24:00:00\n", { s: timestamp }, "RM4020", 2, 1, '"2020-01-05 24:00:00"'],
  ["nanoseconds", "s\n2020-01-05 10:00:00.1234567\n", { s: timestamp }, "RM4020", 2, 1, '"2020-01-05 10:00:00.1234567"'],
  ["a date that is not in the format of the source", "d\n05.01.2020\n2020-01-05\n", { d: date }, "RM4020", 3, 1, '"2020-01-05"', { dateFormat: "%d.%m.%Y" }],
  ["a day of a format that does not exist", "d\n31.02.2020\n", { d: date }, "RM4020", 2, 1, '"31.02.2020"', { dateFormat: "%d.%m.%Y" }],
  ["broken JSON", 'j\n"{""a"": }"\n', { j: json }, "RM4020", 2, 1, "is json"],
  ["a list with a number among texts", 'l\n"[""x"", 1]"\n', { l: texts }, "RM4020", 2, 1, "is list(text)"],
  ["a long value is cut", `a,b\n${"x".repeat(100)},y\n`, ab, "RM4020", 2, 1, `"${"x".repeat(59)}…"`],
  ["a short row", "a,b\n1,x\n2\n", ab, "RM4020", 3, 1, "the row has 1 field, but there are 2 columns"],
  ["an extra field", "a,b\n1,x,z\n", ab, "RM4020", 2, 5, "the row has 3 fields"],
  ["an extra field that is empty", "a,b\n1,x,\n", ab, "RM4020", 2, 5, "the row has 3 fields"],
  ["a quote that is never closed", 'a,b\n1,"x\n2,y\n', ab, "RM4020", 2, 3, "opens a quote that is never closed"],
  ["text after a closing quote", 'a,b\n1,"x"y\n', ab, "RM4020", 2, 3, "has text after its closing quote"],
  ["a space after a closing quote", 'a,b\n1,"x" \n', ab, "RM4020", 2, 3, "has text after its closing quote"],
  ["a space before an opening quote", 'a,b\n1, "x"\n', ab, "RM4020", 2, 3, "has a space before its opening quote"],
  ["a bad value after a line end in quotes", 'b,a\n"x\ny",z\n', ab, "RM4020", 3, 4, '"z"'],
  ["a carriage return alone", "a,b\n1,x\r2,y\n", ab, "RM4020", 2, 3, "carriage return without a line feed"],
  ["a NUL byte", "a,b\n1,x\0y\n", ab, "RM4020", 2, 3, "has a NUL byte"],
  ["a NUL byte in quotes", 'a,b\n1,"x\0y"\n', ab, "RM4020", 2, 3, "has a NUL byte"],
  ["mixed line ends around one column", "a\n1\r\n2\n", { a: integer }, "RM4020", 2, 1, "ends with another line end"],
  ["a byte of Latin-1", bytes("a,b\n1,x\n2,caf", 0xe9, "\n"), ab, "RM4021", 3, 6, "is not UTF-8: byte 0xe9"],
  ["a character that is cut off", bytes("a,b\n1,x", 0xc3), ab, "RM4021", 2, 4, "is not UTF-8: byte 0xc3"],
  ["UTF-16 with a mark", Buffer.from("\ufeffa,b\n1,x\n", "utf16le"), ab, "RM4021", 1, 1, "it is UTF-16"],
  ["UTF-16 without a mark", Buffer.from("a,b\n1,x\n", "utf16le"), ab, "RM4022", 1, 1, "has a NUL byte"],
  ["an empty file", "", ab, "RM4021", 1, 1, "it is empty"],
  ["a byte order mark alone", "\ufeff", ab, "RM4021", 1, 1, "it is empty"],
  ["blank lines alone", "\n\n", ab, "RM4021", 1, 1, "blank lines only"],
  ["a blank line above the header", "\na,b\n1,x\n", ab, "RM4022", 1, 1, "the first line is blank"],
  ["no header", "1,x\n2,y\n", ab, "RM4022", 1, 1, 'the header has "1", which is not declared'],
  ["a misspelt name", "a,amuont\n1,x\n", { a: integer, amount: text }, "RM4022", 1, 3, 'the header has "amuont", which is not declared'],
  ["a name in other case", "a,B\n1,x\n", ab, "RM4022", 1, 3, 'the header has "B"'],
  ["a name with a space", "a, b\n1,x\n", ab, "RM4022", 1, 3, 'the header has " b"'],
  ["an extra name", "a,b,c\n1,x,2\n", ab, "RM4022", 1, 5, 'the header has "c"'],
  ["a name twice", "a,b,b\n1,x,y\n", ab, "RM4022", 1, 5, 'the header has "b" twice'],
  ["a name that lacks", "a\n1\n", ab, "RM4022", 1, 1, 'the header lacks "b"'],
  ["another delimiter", "a;b\n1;x\n", ab, "RM4022", 1, 1, 'the header has "a;b"'],
  ["broken quotes in the header", 'a,"b"c\n1,x\n', ab, "RM4022", 1, 3, "name 2 of the header has text after"],
  ["a delimiter of two characters", "a||b\n", ab, "RM4022", 1, 1, "cannot separate fields", { delimiter: "||" }],
];

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

type GoodFile = readonly [name: string, bytes: string | Uint8Array, types: Readonly<Record<string, ColumnType>>, rows: readonly (readonly unknown[])[], csv?: CsvOptions, file?: string];

const goodFiles: readonly GoodFile[] = [
  ["texts stay as they stand", "b,a\n007,1\nnull,2\nNULL,3\n  ,4\n'x,5\n#y,6\n", { b: text, a: integer }, [["007", 1n], ["null", 2n], ["NULL", 3n], ["  ", 4n], ["'x", 5n], ["#y", 6n]]],
  ["an empty field is null, an empty text in quotes is not", 'a,b\n,\n1,""\n', ab, [[null, null], [1n, ""]]],
  ["other nulls, also in quotes", 'a,b\nNA,NA\n"NA",\n1,-\n', ab, [[null, null], [null, ""], [1n, null]], { nulls: ["NA", "-"] }],
  ["no text is null", "b,c\n,x\n", { b: text, c: text }, [["", "x"]], { nulls: [] }],
  ["columns in another order", "b,a\nx,1\n", ab, [[1n, "x"]]],
  ["no header: by position", "1,x\n2,y\n", ab, [[1n, "x"], [2n, "y"]], { header: false }],
  ["a header alone has no rows", "a,b", ab, []],
  ["a byte order mark", "\ufeffa,b\n1,x\n", ab, [[1n, "x"]]],
  ["CR LF", "a,b\r\n1,x\r\n2,\r\n", ab, [[1n, "x"], [2n, null]]],
  ["mixed line ends, blank lines, no line end at the end", "a,b\r\n1,x\n\n2,y\r\n\r\n3,z", ab, [[1n, "x"], [2n, "y"], [3n, "z"]]],
  ["quotes, delimiters and line ends in quotes", 'a,b\n1,"x, ""y""\r\nz"\n2,6" pipe\n', ab, [[1n, 'x, "y"\r\nz'], [2n, '6" pipe']]],
  ["another delimiter and quote", "a\tb\n1\t'it''s'\n", ab, [[1n, "it's"]], { delimiter: "\t", quote: "'" }],
  ["no quote at all", 'a,b\n1,"x\n', ab, [[1n, '"x']], { quote: "" }],
  ["integers to the last one", 'a\n9223372036854775807\n-9223372036854775808\n+7\n007\n"8"\n\n', { a: integer }, [[9223372036854775807n], [-9223372036854775808n], [7n], [7n], [8n], [null]]],
  ["decimals", "m\n2.55\n2.5\n.5\n5.\n-2.500\n12345678.90\n", { m: money }, [["2.55"], ["2.50"], ["0.50"], ["5.00"], ["-2.50"], ["12345678.90"]]],
  ["doubles and booleans", "d,f\n1e3,true\n-.5,FALSE\n2.5E-3,True\n", { d: double, f: boolean }, [[1000, true], [-0.5, false], [0.0025, true]]],
  ["dates and timestamps", "d,s\n2024-02-29,2020-01-05T10:00:00Z\n0999-12-31,2020-01-05 10:00\n2024-01-01,2020-01-05 10:00:01.5\n", { d: date, s: timestamp }, [["2024-02-29", "2020-01-05 10:00:00"], ["0999-12-31", "2020-01-05 10:00:00"], ["2024-01-01", "2020-01-05 10:00:01.5"]]],
  ["formats of the source", "d,s\n5.1.2020,12/1/2010 8:26\n", { d: date, s: timestamp }, [["2020-01-05", "2010-12-01 08:26:00"]], { dateFormat: "%d.%m.%Y", timestampFormat: "%m/%d/%Y %H:%M" }],
  ["JSON and lists", 'j,l\n"{""a"":1}","[""x"",""y z""]"\n', { j: json, l: texts }, [['{"a":1}', ["x", "y z"]]]],
  ["gzip", gzipSync("a,b\n1,x\n"), ab, [[1n, "x"]], {}, "rows.csv.gz"],
  ["a name with characters of globs", "a,b\n1,x\n", ab, [[1n, "x"]], {}, "it's [1]*?.csv"],
];

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
