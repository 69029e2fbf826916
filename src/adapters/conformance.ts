import type { Expr } from "../define/fragment.ts";
import type { Value } from "./adapter.ts";
import { fn } from "../define/fn.ts";
import { sql } from "../define/fragment.ts";
import { t } from "../define/column.ts";

/** An expression that every engine gives the same value for; `from` is its relation where it needs one. */
export interface Case {
  readonly name: string;
  readonly value: Expr;
  readonly from?: Expr;
  readonly expected: Value;
}

const day = (text: string): Expr<"date"> => fn.cast(text, t.date());
const moment = (text: string): Expr<"timestamp"> => fn.cast(text, t.timestamp());
const numbers = sql`(values (1, 'b'), (2, 'a'), (4, 'c')) as pair(n, word)`;

/**
 * What the functions of `fn` mean, engine for engine. Dates were checked against Python 3.11's datetime, md5 against
 * its hashlib.
 */
export const cases: readonly Case[] = [
  { name: "a week begins on Monday", value: fn.dateTrunc("week", day("2011-12-11")), expected: "2011-12-05" },
  { name: "a quarter begins in its first month", value: fn.dateTrunc("quarter", moment("2011-12-09 12:50:00")), expected: "2011-10-01" },
  { name: "a month later keeps the day where the month has it", value: fn.dateAdd(day("2012-01-31"), 1, "month"), expected: "2012-02-29" },
  { name: "days can be taken away", value: fn.dateAdd(day("2012-03-01"), -1, "day"), expected: "2012-02-29" },
  { name: "three weeks later", value: fn.dateAdd(day("2011-12-09"), 3, "week"), expected: "2011-12-30" },
  { name: "days between are counted by the calendar, not by hours", value: fn.daysBetween(moment("2011-12-09 23:59:00"), moment("2011-12-10 00:01:00")), expected: 1n },
  { name: "days between may be negative", value: fn.daysBetween(day("2012-03-01"), day("2012-02-28")), expected: -2n },
  { name: "Sunday is day 7", value: fn.datePart("dow", day("2011-12-11")), expected: 7n },
  { name: "day of the year", value: fn.datePart("doy", day("2012-12-31")), expected: 366n },
  { name: "ISO week", value: fn.datePart("week", day("2012-01-01")), expected: 52n },
  { name: "hour", value: fn.datePart("hour", moment("2011-12-09 12:50:00")), expected: 12n },
  { name: "a date with the day first", value: fn.parseDate("01/12/2010", "%d/%m/%Y"), expected: "2010-12-01" },
  { name: "a time of day", value: fn.parseTimestamp("12/9/2011 12:50", "%m/%d/%Y %H:%M"), expected: "2011-12-09 12:50:00" },
  { name: "a month as text", value: fn.formatDate(day("2011-12-09"), "%Y-%m"), expected: "2011-12" },
  { name: "integers divide as numbers", value: fn.safeDivide(7, 2), expected: 3.5 },
  { name: "by zero is null", value: fn.safeDivide(7, 0), expected: null },
  { name: "a text that is no number is null, where asked for", value: fn.tryCast("12a", t.integer()), expected: null },
  { name: "microseconds stay", value: moment("2011-12-09 12:50:00.123456"), expected: "2011-12-09 12:50:00.123456" },
  { name: "decimals keep their scale", value: fn.cast("12.30", t.decimal(10, 2)), expected: "12.30" },
  { name: "integers have 64 bits", value: fn.cast("9223372036854775807", t.integer()), expected: 9223372036854775807n },
  { name: "texts are joined in order", value: fn.stringAgg(sql`word`, "-", sql`word`), from: numbers, expected: "a-b-c" },
  { name: "the value of the greatest", value: fn.argMax(sql`word`, sql`n`), from: numbers, expected: "c" },
  { name: "a percentile is interpolated", value: fn.percentile(sql`n`, 0.75), from: numbers, expected: 3 },
  { name: "a mean of decimals is a number", value: fn.average(sql`x`), from: sql`(values (cast(1.5 as decimal(10, 2))), (cast(2.25 as decimal(10, 2)))) as v(x)`, expected: 1.875 },
  { name: "a pattern is looked for anywhere", value: fn.regexMatches("a1b22", "[0-9]"), expected: true },
  { name: "a pattern with ends is the whole", value: fn.regexMatches("a1b22", "^[0-9]+$"), expected: false },
  { name: "the first match", value: fn.regexExtract("a1b22", "[0-9]+"), expected: "1" },
  { name: "the only group of the first match", value: fn.regexExtract("sku-85123A", "sku-([0-9]+)"), expected: "85123" },
  { name: "no match is null", value: fn.regexExtract("abc", "[0-9]+"), expected: null },
  { name: "every match is replaced", value: fn.regexReplace("a1b22", "[0-9]+", "#"), expected: "a#b#" },
  { name: "a surrogate key is the md5 of lengths and values", value: fn.surrogateKey(sql`'a'`, sql`cast(null as varchar)`, sql`12`), expected: "7558493d2b4a40769a01795fc1f19b23" },
  { name: "an integer key is the first 60 bits of it", value: fn.integerKey(sql`'a'`, sql`cast(null as varchar)`, sql`12`), expected: 0x7558493d2b4a407n },
  { name: "a value of a JSON text", value: fn.jsonText(sql`'{"a": {"b": "x"}}'`, "$.a.b"), expected: "x" },
  { name: "every day of a range", value: sql`cast(count(*) as varchar) || ' ' || cast(min(d.day) as varchar) || ' ' || cast(max(d.day) as varchar)`, from: sql`${fn.days(day("2012-02-27"), day("2012-03-02"))} as d`, expected: "5 2012-02-27 2012-03-02" },
  { name: "every integer of a range", value: sql`sum(i.n)`, from: sql`${fn.integers(1, 100)} as i`, expected: 5050n },
  { name: "an apostrophe in a text", value: sql`${"it's"}`, expected: "it's" },
  { name: "the clock of the build", value: fn.executionTime(), expected: "2024-01-31 12:00:00" },
];
