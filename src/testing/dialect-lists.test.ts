import { expect, test } from "vitest";
import { cases as functionCases } from "../adapters/conformance.ts";
import { cases as valueCases } from "../compile/translate/cases.ts";
import { queryCases } from "../compile/translate/query-cases.ts";

/** The same text, another value and no error, on DuckDB 1.5.6, PostgreSQL 15.18 and Trino 476; with the cases that keep it from mattering. */
const silentlyDifferent: Readonly<Record<string, readonly string[]>> = {
  "7/2": ["integers divide as numbers", "quotient of quotients"],
  "division of decimals": ["decimals divide as doubles", "decimal literals divide as doubles"],
  "avg(decimal)": ["avg of decimals", "avg of distinct"],
  "1/0": ["by zero is null", "// by zero is null", "% by zero is null"],
  "1e0/0e0": ["by zero is null"],
  "regr_slope and corr on one point": ["correlation of one", "correlation of nothing", "slope of a constant"],
  // NaN in comparisons on Trino is a difference that translate.ts accepts; where it can come from is the same everywhere.
  "NaN = NaN": ["correlation of one"],
  "cast(2.5e0 as integer)": ["a double becomes the even integer", "and below zero", "every half becomes the same integer"],
  "greatest(1, null, 2)": ["greatest passes over nulls", "least passes over nulls"],
  "concat('a', null, 'b')": ["concat passes over nulls", "concat of a column"],
  "extract(dow from a Sunday)": ["Sunday is day 0", "dow by name", "Sunday is day 7"],
  "date_diff of hours and years": ["date_diff of hours", "date_diff of years", "date_diff of months by the calendar"],
  "nulls of order by x desc": ["nulls come last", "rank by a decimal"],
  "regexp_replace without g": ["regexp_replace of the first", "regexp_replace of all"],
  "like with a backslash": ["like has no escape", "like with an escape"],
  "substr from before the text": ["substr from the end", "substr from zero", "substr from far before", "parts of a text from every place"],
  "split_part beyond the end": ["split_part beyond the end", "split_part of null"],
  "repeat": ["repeat", "repeat of nothing"],
  "cast(1.5e0 as varchar)": ["text of a double", "text of a mean"],
  "date + interval, date_trunc of a date": ["a month later", "date_trunc of a date is a moment", "the moment of a sum of dates"],
  "date - date": ["days between dates", "min and max of dates"],
  "cast('01/12/2010' as date)": ["a date with the day first"],
  "cast of microseconds": ["microseconds stay", "text of microseconds"],
  "at time zone": ["a moment in a zone"],
  "cast to json": ["a JSON value", "a value of a JSON text"],
  "regexp_matches, hash, ~": ["a pattern is looked for anywhere", "~ matches the whole", "hash"],
};

/** What each engine writes in its own way. */
const ownSpelling: Readonly<Record<string, readonly string[]>> = {
  "types of texts and doubles": ["text of an integer", "a double of a text", "a float", "a hugeint"],
  decimal: ["a numeric without digits", "a smaller decimal"],
  "::": ["::"],
  "safe cast": ["try_cast of no number", "try_cast of too great a number", "a text that is no number is null, where asked for"],
  "numbers and texts side by side": ["an integer is compared with a text", "a number is joined as text", "a date is compared with a text"],
  qualify: ["qualify", "qualify in a query"],
  "filter over a window": ["a filter over a window"],
  "distinct on": ["distinct on", "distinct on with a star"],
  "string aggregate": ["string_agg", "string_agg of distinct", "texts are joined in order"],
  "percentile and median": ["median", "quantile_cont", "percentile_cont", "a percentile is interpolated"],
  argmax: ["arg_max", "arg_max passes over null values", "the value of the greatest"],
  "any value": ["any_value passes over nulls"],
  "regr_r2, regr_count, regr_sxx": ["regr_r2", "pairs", "sums of squares"],
  "base of log": ["log is to base 10", "ln", "log10", "log to a base"],
  truncation: ["trunc", "trunc of a decimal"],
  series: ["a series", "a series of days", "a series with a step", "every integer of a range", "every day of a range"],
  "difference of days": ["date_diff of days", "days between are counted by the calendar, not by hours"],
  "make date": ["make_date"],
  "end of a month": ["last_day", "last_day of a moment"],
  "parse time": ["strptime", "a time of day"],
  "format time": ["strftime", "strftime of names", "a month as text"],
  epoch: ["epoch", "epoch of a date"],
  "ISO weekday and year": ["Sunday is ISO day 7", "isoyear", "week is ISO"],
  "interval literal": ["a month later", "a month earlier", "days later"],
  "date + integer": ["a date and days", "a date and days of a column"],
  "text with a T to timestamp": ["a moment of a text column"],
  "regex test and extract": ["a pattern with a digit class", "regexp_extract", "regexp_extract of a group"],
  "ilike, left, right, ascii": ["ilike", "left and right", "chr and ascii"],
  "surrogate key": ["md5", "a surrogate key is the md5 of lengths and values"],
  "natural join, using": ["natural join", "join using", "using and a qualified column"],
  "alias in group by, where, having": ["group by an alias", "an alias in where", "having an alias"],
  "subquery without an alias": ["a query as a table without a name"],
  "exclude, group by all, union by name, lateral alias": ["a star without a column", "group by all", "union by name", "an alias in the select list"],
  "correlated subquery with a limit": ["a limit in a query about the row"],
  "last_value ignore nulls": ["last_value ignore nulls"],
  "recursive query": ["a recursive query", "a recursive query that looks for its end"],
  "materialized, tablesample, a semicolon": ["a materialized query", "a sample", "a semicolon at the end"],
};

const known = new Set([...functionCases, ...valueCases, ...queryCases].map(({ name }) => name));

test.each(Object.entries({ ...silentlyDifferent, ...ownSpelling }))("what differs in %s has cases", (_, names) => {
  expect(names.filter((name) => !known.has(name))).toEqual([]);
  expect(names.length).toBeGreaterThan(0);
});

test("no row is missing", () => {
  expect([Object.keys(silentlyDifferent).length, Object.keys(ownSpelling).length]).toEqual([26, 37]);
});
