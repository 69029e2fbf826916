import type { Call, Refusal, TargetRules, Write, WriteAggregate, Written } from "./rules.ts";
import type { Value } from "./value.ts";
import { aggregateText } from "./aggregate.ts";
import { noUnit, partOf, unitOf } from "./date-units.ts";
import { digitsOf } from "./places.ts";
import { operand } from "./value.ts";
import { spaces } from "./spaces.ts";
import { translatePattern } from "./regex.ts";

const inCodeOrder = (text: string): string => `${text} collate "C"`;

/** Where PostgreSQL 15 to 18 differ from DuckDB 1.5. */
export const postgresRules: TargetRules = {
  title: "PostgreSQL",
  doubleLiteral: (digits) => `cast(${/^-/.test(digits) ? `(${digits})` : digits} as double precision)`,
  integerTypes: { SMALLINT: "smallint", INTEGER: "integer" },
  collates: true,
  inCodeOrder,
  inOwnOrder: (text) => `${text} collate "default"`,
  // A backslash escapes in a pattern here unless it is told not to.
  noEscape: " escape ''",
  ilike: (value, pattern, escape) => `${value} ilike ${pattern}${escape ?? ""}`,
  // What a cast to text writes follows the DateStyle of whoever reads.
  dateText: (day) => `to_char(${day}, 'YYYY-MM-DD')`,
  timestampText: (moment) => `regexp_replace(to_char(${moment}, 'YYYY-MM-DD HH24:MI:SS.US'), '\\.?0+$', '')`,
  // Only the form that DuckDB reads; the server would guess at 01/12/2010 by its DateStyle.
  momentText: (text, family) => `case when ${text} ~ '^\\s*\\d{4}-\\d{1,2}-\\d{1,2}${family === "date" ? "" : "([ T]\\d{1,2}:\\d{2}(:\\d{2}(\\.\\d{1,6})?)?)?"}\\s*$' then ${text} when ${text} is not null then 'not in ISO form: ' || ${text} end`,
  doubleToInteger: (value) => value,
  doubleToDecimal: (value, scale) => (scale === 0 ? halfAway(value) : `cast(${halfAway(`(${value} * cast(1e${scale} as double precision))`)} as bigint) * ${unitOfLast(scale)}`),
  booleanToInteger: (value) => `case when ${value} then 1 when not ${value} then 0 end`,
  tryNarrowInteger: (_, wide, type) => `case when ${wide} between ${type === "smallint" ? "-32768 and 32767" : "-2147483648 and 2147483647"} then ${wide} end`,
  addInterval: (moment, operator, interval) => `${operand(moment)} ${operator} ${interval}`,
  addDays: (date, operator, days) => `${date} ${operator} ${digitsOf(days) === undefined ? `cast(${days} as integer)` : days}`,
  daysBetween: (start, end) => `${end} - ${start}`,
  integerDivide: (dividend, divisor) => `${dividend} / ${divisor}`,
  greatest: (name, args) =>
    args[0]?.type?.family === "text" ? `${name}(${args.map((arg) => inCodeOrder(operand(arg))).join(", ")}) collate "default"` : `${name}(${args.map(({ sql }) => sql).join(", ")})`,
  element: (list, index) => `(${list})[${index}]`,
  series: {
    // Of literals it would be a series of 32 bits.
    integers: (start, end, step) => `generate_series(cast(${start} as bigint), cast(${end} as bigint)${step === undefined ? "" : `, ${step}`})`,
    timestamps: (start, end, step) => `generate_series(${start}, ${end}, ${step})`,
    unnest: (list) => `unnest(${list})`,
  },
  windowFilter: true,
  windowExclude: true,
  ignoreNulls: undefined,
  groupingExpressions: true,
  recursiveNeedsColumns: false,
  lateralCondition: true,
  correlatedLimit: true,
  materialized: true,
  functions: functions(),
  aggregates: aggregates(),
};

/** Functions that count with 32 bits here. */
const int4 = (value: Value): string => (typeof value.literal === "number" ? value.sql : `cast(${value.sql} as integer)`);
const atTime = (value: Value): string => (value.type?.family === "timestamp" ? value.sql : `cast(${value.sql} as timestamp(6))`);

