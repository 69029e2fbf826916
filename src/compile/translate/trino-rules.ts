import type { AggregateCall } from "./aggregate.ts";
import type { Call, Refusal, TargetRules, Write, WriteAggregate, Written } from "./rules.ts";
import type { Value } from "./value.ts";
import { aggregateText } from "./aggregate.ts";
import { noUnit, partOf, unitOf } from "./date-units.ts";
import { digitsOf, unmark } from "./places.ts";
import { operand } from "./value.ts";
import { spaces } from "./spaces.ts";
import { textIn } from "./tree.ts";
import { translatePattern } from "./regex.ts";

/** Where Trino 476 differs from DuckDB 1.5. */
export const trinoRules: TargetRules = {
  title: "Trino",
  doubleLiteral: (digits) => (/e/i.test(digits) ? digits : `${digits}e0`),
  integerTypes: { SMALLINT: "smallint", INTEGER: "integer" },
  collates: false,
  inCodeOrder: (text) => text,
  inOwnOrder: (text) => text,
  noEscape: "",
  ilike: (value, pattern, escape) => `lower(${value}) like lower(${pattern})${escape ?? ""}`,
  dateText: (day) => `cast(${day} as varchar)`,
  // Six digits are always printed; DuckDB leaves out the zeros at the end.
  timestampText: (moment) => `regexp_replace(cast(${moment} as varchar), '\\.?0+$', '')`,
  momentText: (text, family) => (family === "date" ? text : `replace(${text}, 'T', ' ')`),
  // Halves go up here, to the even neighbour in DuckDB.
  doubleToInteger: (value) => `case when abs(${value} - truncate(${value})) = 5e-1 then 2e0 * round(${value} / 2e0) else ${value} end`,
  doubleToDecimal: (value, scale) => (scale === 0 ? `round(${value})` : `cast(round(${value} * 1e${scale}) as bigint) * 0.${"1".padStart(scale, "0")}`),
  booleanToInteger: (value) => `cast(${value} as bigint)`,
  tryNarrowInteger: (value, _, type) => `try_cast(${value} as ${type})`,
  // A date stays a date here; in DuckDB it becomes a timestamp.
  addInterval: (moment, operator, interval) => `${atTime(moment)} ${operator} ${interval}`,
  addDays: (date, operator, days) => `date_add('day', ${operator === "-" ? `-(${days})` : days}, ${date})`,
  daysBetween: (start, end) => `date_diff('day', ${start}, ${end})`,
  integerDivide: (dividend, divisor) => `${dividend} / ${divisor}`,
  // One null makes all null here; DuckDB passes over it.
  greatest: (name, args) => `${name}(${args.map((arg) => (arg.literal === undefined || arg.literal === null ? `coalesce(${[arg, ...args.filter((other) => other !== arg)].map(({ sql }) => sql).join(", ")})` : arg.sql)).join(", ")})`,
  element: (list, index) => `element_at(${list}, ${index})`,
  series: {
    integers: (start, end, step) => series(start, end, step),
    timestamps: (start, end, step) => `unnest(if(${start} <= ${end}, sequence(${start}, ${end}, ${step}), cast(array[] as array(timestamp(6)))))`,
    unnest: (list) => `unnest(${list})`,
  },
  windowFilter: false,
  windowExclude: false,
  ignoreNulls: " ignore nulls",
  groupingExpressions: false,
  recursiveNeedsColumns: true,
  lateralCondition: false,
  correlatedLimit: false,
  materialized: false,
  functions: functions(),
  aggregates: aggregates(),
};

/** Without a step, a series counts down here when its end comes before its start; in DuckDB it is empty, with a step too. */
function series(start: string, end: string, step: string | undefined): string {
  const [first, last] = step !== undefined && unmark(step).text.startsWith("-") ? [end, start] : [start, end];
  const called = `sequence(${start}, ${end}${step === undefined ? "" : `, ${step}`})`;
  const isFull = (digitsOf(first) ?? Infinity) <= (digitsOf(last) ?? -Infinity);
  return isFull ? `unnest(${called})` : `unnest(if(${first} <= ${last}, ${called}, cast(array[] as array(bigint))))`;
}

