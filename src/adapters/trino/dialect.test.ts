import { afterAll, describe, expect, test } from "vitest";
import type { ColumnType, Family } from "../../define/types.ts";
import type { DialectFunction, Value } from "../adapter.ts";
import { decoderOf } from "./values.ts";
import { dialect as duckdb } from "../duckdb/dialect.ts";
import { dialect } from "./dialect.ts";
import { openSandbox } from "../duckdb/sandbox.ts";
import { openTestClient, serverUrl } from "../../testing/trino.ts";
import { randomNumbers } from "../../testing/random.ts";

describe("a literal", () => {
  test.each<[string | number | boolean | null, Family | "null", string]>([
    [null, "null", "null"],
    [true, "boolean", "true"],
    ["it's", "text", "'it''s'"],
    ["-9223372036854775808", "integer", "-9223372036854775808"],
    [1.5, "double", "1.5e0"],
    [1e21, "double", "cast('1e+21' as double)"],
    ["1.50", "decimal", "1.50"],
    ["2011-12-09", "date", "date '2011-12-09'"],
    ["2011-12-09 12:50:00", "timestamp", "timestamp '2011-12-09 12:50:00.000000'"],
    ["2011-12-09T12:50:00.12Z", "timestamp", "timestamp '2011-12-09 12:50:00.120000'"],
    ["2011-12-09 12:50", "timestamp", "timestamp '2011-12-09 12:50:00.000000'"],
    ["2011-12-09", "timestamp", "timestamp '2011-12-09 00:00:00.000000'"],
    ['{"a":1}', "json", `'{"a":1}'`],
  ])("%s as %s", (value, family, expected) => expect(dialect.literal(value, family)).toBe(expected));
});

test.each<[ColumnType, string]>([
  [{ family: "integer" }, "bigint"],
  [{ family: "decimal", precision: 18, scale: 2 }, "decimal(18, 2)"],
  [{ family: "timestamp" }, "timestamp(6)"],
  [{ family: "json" }, "varchar"],
  [{ family: "list", of: { family: "list", of: { family: "text" } } }, "array(array(varchar))"],
])("the type %o", (type, expected) => expect(dialect.typeName(type)).toBe(expected));

test("what the compiler puts around a column is a plain cast; what is of any type is written once", () => {
  expect(dialect.cast('"note"', { family: "text" }, false)).toBe('cast("note" as varchar)');
  expect(dialect.cast("null", { family: "timestamp" }, false)).toBe("cast(null as timestamp(6))");
  for (const family of ["text", "timestamp", "integer"] as const) expect(dialect.cast("f(x)", { family }, true).split("f(x)")).toHaveLength(2);
});

test.each(["%Y %Z", "%c", "%-j", "%f %Y"])("a format with %s that Trino cannot read is refused", (format) => {
  expect(() => dialect.call("parse_timestamp", ["x", ""], [undefined, format])).toThrow(/RM3001|Trino/);
});

