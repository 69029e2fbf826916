import { gzipSync } from "node:zlib";
import type { ColumnType } from "../../define/types.ts";
import type { CsvOptions } from "../../define/source.ts";
import type { FileScan } from "../../adapters/adapter.ts";

export const integer: ColumnType = { family: "integer" };
export const text: ColumnType = { family: "text" };
export const money: ColumnType = { family: "decimal", precision: 10, scale: 2 };
export const double: ColumnType = { family: "double" };
export const boolean: ColumnType = { family: "boolean" };
export const date: ColumnType = { family: "date" };
export const timestamp: ColumnType = { family: "timestamp" };
export const json: ColumnType = { family: "json" };
export const texts: ColumnType = { family: "list", of: text };

export const columnsOf = (types: Readonly<Record<string, ColumnType>>): FileScan["columns"] => Object.entries(types).map(([name, type]) => ({ name, type, nullable: true }));

export const ab = { a: integer, b: text };
const bytes = (...parts: readonly (string | number)[]): Buffer => Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from([part]))));

/** Name, content, declared types, and what is said: code, line, column, part of the message. */
export type BadFile = readonly [name: string, bytes: string | Uint8Array, types: Readonly<Record<string, ColumnType>>, code: string, line: number, column: number, message: string, csv?: CsvOptions];

/** Files that every engine refuses alike. */
export const badFiles: readonly BadFile[] = [
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

/** Name, content, declared types, the rows in them. */
export type GoodFile = readonly [name: string, bytes: string | Uint8Array, types: Readonly<Record<string, ColumnType>>, rows: readonly (readonly unknown[])[], csv?: CsvOptions, file?: string];

/** Files that every engine reads alike. */
export const goodFiles: readonly GoodFile[] = [
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