const atTime = (value: Value): string => (value.type?.family === "timestamp" ? operand(value) : `cast(${value.sql} as timestamp(6))`);
const atDay = (value: Value): string => (value.type?.family === "date" ? value.sql : `cast(${value.sql} as date)`);

function functions(): Readonly<Record<string, Write>> {
  const listed = (name: string): Write => ({ args }) => `${name}(${args.map(({ sql }) => sql).join(", ")})`;
  const part = (unit: string): Write => ({ args: [moment] }) => extract(unit, moment!);
  const trimmed = (side: string): Write => ({ args: [text, characters] }) => `trim(${side} ${characters?.sql ?? spaces} from ${text!.sql})`;
  return {
    length: ({ args: [value] }) => (value!.type?.family === "text" ? `length(${value!.sql})` : value!.type?.family === "list" ? `cardinality(${value!.sql})` : { refused: "length of anything but a text or a list is not translated" }),
    trim: trimmed("both"), ltrim: trimmed("leading"), rtrim: trimmed("trailing"),
    replace: ({ args: [text, search, other] }) => (typeof search!.literal === "string" && search!.literal !== "" ? `replace(${text!.sql}, ${search!.sql}, ${other!.sql})` : { refused: "only a literal is translated as the text to replace" }),
    substr: substring,
    left: ({ args: [text, count] }) => (isPositive(count!) ? `substr(${text!.sql}, 1, ${count!.sql})` : `substr(${text!.sql}, 1, case when ${operand(count!)} < 0 then greatest(length(${text!.sql}) + ${operand(count!)}, 0) else ${count!.sql} end)`),
    right: ({ args: [text, count] }) => {
      const last = `substr(${text!.sql}, greatest(length(${text!.sql}) - ${operand(count!)} + 1, 1))`;
      return isPositive(count!) ? last : `case when ${operand(count!)} < 0 then substr(${text!.sql}, 1 - ${operand(count!)}) else ${last} end`;
    },
    ends_with: ({ args: [text, end] }) => `substr(${text!.sql}, greatest(length(${text!.sql}) - length(${end!.sql}) + 1, 1)) = ${operand(end!)}`,
    split_part: ({ args: [text, separator, index] }) => {
      if (typeof separator!.literal !== "string" || separator!.literal === "" || !isPositive(index!) || index!.literal === 0) return { refused: "only a literal separator and a literal number from 1 are translated" };
      return `coalesce(split_part(${text!.sql}, ${separator!.sql}, ${index!.sql}), substr(${text!.sql}, 1, 0))`;
    },
    repeat: ({ args: [text, count] }) => `case when ${operand(text!)} is not null then array_join(repeat(${text!.sql}, cast(greatest(${count!.sql}, 0) as integer)), '') end`,
    chr: listed("chr"),
    ascii: ({ args: [text] }) => `case when ${operand(text!)} = '' then 0 else codepoint(cast(substr(${text!.sql}, 1, 1) as varchar(1))) end`,
    md5: ({ args: [text] }) => `lower(to_hex(md5(to_utf8(${text!.sql}))))`,
    sha256: ({ args: [text] }) => `lower(to_hex(sha256(to_utf8(${text!.sql}))))`,
    concat: ({ args }) => args.map((arg) => (typeof arg.literal === "string" ? arg.sql : `coalesce(${arg.sql}, '')`)).join(" || "),
    regexp_matches: ({ args, context }) => withPattern(args[1]!, (pattern) => `regexp_like(${args[0]!.sql}, ${context.target.literal(pattern, "text")})`),
    regexp_full_match: ({ args, context }) => withPattern(args[1]!, (pattern) => `regexp_like(${args[0]!.sql}, ${context.target.literal(`\\A(?:${pattern})\\z`, "text")})`),
    regexp_extract: ({ args: [text, pattern, group], context }) => {
      if (group !== undefined && typeof group.literal !== "number") return { refused: "only a number is translated as a group" };
      return withPattern(pattern!, (written) => `case when ${operand(text!)} is not null then coalesce(regexp_extract(${text!.sql}, ${context.target.literal(written, "text")}, ${group?.sql ?? "0"}), '') end`);
    },
    regexp_replace: ({ args: [text, pattern, replacement, options], context }) => {
      if (options?.literal !== "g") return { refused: "Trino replaces every match, not only the first", fix: "write the option 'g', or use fn.regexReplace" };
      if (typeof replacement!.literal !== "string" || /\\(?!\d)|\\0|\\\d\d/.test(replacement!.literal)) return { refused: "only a literal is translated as a replacement, with \\1 for a group" };
      const written = replacement!.literal.replaceAll("$", "\\$").replaceAll(/\\(\d)/g, "$$$1");
      return withPattern(pattern!, (translated) => `regexp_replace(${text!.sql}, ${context.target.literal(translated, "text")}, ${context.target.literal(written, "text")})`);
    },
    ceil: whole("ceil"),
    floor: whole("floor"),
    trunc: whole("truncate"),
    sign: ({ args: [value] }) => `cast(sign(${value!.sql}) as bigint)`,
    round,
    log: listed("log10"), log10: listed("log10"), log2: listed("log2"),
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
    date_diff: ({ args: [unit, start, end] }) => {
      const name = unitOf(unit!);
      if (name === undefined) return noUnit;
      // Whole units that have passed are counted here; from beginning to beginning these are the ones that DuckDB counts.
      const days = `date_diff('day', ${atDay(start!)}, ${atDay(end!)})`;
      // But weeks are spans of seven days there, wherever they begin.
      if (name === "week") return `${days} / 7`;
      return name === "day" ? days : `date_diff('${name}', date_trunc('${name}', ${atTime(start!)}), date_trunc('${name}', ${atTime(end!)}))`;
    },
    last_day: ({ args: [moment] }) => `last_day_of_month(${moment!.sql})`,
    make_date: ({ args }) => `cast(format('%04d-%02d-%02d', ${args.map(({ sql }) => sql).join(", ")}) as date)`,
    dayname: ({ args: [moment] }) => `date_format(${atTime(moment!)}, '%W')`,
    monthname: ({ args: [moment] }) => `date_format(${atTime(moment!)}, '%M')`,
  };
}

