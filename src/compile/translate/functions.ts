import type { Value } from "./value.ts";
import type { ValueType } from "./value-type.ts";
import type { Write } from "./rules.ts";
import { operand } from "./value.ts";
import { boolean, commonType, date, decimalOf, double, integer, text, timestamp } from "./value-type.ts";

/** What an argument must be; `any` is not looked at. */
type Accepts = "any" | "text" | "double" | "number" | "integer" | "moment";

/** What a function of DuckDB takes and gives. `write` is for targets whose rules have none of their own. */
export interface FunctionMeaning {
  readonly takes: readonly [least: number, most: number];
  /** By position; the last is for all that follow. */
  readonly accepts: readonly Accepts[];
  readonly type: (args: readonly Value[]) => ValueType | undefined;
  readonly write?: Write;
}

const gives = (type: ValueType) => (): ValueType => type;
const sameAsFirst = (args: readonly Value[]): ValueType | undefined => args[0]?.type;
const named = (name: string): Write => ({ args }) => `${name}(${args.map(({ sql }) => sql).join(", ")})`;

const of = (accepts: readonly Accepts[], type: ValueType | FunctionMeaning["type"], write?: Write, takes: readonly [number, number] = [accepts.length, accepts.length]): FunctionMeaning => ({
  takes,
  accepts,
  type: typeof type === "function" ? type : gives(type),
  ...(write === undefined ? {} : { write }),
});

/** DuckDB's own spelling of a function of `fn`: the target's dialect knows its equal. */
const throughDialect = (name: "format_date" | "parse_timestamp"): Write => ({ args: [value, format], context, node }) => {
  if (typeof format!.literal !== "string") return { refused: "only a literal is translated as a format" };
  return context.call(node, name, [operand(value!), format!.sql], [undefined, format!.literal]) ?? { refused: "" };
};

const part: FunctionMeaning = of(["moment"], integer);
const ofDouble = (name: string): FunctionMeaning => of(["double"], double, named(name));

/** Names of one function; the parser writes some operators and keywords as these. */
export const synonyms: Readonly<Record<string, string>> = {
  ceiling: "ceil", char_length: "length", character_length: "length", len: "length", lcase: "lower", ucase: "upper", position: "strpos", instr: "strpos", "^@": "starts_with", prefix: "starts_with", suffix: "ends_with",
  substring: "substr", datediff: "date_diff", datepart: "date_part", datetrunc: "date_trunc", dayofmonth: "day", dayofyear: "doy", weekofyear: "week", array_agg: "list", group_concat: "string_agg", listagg: "string_agg",
  max_by: "arg_max", min_by: "arg_min", argmax: "arg_max", argmin: "arg_min", mean: "avg", stddev: "stddev_samp", variance: "var_samp", var: "var_samp", quantile: "quantile_disc", percentile_cont: "quantile_cont",
  arbitrary: "first", logical_and: "bool_and", logical_or: "bool_or", countif: "count_if", list_pack: "list_value", array_value: "list_value", "~": "regexp_full_match", "@": "abs", weekday: "dayofweek",
};

const whole = ([value]: readonly Value[]): ValueType | undefined => (value?.type?.family === "decimal" ? decimalOf(0) : value?.type?.family === "integer" ? double : value?.type);

/** Of a decimal, rounding keeps as many digits as it is told; integers and doubles stay what they are. */
function roundedType([value, digits]: readonly Value[]): ValueType | undefined {
  if (value?.type?.family !== "decimal") return value?.type;
  const kept = digits === undefined ? 0 : Number(digits.literal);
  return decimalOf(Math.max(0, Math.min(kept, value.type.scale)));
}

export const functions: Readonly<Record<string, FunctionMeaning>> = {
  nullif: of(["any", "any"], sameAsFirst, named("nullif")),
  lower: of(["text"], text, named("lower")),
  upper: of(["text"], text, named("upper")),
  length: of(["any"], integer),
  trim: of(["text", "text"], text, undefined, [1, 2]),
  ltrim: of(["text", "text"], text, undefined, [1, 2]),
  rtrim: of(["text", "text"], text, undefined, [1, 2]),
  replace: of(["text", "text", "text"], text),
  substr: of(["text", "integer", "integer"], text, undefined, [2, 3]),
  left: of(["text", "integer"], text),
  right: of(["text", "integer"], text),
  reverse: of(["text"], text, named("reverse")),
  strpos: of(["text", "text"], integer, named("strpos")),
  starts_with: of(["text", "text"], boolean, named("starts_with")),
  ends_with: of(["text", "text"], boolean),
  contains: of(["text", "text"], boolean, ({ args }) => `strpos(${args[0]!.sql}, ${args[1]!.sql}) > 0`),
  split_part: of(["text", "text", "integer"], text),
  lpad: of(["text", "integer", "text"], text, named("lpad")),
  rpad: of(["text", "integer", "text"], text, named("rpad")),
  repeat: of(["text", "integer"], text),
  chr: of(["integer"], text),
  ascii: of(["text"], integer),
  md5: of(["text"], text),
  sha256: of(["text"], text),
  translate: of(["text", "text", "text"], text, named("translate")),
  concat: of(["text"], text, undefined, [1, 99]),
  concat_ws: of(["text"], text, named("concat_ws"), [2, 99]),
  regexp_matches: of(["text", "text"], boolean),
  regexp_full_match: of(["text", "text"], boolean),
  regexp_extract: of(["text", "text", "integer"], text, undefined, [2, 3]),
  regexp_replace: of(["text", "text", "text", "text"], text, undefined, [3, 4]),

  abs: of(["number"], sameAsFirst, named("abs")),
  ceil: of(["number"], whole),
  floor: of(["number"], whole),
  round: of(["number", "integer"], roundedType, undefined, [1, 2]),
  trunc: of(["number"], whole),
  sign: of(["number"], integer),
  sqrt: ofDouble("sqrt"),
  cbrt: ofDouble("cbrt"),
  exp: ofDouble("exp"),
  ln: ofDouble("ln"),
  log: of(["double"], double),
  log10: of(["double"], double),
  log2: of(["double"], double),
  pi: of([], double, named("pi")),
  sin: ofDouble("sin"), cos: ofDouble("cos"), tan: ofDouble("tan"), asin: ofDouble("asin"), acos: ofDouble("acos"), atan: ofDouble("atan"),
  atan2: of(["double", "double"], double, named("atan2")),
  radians: ofDouble("radians"), degrees: ofDouble("degrees"),
  greatest: of(["any"], (args) => commonType(args.map(({ type }) => type)), ({ args, context }) => context.rules.greatest("greatest", args), [1, 99]),
  least: of(["any"], (args) => commonType(args.map(({ type }) => type)), ({ args, context }) => context.rules.greatest("least", args), [1, 99]),

  year: part, quarter: part, month: part, week: part, day: part, doy: part, dayofweek: part, isodow: part, isoyear: part, hour: part, minute: part, second: part,
  epoch: of(["moment"], double),
  date_part: of(["text", "moment"], ([unit]) => (unit?.literal === "epoch" ? double : integer)),
  date_trunc: of(["text", "moment"], timestamp),
  date_diff: of(["text", "moment", "moment"], integer),
  last_day: of(["moment"], date),
  make_date: of(["integer", "integer", "integer"], date),
  dayname: of(["moment"], text),
  monthname: of(["moment"], text),
  strftime: of(["moment", "text"], text, throughDialect("format_date")),
  strptime: of(["text", "text"], timestamp, throughDialect("parse_timestamp")),
};