function functions(): Readonly<Record<string, Write>> {
  const listed = (name: string): Write => ({ args: [text, ...rest] }) => `${name}(${[text!.sql, ...rest.map((arg) => (arg.type?.family === "integer" ? int4(arg) : arg.sql))].join(", ")})`;
  const part = (unit: string): Write => ({ args: [moment] }) => extract(unit, moment!);
  const trimmed = (name: string): Write => ({ args: [text, characters] }) => `${name}(${text!.sql}, ${characters?.sql ?? spaces})`;
  return {
    length: ({ args: [value] }) => (value!.type?.family === "text" ? `length(${value!.sql})` : value!.type?.family === "list" ? `cardinality(${value!.sql})` : { refused: "length of anything but a text or a list is not translated" }),
    trim: trimmed("btrim"), ltrim: trimmed("ltrim"), rtrim: trimmed("rtrim"),
    replace: listed("replace"),
    substr: substring,
    left: listed("left"), right: listed("right"), repeat: listed("repeat"), lpad: listed("lpad"), rpad: listed("rpad"),
    ends_with: ({ args: [text, end] }) => `right(${text!.sql}, length(${end!.sql})) = ${operand(end!)}`,
    split_part: ({ args }) => (typeof args[1]!.literal === "string" && args[1]!.literal !== "" ? `split_part(${args[0]!.sql}, ${args[1]!.sql}, ${int4(args[2]!)})` : { refused: "only a literal separator is translated" }),
    chr: ({ args: [code] }) => `chr(${int4(code!)})`,
    ascii: listed("ascii"),
    md5: listed("md5"),
    sha256: ({ args: [text] }) => `encode(sha256(convert_to(${text!.sql}, 'UTF8')), 'hex')`,
    concat: listed("concat"),
    regexp_matches: ({ args, context }) => withPattern(args[1]!, false, (pattern) => `${operand(args[0]!)} ~ ${context.target.literal(pattern, "text")}`),
    regexp_full_match: ({ args, context }) => withPattern(args[1]!, false, (pattern) => `${operand(args[0]!)} ~ ${context.target.literal(`^(?:${pattern})$`, "text")}`),
    regexp_extract: ({ args: [text, pattern, group], context }) => {
      if (group !== undefined && typeof group.literal !== "number") return { refused: "only a number is translated as a group" };
      return withPattern(pattern!, true, (written) => `case when ${operand(text!)} is not null then coalesce(regexp_substr(${text!.sql}, ${context.target.literal(written, "text")}, 1, 1, '', ${group?.sql ?? "0"}), '') end`);
    },
    regexp_replace: ({ args: [text, pattern, replacement, options], context }) => {
      if (options !== undefined && options.literal !== "g") return { refused: "only the option 'g' is translated" };
      if (typeof replacement!.literal !== "string" || /\\(?!\d)|\\0/.test(replacement!.literal)) return { refused: "only a literal is translated as a replacement, with \\1 for a group" };
      return withPattern(pattern!, true, (written) => `regexp_replace(${text!.sql}, ${context.target.literal(written, "text")}, ${replacement!.sql}${options === undefined ? "" : ", 'g'"})`);
    },
    ceil: ({ args: [value] }) => `ceil(${value!.sql})`,
    floor: ({ args: [value] }) => `floor(${value!.sql})`,
    trunc: ({ args: [value] }) => `trunc(${value!.sql})`,
    sign: ({ args: [value] }) => `cast(sign(${value!.sql}) as bigint)`,
    round,
    log: listed("log"), log10: listed("log"),
    log2: ({ args: [value] }) => `ln(${value!.sql}) / ln(cast(2 as double precision))`,
    year: part("year"), quarter: part("quarter"), month: part("month"), week: part("week"), day: part("day"), doy: part("doy"), dayofweek: part("dow"), isodow: part("isodow"), isoyear: part("isoyear"),
    hour: part("hour"), minute: part("minute"), second: part("second"), epoch: part("epoch"),
    date_part: ({ args: [unit, moment] }) => {
      const name = partOf(unit!);
      return name === undefined ? noUnit : extract(name, moment!);
    },
    date_trunc: ({ args: [unit, moment] }) => {
      const name = unitOf(unit!);
      return name === undefined ? noUnit : `date_trunc('${name}', ${atTime(moment!)})`;
    },
    date_diff: ({ args: [unit, start, end] }) => difference(unitOf(unit!), start!, end!),
    last_day: ({ args: [moment] }) => `cast(date_trunc('month', ${atTime(moment!)}) + interval '1' month - interval '1' day as date)`,
    make_date: ({ args }) => `make_date(${args.map(int4).join(", ")})`,
    dayname: ({ args: [moment] }) => `to_char(${atTime(moment!)}, 'FMDay')`,
    monthname: ({ args: [moment] }) => `to_char(${atTime(moment!)}, 'FMMonth')`,
  };
}

