import type { ColumnType, Family } from "../../define/types.ts";
import type { Dialect, DialectFunction } from "../adapter.ts";

const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

function typeName(type: ColumnType): string {
  switch (type.family) {
    case "integer":
      return "bigint";
    case "decimal":
      return `decimal(${type.precision}, ${type.scale})`;
    case "text":
      return "varchar";
    case "list":
      return `${typeName(type.of)}[]`;
    default:
      return type.family;
  }
}

function literal(value: string | number | boolean | null, family: Family | "null"): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return value ? "true" : "false";
  switch (family) {
    case "integer":
      return /^[+-]?\d+$/.test(String(value)) ? String(value) : text(String(value));
    case "decimal":
    case "double":
      return /^[+-]?\d+(\.\d+)?$/.test(String(value)) ? String(value) : `cast(${text(String(value))} as double)`;
    case "date":
    case "timestamp":
      return `${family} ${text(String(value))}`;
    case "json":
      return `cast(${text(String(value))} as json)`;
    default:
      return text(String(value));
  }
}

const cast = (expression: string, type: ColumnType, safe: boolean): string => `${safe ? "try_cast" : "cast"}(${expression} as ${typeName(type)})`;

type Spelling = (args: readonly string[], literals: readonly (string | number | boolean | null | undefined)[]) => string;

const functions: Readonly<Record<DialectFunction, Spelling>> = {
  date_trunc: ([unit, moment]) => `cast(date_trunc(${unit}, ${moment}) as date)`,
  date_add: ([, moment, count], [unit]) => `cast(${moment} + to_${unit}s(cast(${count} as integer)) as date)`,
  days_between: ([start, end]) => `date_diff('day', cast(${start} as date), cast(${end} as date))`,
  date_part: ([, moment], [part]) => `cast(extract(${part === "dow" ? "isodow" : part} from ${moment}) as bigint)`,
  parse_date: ([value, format]) => `cast(strptime(${value}, ${format}) as date)`,
  parse_timestamp: ([value, format]) => `strptime(${value}, ${format})`,
  format_date: ([moment, format]) => `strftime(${moment}, ${format})`,
  safe_divide: ([dividend, divisor]) => `cast(${dividend} as double) / nullif(cast(${divisor} as double), 0)`,
  string_agg: ([value, separator, order]) => `string_agg(${value}, ${separator} order by ${order})`,
  arg_max: ([value, by]) => `arg_max(${value}, ${by})`,
  percentile: ([value, share]) => `quantile_cont(cast(${value} as double), ${share})`,
  average: ([value]) => `avg(cast(${value} as double))`,
  regex_matches: ([value, pattern]) => `regexp_matches(${value}, ${pattern})`,
  // An empty extract and no match are the same to regexp_extract, so a test comes before it.
  regex_extract: ([value, pattern], [, source]) => `case when regexp_matches(${value}, ${pattern}) then regexp_extract(${value}, ${pattern}${hasGroup(source) ? ", 1" : ""}) end`,
  regex_replace: ([value, pattern, replacement]) => `regexp_replace(${value}, ${pattern}, ${replacement}, 'g')`,
// Each value with its length before it, so that no two lists of values are the same text.
  surrogate_key: (values) => `md5(concat(${values.map((value) => `coalesce(length(cast(${value} as varchar)) || ':' || cast(${value} as varchar), '-')`).join(", ")}))`,
  hex_integer: ([digits]) => `cast('0x' || ${digits} as bigint)`,
  json_text: ([json, path]) => `json_extract_string(${json}, ${path})`,
  days: ([start, end]) => `(select cast(day as date) as day from generate_series(cast(${start} as date), cast(${end} as date), interval '1' day) as days(day))`,
  integers: ([start, end]) => `(select cast(n as bigint) as n from generate_series(cast(${start} as bigint), cast(${end} as bigint)) as integers(n))`,
};

const hasGroup = (pattern: unknown): boolean => typeof pattern === "string" && /(?<!\\)\((?!\?)/.test(pattern);

export const dialect: Dialect = {
  name: "duckdb",
  grants: false,
  provesTypes: true,
  quote,
  literal,
  typeName,
  cast,
  call: (name, args, literals) => functions[name](args, literals),
};
