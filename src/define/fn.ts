import type { Column } from "./column.ts";
import type { Expr, Fragment, Literal, Part } from "./fragment.ts";
import type { Family, NumericFamily } from "./types.ts";
import type { Predictor } from "./regression.ts";
import { fragmentOf, partOf } from "./fragment.ts";
import { originOf } from "./origin.ts";
import { prediction } from "./predict.ts";

type Arg<F extends Family> = Expr<F> | Literal;
type Numeric = Expr<NumericFamily> | number | bigint;
type Moment = Expr<"date" | "timestamp">;
export type DateUnit = "day" | "week" | "month" | "quarter" | "year";
type DatePart = DateUnit | "dow" | "doy" | "hour" | "minute";

/**
 * Functions whose spelling or meaning differs between engines; each dialect spells them itself and
 * the conformance suite runs them on every engine.
 */
export const fn = {
  /** First day of the unit (weeks start on Monday), as a date. */
  dateTrunc: (unit: DateUnit, moment: Moment) => call<"date">("date_trunc", unit, moment),
  /** A date `count` units later; months keep the day where the month has it. */
  dateAdd: (moment: Moment, count: Numeric, unit: DateUnit) => call<"date">("date_add", unit, moment, count),
  /** Whole days from `start` to `end`. */
  daysBetween: (start: Moment, end: Moment) => call<"integer">("days_between", start, end),
  /** Part of a date as an integer; `dow` is ISO: Monday 1 to Sunday 7. */
  datePart: (part: DatePart, moment: Moment) => call<"integer">("date_part", part, moment),
  /** Text to date by a strptime format; a text that does not fit is an error. */
  parseDate: (text: Arg<"text">, format: string) => call<"date">("parse_date", text, format),
  parseTimestamp: (text: Arg<"text">, format: string) => call<"timestamp">("parse_timestamp", text, format),
  /** Date or timestamp to text by a strftime format. */
  formatDate: (moment: Moment, format: string) => call<"text">("format_date", moment, format),
  /** Quotient as a double; null where the divisor is 0. */
  safeDivide: (dividend: Numeric, divisor: Numeric) => call<"double">("safe_divide", dividend, divisor),
  /** Exact conversion that is an error where the value does not fit. */
  cast: <F extends Family>(value: Expr | Literal, to: Column<F>): Expr<F> => cast(value, to, false, fn.cast),
  /** Conversion that gives null where the value does not fit. */
  tryCast: <F extends Family>(value: Expr | Literal, to: Column<F>): Expr<F> => cast(value, to, true, fn.tryCast),
  /** Aggregate: the texts of a group in the order of `orderBy`, joined by `separator`. */
  stringAgg: (text: Expr<"text">, separator: string, orderBy: Expr) => call<"text">("string_agg", text, separator, orderBy),
  /** Aggregate: the value of the row with the greatest `by`; between equals, any. */
  argMax: <F extends Family>(value: Expr<F>, by: Expr) => call<F>("arg_max", value, by),
  /** Aggregate: exact percentile (0 to 1), interpolated. */
  percentile: (value: Numeric, share: number) => call<"double">("percentile", value, share),
  /** Aggregate: the mean as a double. */
  average: (value: Numeric) => call<"double">("average", value),
  /** Whether the regular expression matches somewhere in the text. */
  regexMatches: (text: Arg<"text">, pattern: string) => call<"boolean">("regex_matches", text, pattern),
  /** First match of the regular expression (or of its only group); null without a match. */
  regexExtract: (text: Arg<"text">, pattern: string) => call<"text">("regex_extract", text, pattern),
  /** Every match replaced; `\1` stands for a group. */
  regexReplace: (text: Arg<"text">, pattern: string, replacement: string) => call<"text">("regex_replace", text, pattern, replacement),
  /** Surrogate key: md5 of the values as text; nulls count as values of their own. */
  surrogateKey: (...values: readonly Expr[]) => call<"text">("surrogate_key", ...values.map(asText)),
  /**
   * Surrogate key as a positive integer: 60 bits of `surrogateKey`. Two of a million members share one with a chance of
   * 1 in 2 million, and a `unique` test of the key tells.
   */
  integerKey: (...values: readonly Expr[]) => call<"integer">("hex_integer", fragmentOf([{ kind: "text", text: "substr(" }, partOf(fn.surrogateKey(...values)), { kind: "text", text: ", 1, 15)" }], originOf(fn.integerKey))),
  /** Value at a path (`$.a.b`) of a JSON text or value, as text. */
  jsonText: (json: Expr<"json" | "text">, path: string) => call<"text">("json_text", json, path),
  /** Relation with one column `day`: every day from `start` to `end`. Write it in `from`, with an alias after it. */
  days: (start: Expr, end: Expr) => call<never>("days", start, end),
  /** Relation with one column `n`: every integer from `start` to `end`. */
  integers: (start: Numeric, end: Numeric) => call<never>("integers", start, end),
  /**
   * What a regression predicts for a row: an expression over an alias that has its features and keys, with no join to write.
   * Null where a feature is null or the key has no equation.
   *
   * Without keys it costs little more than the same sum with constants. With keys it is a subquery for each row: 100,000 rows
   * with 8 features and 3,000 keys took 0.5 s on DuckDB 1.5 and on PostgreSQL 15 (8 s on Trino 476), where a join of
   * `regression.equation` takes 0.1 s (1 s).
   */
  predict: <N extends object>(regression: Predictor<N>, row: NoInfer<N>): Expr<"double"> => prediction(regression as never, row as never, originOf(fn.predict)),
  /** The clock of the build (`--execution-time`); the only time a model may ask for. */
  executionTime: () => call<"timestamp">("execution_time"),
};

export type FunctionName =
  | "date_trunc" | "date_add" | "days_between" | "date_part" | "parse_date" | "parse_timestamp" | "format_date"
  | "safe_divide" | "string_agg" | "arg_max" | "percentile" | "average"
  | "regex_matches" | "regex_extract" | "regex_replace" | "surrogate_key" | "hex_integer" | "json_text" | "days" | "integers" | "execution_time";

/** As text before it reaches an engine's own function: how a value is written is the same on all of them. */
const asText = (value: Expr): Expr<"text"> => fragmentOf([{ kind: "text", text: "cast(" }, partOf(value), { kind: "text", text: " as varchar)" }], originOf(fn.surrogateKey));

function call<F extends Family>(name: FunctionName, ...args: readonly (Expr | Literal)[]): Expr<F> {
  const origin = originOf(fn[camel(name)] as never);
  const fragments = args.map((arg): Fragment => fragmentOf([partOf(arg)], origin));
  return fragmentOf([{ kind: "call", name, args: fragments }], origin);
}

function cast<F extends Family>(value: Expr | Literal, to: Column<F>, safe: boolean, below: (...args: never[]) => unknown): Expr<F> {
  const origin = originOf(below);
  const part: Part = { kind: "cast", value: fragmentOf([partOf(value)], origin), type: to.spec.type, safe };
  return fragmentOf([part], origin);
}

const camel = (name: FunctionName) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) as keyof typeof fn;