/** DuckDB counts a negative start from the end, which PostgreSQL takes for places before the first. */
function substring({ args: [text, start, count] }: Call): Written {
  if (typeof count?.literal === "number" && count.literal < 0) return { refused: "a negative length is not translated" };
  const length = count === undefined ? "" : `, ${int4(count)}`;
  if (typeof start!.literal === "number" && start!.literal >= 0) return `substr(${text!.sql}, ${start!.sql}${length})`;
  const from = int4(start!);
  const fromEnd = `length(${text!.sql}) + (${from}) + 1`;
  if (typeof start!.literal === "number") return `substr(${text!.sql}, ${fromEnd}${length})`;
  return `substr(${text!.sql}, case when ${from} < 0 then ${fromEnd} else ${from} end${length})`;
}

/** Half away from zero, as DuckDB rounds; doubles are rounded to the even neighbour here. */
function round({ args: [value, digits] }: Call): Written {
  const count = digits === undefined ? 0 : digits.literal;
  if (typeof count !== "number") return { refused: "only a number is translated as the digits of round" };
  switch (value!.type?.family) {
    case "integer":
      return count >= 0 ? value!.sql : `cast(round(cast(${value!.sql} as numeric), ${count}) as bigint)`;
    case "decimal":
      return `round(${value!.sql}, ${count})`;
    default: {
      if (count === 0) return halfAway(operand(value!));
      const factor = `cast(1e${Math.abs(count)} as double precision)`;
      const [there, back] = count > 0 ? ["*", "/"] : ["/", "*"];
      return `(${halfAway(`(${operand(value!)} ${there} ${factor})`)}) ${back} ${factor}`;
    }
  }
}

/** 1 in the last of so many digits after the point. */
const unitOfLast = (scale: number): string => `0.${"1".padStart(scale, "0")}`;

const halfAway = (value: string): string => `trunc(${value}) + case when abs(${value} - trunc(${value})) >= 0.5 then sign(${value}) else 0 end`;

function extract(unit: string, moment: Value): string {
  const isTime = unit === "hour" || unit === "minute" || unit === "second";
  const value = `extract(${unit} from ${isTime ? atTime(moment) : moment.sql})`;
  if (unit === "epoch") return `cast(${value} as double precision)`;
  return `cast(${unit === "second" ? `floor(${value})` : value} as bigint)`;
}

/** How many beginnings of the unit lie between; weeks are spans of seven days, wherever they begin. */
function difference(unit: string | undefined, start: Value, end: Value): Written {
  const of = (name: string, moment: Value): string => `extract(${name} from ${moment.sql})`;
  const day = (moment: Value): string => `cast(${moment.sql} as date)`;
  const months = (count: number, name: string): string => `cast((${of("year", end)} - ${of("year", start)}) * ${count} + ${of(name, end)} - ${of(name, start)} as bigint)`;
  switch (unit) {
    case undefined:
      return noUnit;
    case "year":
      return `cast(${of("year", end)} - ${of("year", start)} as bigint)`;
    case "quarter":
      return months(4, "quarter");
    case "month":
      return months(12, "month");
    case "week":
      return `(${day(end)} - ${day(start)}) / 7`;
    case "day":
      return `${day(end)} - ${day(start)}`;
    default: {
      const seconds = { hour: 3600, minute: 60, second: 1 }[unit];
      return `cast(extract(epoch from date_trunc('${unit}', ${atTime(end)}) - date_trunc('${unit}', ${atTime(start)})) / ${seconds} as bigint)`;
    }
  }
}

