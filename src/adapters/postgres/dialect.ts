import type { ColumnType, Family } from "../../define/types.ts";
import type { Dialect, DialectFunction } from "../adapter.ts";
import { patternOf, replacementOf } from "./patterns.ts";
import { readingsOf, templateOf } from "./formats.ts";
import { safeCast } from "./safe-cast.ts";
import { typeName } from "./types.ts";

const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

function literal(value: string | number | boolean | null, family: Family | "null"): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return value ? "true" : "false";
  switch (family) {
    case "integer":
      return /^[+-]?\d+$/.test(String(value)) ? String(value) : text(String(value));
    case "decimal":
    case "double":
      return /^[+-]?\d+(\.\d+)?$/.test(String(value)) ? String(value) : `cast(${text(String(value))} as double precision)`;
    case "date":
    case "timestamp":
      return `${family} ${text(String(value))}`;
    case "json":
      return `cast(${text(String(value))} as jsonb)`;
    default:
      return text(String(value));
  }
}

const cast = (expression: string, type: ColumnType, safe: boolean): string => (safe ? safeCast(expression, type) : `cast(${expression} as ${typeName(type)})`);

type Literals = readonly (string | number | boolean | null | undefined)[];
type Spelling = (args: readonly string[], literals: Literals) => string;

/** Dates are truncated and shifted as timestamps: with a zone they would depend on that of whoever reads a view. */
const moment = (value: string | undefined): string => `cast(${value} as timestamp)`;

const functions: Readonly<Record<DialectFunction, Spelling>> = {
  date_trunc: ([unit, value]) => `cast(date_trunc(${unit}, ${moment(value)}) as date)`,
  date_add: ([, value, count], [unit]) => `cast(${moment(value)} + cast(${count} as integer) * interval '${unit === "quarter" ? "3 month" : `1 ${unit}`}' as date)`,
  days_between: ([start, end]) => `cast(cast(${end} as date) - cast(${start} as date) as bigint)`,
  date_part: ([, value], [part]) => `cast(extract(${part === "dow" ? "isodow" : part} from ${moment(value)}) as bigint)`,
  parse_date: ([value], [, format]) => `cast(${parsed(value!, String(format))} as date)`,
  parse_timestamp: ([value], [, format]) => parsed(value!, String(format)),
  format_date: ([value], [, format]) => `to_char(${moment(value)}, ${text(templateOf(String(format)))})`,
  safe_divide: ([dividend, divisor]) => `cast(${dividend} as double precision) / nullif(cast(${divisor} as double precision), 0)`,
  string_agg: ([value, separator, order]) => `string_agg(${value}, ${separator} order by ${order})`,
  arg_max: ([value, by]) => `(array_agg(${value} order by ${by} desc) filter (where ${value} is not null and ${by} is not null))[1]`,
  percentile: ([value, share]) => `percentile_cont(${share}) within group (order by cast(${value} as double precision))`,
  average: ([value]) => `avg(cast(${value} as double precision))`,
  regex_matches: ([value, pattern], [, source]) => `(${value} ~ ${patternText(pattern!, source)})`,
  // A group that took no part in the match is an empty text.
  regex_extract: ([value, pattern], [, source]) => `case when ${value} ~ ${patternText(pattern!, source)} then coalesce((regexp_match(${value}, ${patternText(pattern!, source)}))[1], '') end`,
  regex_replace: ([value, pattern, replacement], [, source, replacing]) => `regexp_replace(${value}, ${patternText(pattern!, source)}, ${typeof replacing === "string" ? text(replacementOf(replacing)) : replacement}, 'g')`,
  // Each value with its length before it, so that no two lists of values are the same text.
  surrogate_key: (values) => `md5(concat(${values.map((value) => `coalesce(length(cast(${value} as text)) || ':' || cast(${value} as text), '-')`).join(", ")}))`,
  hex_integer: ([digits]) => `cast(cast('x' || lpad(${digits}, 16, '0') as bit(64)) as bigint)`,
  json_text: ([json, path], [, source]) => jsonText(json!, path!, source),
  days: ([start, end]) => `(select cast(day as date) as day from generate_series(${moment(`cast(${start} as date)`)}, ${moment(`cast(${end} as date)`)}, interval '1 day') as days(day))`,
  integers: ([start, end]) => `(select n from generate_series(cast(${start} as bigint), cast(${end} as bigint)) as integers(n))`,
};

const patternText = (pattern: string, source: Literals[number]): string => (typeof source === "string" ? text(patternOf(source)) : pattern);

/** A text that does not fit is cast as it is, behind a mark that no moment has: the error shows it. */
function parsed(value: string, format: string): string {
  const cases = readingsOf(format).map(({ pattern, replacement }) => `when ${value} ~ ${text(pattern)} then cast(regexp_replace(${value}, ${text(pattern)}, ${text(replacement)}) as timestamp)`);
  return `case ${cases.join(" ")} when ${value} is not null then cast(concat('not of the form ', ${text(format)}, ': ', ${value}) as timestamp) end`;
}

/** Steps of a path like `$.a."b c"[0]` as an array; other paths are left to SQL/JSON. */
function jsonText(json: string, path: string, source: Literals[number]): string {
  const steps = typeof source === "string" && /^\$(\.\w+|\."[^"]*"|\[\d+\])*$/.test(source) ? [...source.matchAll(/\.(\w+)|\."([^"]*)"|\[(\d+)\]/g)].map(([, name, quoted, index]) => name ?? quoted ?? index!) : undefined;
  if (steps === undefined) return `(jsonb_path_query_first(cast(${json} as jsonb), cast('strict ' || ${path} as jsonpath), '{}', true) #>> '{}')`;
  return `(cast(${json} as json) #>> array[${steps.map(text).join(", ")}]::text[])`;
}

export const dialect: Dialect = {
  name: "postgres",
  grants: true,
  provesTypes: false,
  inlinesSteps: true,
  quote,
  literal,
  typeName,
  cast,
  call: (name, args, literals) => functions[name](args, literals),
};