/** Expressions that both engines have to give the same value for; the first is DuckDB's. */
describe.skipIf(serverUrl === undefined)("on a server", async () => {
  const client = await (serverUrl === undefined ? undefined! : openTestClient());
  const sandbox = await openSandbox();
  afterAll(async () => {
    client?.close();
    await sandbox.close();
  });
  const trino = async (sql: string): Promise<readonly Value[]> => {
    const { rows, columns } = await client.run(sql);
    const decode = decoderOf(columns[0]!.type);
    return rows.map(([value]) => decode(value));
  };
  const duck = async (sql: string): Promise<readonly Value[]> => (await sandbox.query(sql)).map((row) => Object.values(row)[0]!);
  const both = async (of: (given: typeof dialect) => string): Promise<void> => expect(await trino(of(dialect))).toEqual(await duck(of(duckdb)));

  const random = randomNumbers(20240131);
  const doubles = [0, 1, -1, 0.1, 0.5, 1.5, 2.5, -2.5, 3.5, 1e15, 9007199254740993, 1e16, 123456789012345680, 1e-4, 1e-5, 1.5e-7, 1e300, 1e23, 2e-308, 1.7976931348623157e308, 99999999999999.98, ...Array.from({ length: 300 }, () => (random() - 0.5) * 10 ** Math.floor(random() * 40 - 20))];
  const asDoubles = `(values ${doubles.map((value, index) => `(${index}, cast('${value}' as double))`).join(", ")}) as given(id, x)`;
  const call = (given: typeof dialect, name: DialectFunction, args: readonly string[], literals: readonly (string | undefined)[] = []): string => given.call(name, args, literals);

  test("a double is the same text", () => both((given) => `select ${given.cast("+x", { family: "text" }, false)} from ${asDoubles} order by id`));

  test.each(["'nan'", "'inf'", "'-inf'"])("the double %s is the same text", async (text) => {
    const spelled = text.replace("inf", "Infinity").replace("nan", "NaN");
    expect(await trino(`select ${dialect.cast(`(cast(${spelled} as double))`, { family: "text" }, false)}`)).toEqual(await duck(`select cast(cast(${text} as double) as varchar)`));
  });

  test("a double is rounded to the same integer", () => both((given) => `select ${given.cast("(x)", { family: "integer" }, true)} from ${asDoubles} where abs(x) < 1e18 order by id`));

  test.each([
    "timestamp '2011-12-09 12:50:00.120000'", "timestamp '2011-12-09 12:50:00.000000'", "date '2011-12-09'", "cast(1.50 as decimal(10, 2))", "true", "12", "'1.5E0'", "cast('a.000' as varchar)", "null",
  ])("%s is the same text", (expression) => both((given) => `select ${given.cast(`(${expression})`, { family: "text" }, false)}`));

  test.each([
    "'2011-12-09T12:50:00.123456'", "'2011-12-09 12:50:00'", "'2011-12-09'", "date '2011-12-09'", "timestamp '2011-12-09 12:50:00.123456'", "null",
  ])("%s is the same timestamp", (expression) => both((given) => `select ${given.cast(`(${expression})`, { family: "timestamp" }, false)}`));

  test.each<[string, ColumnType]>([["'x'", { family: "timestamp" }], ["'12a'", { family: "integer" }], ["''", { family: "double" }], ["'1.2.3'", { family: "decimal", precision: 10, scale: 2 }], ["'2011-02-30'", { family: "date" }]])("%s that fits no %o is null", (expression, type) => both((given) => `select ${given.cast(`(${expression})`, type, true)}`));

  test.each([0, 0.1, 0.25, 0.5, 0.9, 1])("the percentile %d is exact", async (share) => {
    const values = Array.from({ length: 101 }, () => Math.round(random() * 1e6) / 1000);
    await both((given) => `select ${call(given, "percentile", ["x", String(share)])} from (values ${values.map((value) => `(${value})`).join(", ")}, (null)) as given(x)`);
  });

  test("a percentile of nothing is null", () => both((given) => `select ${call(given, "percentile", ["x", "0.5"])} from (values (cast(null as double))) as given(x)`));

  test("percentiles by group", () => both((given) => `select ${call(given, "percentile", ["x", "0.5"])} from (values (1, 'a'), (2, 'a'), (7, 'b')) as given(x, k) group by k order by k`));

  test("texts of a group leave nulls out", () => both((given) => `select ${call(given, "string_agg", ["w", "', '", "n"])} from (values (1, 'b'), (2, null), (3, 'a'), (4, '')) as given(n, w)`));

  test("the value of the greatest is never null", () => both((given) => `select ${call(given, "arg_max", ["w", "n"])} from (values (1, 'b'), (2, null)) as given(n, w)`));

  test.each(["'abc'", "'abc\n'", "'xc$'"])("the end of %s is its very end", (text) => both((given) => `select ${call(given, "regex_matches", [text, "'c$'"], [undefined, "c$"])}`));

  test.each([["'2011-12-09'", "(\\d+)-(\\d+)", "\\2/\\1"], ["'a.b'", "[.$]", "$1\\\\"], ["'price 5'", "\\d", "<\\0>"]])("%s by %s becomes %s", (text, pattern, by) => both((given) => `select ${call(given, "regex_replace", [text, `'${pattern}'`, `'${by}'`], [undefined, pattern, by])}`));

  test.each([["'sku-12'", "sku-(x)?"], ["'ab'", "a(b)"], ["''", "^$"]])("the part of %s that is %s", (text, pattern) => both((given) => `select ${call(given, "regex_extract", [text, `'${pattern}'`], [undefined, pattern])}`));

  test.each([
    ["2011-12-09 12:50:07", "%Y-%m-%d %H:%M:%S"], ["2011-12-09 12:50:07.123456", "%Y-%m-%d %H:%M:%S.%f"], ["2011-12-09 12:50:07.12", "%Y-%m-%d %H:%M:%S.%f"], ["9/3/2011 1:05 PM", "%m/%d/%Y %I:%M %p"], ["09 Dec 2011", "%d %b %Y"], ["December 9, 2011", "%B %d, %Y"], ["2011-343", "%Y-%j"], ["12/09/11", "%m/%d/%y"], ["20111209T1250", "%Y%m%dT%H%M"],
  ])("%s is read by %s", (text, format) => both((given) => `select ${call(given, "parse_timestamp", [`'${text}'`, `'${format}'`], [undefined, format])}`));

  test.each(["%Y-%m-%d %H:%M:%S.%f", "%d.%m.%y", "%B %-d, %Y", "%a %A %b", "%I:%M %p", "%j", "100%%", "%f", "%H%%f"])("a moment is written by %s", (format) => both((given) => `select ${call(given, "format_date", ["timestamp '2011-02-09 15:50:07.120450'", `'${format}'`], [undefined, format])}`));

  test.each([["day", 40], ["week", -3], ["month", 13], ["quarter", 2], ["year", -1]])("%s: %d later", (unit, count) => both((given) => `select ${call(given, "date_add", [`'${unit}'`, "date '2012-01-31'", String(count)], [unit])}`));

  test.each(["dow", "doy", "week", "day", "month", "quarter", "year", "hour", "minute"])("the %s of dates and moments", async (part) => {
    for (const moment of ["timestamp '2012-01-01 23:59:59.900000'", "date '2012-01-01'"]) await both((given) => `select ${call(given, "date_part", [`'${part}'`, moment], [part])}`);
  });

  test("the surrogate key of values of any type", () => both((given) => `select ${call(given, "surrogate_key", ["cast(0.1 as double)", "timestamp '2011-12-09 12:50:00.500000'", "'ü𝄞'", "cast(null as varchar)", "12", "date '2011-12-09'", "true", "cast(1.50 as decimal(10, 2))"])}`));

  test("the surrogate key of one value", () => both((given) => `select ${call(given, "surrogate_key", ["'a'"])}`));

  test.each([["$.a"], ["$.b"], ["$.c"], ["$.d"], ["$.e[1]"], ["$.none"]])("the JSON at %s", (path) => both((given) => `select ${call(given, "json_text", [`'{"a": "null", "b": null, "c": {"x": 1.50}, "d": true, "e": [1, "two"]}'`, `'${path}'`])}`));

  test.each([["1", "25000"], ["5", "5"], ["5", "4"], ["-3", "20010"], ["cast(null as bigint)", "4"]])("integers from %s to %s", (low, high) => both((given) => `select cast(count(*) as bigint) * 1000000000 + cast(coalesce(sum(n), 0) as bigint) from ${call(given, "integers", [low, high])} as i`));

  test("days of a century", () => both((given) => `select cast(count(distinct day) as bigint) from ${call(given, "days", ["date '1950-01-01'", "date '2049-12-31'"])} as d where day between date '1950-01-01' and date '2049-12-31'`));

  test("a series between the ends of a table", () => both((given) => `with ends as (select date '2024-01-01' as low, date '2024-01-31' as high) select cast(count(*) as bigint) from ${call(given, "days", ["(select low from ends)", "(select high from ends)"])} as d`));
});