function withPattern(pattern: Value, isSearch: boolean, written: (pattern: string) => string): Written {
  const translated = typeof pattern.literal === "string" ? translatePattern(pattern.literal, { start: "^", end: "$", isLongest: true }, isSearch) : undefined;
  return translated === undefined ? noPattern : written(translated);
}

const noPattern: Refusal = { refused: "PostgreSQL may match this regular expression in another way than DuckDB", fix: "write a literal pattern without alternatives, lazy repetitions and lookarounds, in which what follows a repetition cannot be one more of it" };

function aggregates(): Readonly<Record<string, WriteAggregate>> {
  const nan = `cast('NaN' as double precision)`;
  return {
    sum: (call) => {
      const sum = aggregateText(call, "sum", [call.args[0]!.sql]);
      // A sum of integers is numeric here; 64 bits are what integers have in every target.
      return call.args[0]!.type?.family === "integer" ? `cast(${sum} as bigint)` : sum;
    },
    string_agg: (call) => {
      const text = aggregateText(call, "string_agg", call.args.map(({ sql }) => sql));
      return call.isDistinct && call.order !== "" ? `${text} collate "default"` : text;
    },
    any_value: (call) => firstOf(call, call.args[0]!.sql, `${operand(call.args[0]!)} is not null`, ""),
    first: (call) => (call.order === "" ? { refused: "which value is the first depends on an order", fix: "write first(x order by …) or any_value(x)" } : firstOf(call, call.args[0]!.sql, undefined, call.order)),
    arg_max: (call) => extremeBy(call, "desc"),
    arg_min: (call) => extremeBy(call, "asc"),
    mode: (call) => (call.isDistinct || call.over !== undefined ? { refused: "mode over a window is not translated" } : `mode() within group (order by ${call.args[0]!.sql})${call.filter === undefined ? "" : ` filter (where ${call.filter})`}`),
    corr: (call) => `case when ${pairs(call)} > 0 then coalesce(${aggregateText(call, "corr", call.args.map(({ sql }) => sql))}, ${nan}) end`,
    regr_slope: (call) => `case when ${pairs(call)} > 0 then coalesce(${aggregateText(call, "regr_slope", call.args.map(({ sql }) => sql))}, ${nan}) end`,
    regr_r2: (call) => aggregateText(call, "regr_r2", call.args.map(({ sql }) => sql)),
  };
}

const pairs = (call: Parameters<WriteAggregate>[0]): string => aggregateText(call, "regr_count", call.args.map(({ sql }) => sql));

/** The first of an array; there is no aggregate for it in PostgreSQL 15. */
function firstOf(call: Parameters<WriteAggregate>[0], value: string, condition: string | undefined, order: string): Written {
  if (call.isDistinct) return { refused: "distinct means nothing here" };
  const filter = [condition, call.filter === undefined ? undefined : `(${call.filter})`].filter((part) => part !== undefined).join(" and ");
  return `(${aggregateText({ ...call, order, filter: filter === "" ? undefined : filter }, "array_agg", [value])})[1]`;
}

function extremeBy(call: Parameters<WriteAggregate>[0], direction: string): Written {
  const [value, by] = call.args;
  if (call.over !== undefined) return { refused: "PostgreSQL has no arg_max over a window" };
  if (by!.type === undefined) return { refused: "the type of what is compared is not known", fix: "say it with fn.cast" };
  const key = by!.type.family === "text" ? inCodeOrder(operand(by!)) : by!.sql;
  return firstOf(call, value!.sql, `${operand(value!)} is not null and ${operand(by!)} is not null`, ` order by ${key} ${direction}`);
}