const isPositive = (value: Value): boolean => typeof value.literal === "number" && value.literal >= 0;

/** Of an integer DuckDB makes a double. */
function whole(name: string): Write {
  return ({ args: [value], context }) => (value!.type?.family === "integer" ? context.target.cast(value!.sql, { family: "double" }, false) : `${name}(${value!.sql})`);
}

/** DuckDB counts a negative start from the end, however far, and a start of 0 is the place before the first. */
function substring({ args: [text, start, count] }: Call): Written {
  const isFirst = typeof start!.literal === "number" && start!.literal >= 1;
  const place = typeof start!.literal !== "number" ? `case when ${operand(start!)} < 0 then length(${text!.sql}) + ${operand(start!)} + 1 else ${start!.sql} end` : start!.literal < 0 ? `length(${text!.sql}) + ${operand(start!)} + 1` : start!.sql;
  const from = isFirst ? place : `greatest(${place}, 1)`;
  if (count === undefined) return `substr(${text!.sql}, ${from})`;
  if (typeof count.literal === "number" && count.literal < 0) return { refused: "a negative length is not translated" };
  const length = isFirst ? count.sql : `greatest((${place}) + ${operand(count)} - ${from}, 0)`;
  const cut = `substr(${text!.sql}, ${from}, ${length})`;
  // A negative length takes what stands before the start in DuckDB, and is an error in PostgreSQL.
  return isPositive(count) || start!.literal === 1 ? cut : `if(${operand(count)} < 0, cast(fail('negative length of substr') as varchar), ${cut})`;
}

/** The same steps as DuckDB takes: up, rounded half away from zero, and down again. */
function round({ args: [value, digits] }: Call): Written {
  const count = digits === undefined ? 0 : digits.literal;
  if (typeof count !== "number") return { refused: "only a number is translated as the digits of round" };
  switch (value!.type?.family) {
    case "integer":
      return count >= 0 ? value!.sql : `round(${value!.sql}, ${count})`;
    case "decimal":
      return `round(${value!.sql}, ${count})`;
    default:
      if (count === 0) return `round(${value!.sql})`;
      return count > 0 ? `round(${operand(value!)} * 1e${count}) / 1e${count}` : `round(${operand(value!)} / 1e${-count}) * 1e${-count}`;
  }
}

function extract(unit: string, moment: Value): string {
  switch (unit) {
    case "dow":
      return `day_of_week(${moment.sql}) % 7`;
    case "isodow":
      return `day_of_week(${moment.sql})`;
    case "isoyear":
      return `year_of_week(${moment.sql})`;
    case "epoch":
      return `to_unixtime(${atTime(moment)})`;
    case "hour": case "minute": case "second":
      return `extract(${unit} from ${atTime(moment)})`;
    default:
      return `extract(${unit} from ${moment.sql})`;
  }
}

function withPattern(pattern: Value, written: (pattern: string) => string): Written {
  const translated = typeof pattern.literal === "string" ? translatePattern(pattern.literal, { start: "\\A", end: "\\z", isLongest: false }, true) : undefined;
  return translated === undefined ? noPattern : written(translated);
}

const noPattern: Refusal = { refused: "Trino may match this regular expression in another way than DuckDB", fix: "write a literal pattern without lazy repetitions and lookarounds" };

function aggregates(): Readonly<Record<string, WriteAggregate>> {
  const named = (name: string): WriteAggregate => (call) => aggregateText(call, name, call.args.map(({ sql }) => sql));
  const filtered = (call: Parameters<WriteAggregate>[0], condition: string) => ({ ...call, filter: call.filter === undefined ? condition : `(${call.filter}) and ${condition}` });
  const guarded = (name: string): WriteAggregate => (call) => {
    const pairs = aggregateText(call, "count", [call.args.map(operand).join(" + ")]);
    return `case when ${pairs} > 0 then coalesce(${aggregateText(call, name, call.args.map(({ sql }) => sql))}, nan()) end`;
  };
  const by = (name: string): WriteAggregate => (call) => {
    const [value, key] = call.args;
    if (call.over !== undefined || call.isDistinct) return { refused: `${name} over a window is not translated for Trino` };
    return aggregateText(filtered(call, `${operand(value!)} is not null and ${operand(key!)} is not null`), name, [value!.sql, key!.sql]);
  };
  return {
    sum: (call) => (slides(call) && call.args[0]!.type?.family === "double" ? addedUp(call) : named("sum")(call)),
    avg: (call) => (slides(call) ? `(${addedUp(call)} / ${aggregateText(call, "count", [call.args[0]!.sql])})` : named("avg")(call)),
    string_agg: (call) => {
      const [text, separator] = call.args;
      if (call.over !== undefined) return { refused: "string_agg over a window is not translated for Trino" };
      return `array_join(${aggregateText(filtered(call, `${operand(text!)} is not null`), "array_agg", [text!.sql])}, ${separator!.sql})`;
    },
    any_value: named("any_value"),
    first: (call) => (call.order === "" || call.over !== undefined ? { refused: "which value is the first depends on an order", fix: "write first(x order by …) or any_value(x)" } : `element_at(${aggregateText(call, "array_agg", [call.args[0]!.sql])}, 1)`),
    arg_max: by("max_by"),
    arg_min: by("min_by"),
    corr: guarded("corr"),
    regr_slope: guarded("regr_slope"),
  };
}

/** Whether values leave the window's frame again from one row to the next. */
const slides = ({ node, over }: AggregateCall): boolean => over !== undefined && textIn(node, "start") !== "UNBOUNDED_PRECEDING";

/** The sum of a frame's doubles. Trino's own takes away what has left the frame, so that the rounding errors of all rows before stay in it. */
function addedUp(call: AggregateCall): string {
  return aggregateText(call, "reduce_agg", [call.args[0]!.sql, "0e0", "(a, b) -> a + b", "(a, b) -> a + b"]);
}
