import type { ColumnType, Family } from "../../define/types.ts";
import type { Dialect, DialectFunction } from "../adapter.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { hasGroup, javaPattern, javaReplacement } from "./patterns.ts";
import { trinoFormat } from "./time-formats.ts";
import { typeName } from "./types.ts";

const quote = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

function literal(value: string | number | boolean | null, family: Family | "null"): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return value ? "true" : "false";
  const written = String(value);
  switch (family) {
    case "integer":
      return /^[+-]?\d+$/.test(written) ? written : text(written);
    case "decimal":
      return /^[+-]?\d+(\.\d+)?$/.test(written) ? written : `cast(${text(written)} as double)`;
    case "double":
      // Without an exponent it would be a decimal, whose quotients keep its scale: 1.0 / 3 is 0.3.
      return /^[+-]?\d+(\.\d+)?$/.test(written) ? `${written}e0` : `cast(${text(written)} as double)`;
    case "date":
      return `date ${text(written)}`;
    case "timestamp":
      return `timestamp ${text(sixDecimals(written))}`;
    default:
      return text(written);
  }
}

/** The number of decimals is the type: `timestamp '2011-12-09 12:50:00'` would have whole seconds. */
function sixDecimals(iso: string): string {
  const [day, time = ""] = iso.replace(/Z$/, "").split(/[T ]/);
  const [clock = "", decimals = ""] = time.split(".");
  return `${day} ${`${clock}:00:00:00`.replace(/^:/, "").slice(0, 8)}.${decimals.padEnd(6, "0")}`;
}

/**
 * A conversion. What the compiler puts around a column was proved to be of its family; what a user converts may be
 * anything, and where Trino then gives another value than DuckDB, the type is looked at in the statement.
 */
function cast(expression: string, type: ColumnType, safe: boolean): string {
  const plain = (value: string): string => `${safe ? "try_cast" : "cast"}(${value} as ${typeName(type)})`;
  if (/^(\uE000|"(?:[^"]|"")*"|null)$/.test(expression)) return plain(expression);
  switch (type.family) {
    case "text":
      return asText(expression);
    case "timestamp":
      // Trino takes no T between day and time.
      return of(expression, (value) => `case when typeof(${value}) like 'varchar%' then ${plain(`replace(cast(${value} as varchar), 'T', ' ')`)} else ${plain(value)} end`);
    case "integer":
      // Halves of doubles go to the even number.
      return of(expression, (value) => {
        const number = `try_cast(${value} as double)`;
        return `case when typeof(${value}) in ('double', 'real') and abs(${number} - truncate(${number})) = 5e-1 then cast(2e0 * round(${number} / 2e0) as bigint) else ${plain(value)} end`;
      });
    default:
      return plain(expression);
  }
}

/** A value used several times, and written once. */
const of = (expression: string, use: (value: string) => string): string => `element_at(transform(array[${expression}], rmodel_value -> ${use("rmodel_value")}), 1)`;

/** A value as DuckDB's text of it: 1.5 and not 1.5E0, no zeros after the last decimal of a second. */
const asText = (expression: string): string =>
  of(expression, (value) => {
    const written = `cast(${value} as varchar)`;
    // A cast writes integral doubles from 2^53 on with more digits than tell them apart; `format` does not.
    return `case when typeof(${value}) in ('double', 'real') then ${doubleText(`format('%s', ${value})`)} when typeof(${value}) like 'timestamp(%' then ${withoutZeros(written)} else ${written} end`;
  });

const withoutZeros = (written: string): string => `trim(trailing '.' from regexp_replace(${written}, '(\\.\\d*?)0+$', '$1'))`;

/** From Java's text of a double, `1.0E16`, to DuckDB's, `1e+16`. */
function doubleText(java: string): string {
  const size = `abs(try_cast(${java} as double))`;
  const plain = `regexp_replace(trim(trailing '0' from cast(try_cast(${java} as decimal(38, 21)) as varchar)), '\\.$', '.0')`;
  const scientific = `replace(regexp_replace(regexp_replace(replace(${java}, '.0E', 'E'), 'E(\\d)', 'e+$1'), 'E-(\\d)$', 'E-0$1'), 'E-', 'e-')`;
  return `case when ${java} = 'NaN' then 'nan' when ${java} like '%Infinity' then replace(${java}, 'Infinity', 'inf') when ${size} = 0e0 or ${size} >= 1e-4 and ${size} < 1e16 then ${plain} else ${scientific} end`;
}

type Literals = readonly (string | number | boolean | null | undefined)[];
type Spelling = (args: readonly string[], literals: Literals) => string;

const functions: Readonly<Record<DialectFunction, Spelling>> = {
  date_trunc: ([unit, moment]) => `cast(date_trunc(${unit}, ${moment}) as date)`,
  date_add: ([unit, moment, count]) => `cast(date_add(${unit}, cast(${count} as bigint), ${moment}) as date)`,
  days_between: ([start, end]) => `date_diff('day', cast(${start} as date), cast(${end} as date))`,
  date_part: ([, moment], [part]) => `cast(extract(${part} from ${part === "hour" || part === "minute" ? `cast(${moment} as timestamp(6))` : moment}) as bigint)`,
  parse_date: ([value], [, format]) => `cast(${parsed(value!, String(format))} as date)`,
  parse_timestamp: ([value], [, format]) => parsed(value!, String(format)),
  format_date: ([moment], [, format]) => formatted(moment!, String(format)),
  safe_divide: ([dividend, divisor]) => `cast(${dividend} as double) / nullif(cast(${divisor} as double), 0e0)`,
  string_agg: ([value, separator, order]) => `array_join(array_agg(${value} order by ${order}) filter (where ${value} is not null), ${separator})`,
  arg_max: ([value, by]) => `max_by(${value}, ${by}) filter (where ${value} is not null)`,
  percentile: ([value, share]) => percentile(value!, share!),
  average: ([value]) => `avg(cast(${value} as double))`,
  regex_matches: ([value, pattern], [, source]) => `regexp_like(${value}, ${javaText(pattern!, source)})`,
  regex_extract: ([value, pattern], [, source]) => {
    const java = javaText(pattern!, source);
    return `case when regexp_like(${value}, ${java}) then coalesce(regexp_extract(${value}, ${java}${typeof source === "string" && hasGroup(source) ? ", 1" : ""}), '') end`;
  },
  regex_replace: ([value, pattern, replacement], [, source, by]) => `regexp_replace(${value}, ${javaText(pattern!, source)}, ${typeof by === "string" ? text(javaReplacement(by)) : replacement})`,
  // Each value with its length before it, so that no two lists of values are the same text.
  surrogate_key: (values) => `lower(to_hex(md5(to_utf8(array_join(transform(array[${values.map(asText).join(", ")}], rmodel_text -> coalesce(cast(length(rmodel_text) as varchar) || ':' || rmodel_text, '-')), '')))))`,
  // A scalar comes without its quotes, anything else as JSON.
  hex_integer: ([digits]) => `from_base(${digits}, 16)`,
  json_text: ([json, path]) => `coalesce(json_extract_scalar(${json}, ${path}), nullif(json_format(json_extract(${json}, ${path})), 'null'))`,
  days: ([start, end]) => series(`cast(${start} as date)`, `cast(${end} as date)`, "date_diff('day', low, high)", (count) => `date_add('day', ${count}, low) as day`),
  integers: ([start, end]) => series(`cast(${start} as bigint)`, `cast(${end} as bigint)`, "high - low", (count) => `low + ${count} as n`),
};

const javaText = (argument: string, pattern: Literals[number]): string => (typeof pattern === "string" ? text(javaPattern(pattern)) : argument);

/** Text to timestamp. Trino's parser knows milliseconds, so microseconds are taken from the text by themselves. */
function parsed(value: string, format: string): string {
  const [whole, ...rest] = trinoFormat(format);
  if (rest.length === 0) return `cast(date_parse(${value}, ${text(whole!)}) as timestamp(6))`;
  if (rest.length > 1 || rest[0] !== "") throw new RmodelError("RM3001", undefined, `Trino reads %f only at the end of a format, not in "${format}"`, "put it there, or take the text apart first");
  const decimals = `rpad(regexp_extract(${value}, '\\d{1,6}$'), 6, '0')`;
  const before = `date_parse(regexp_replace(${value}, '\\d{1,6}$', ''), ${text(whole!)})`;
  return `cast(cast(cast(${before} as timestamp(0)) as varchar) || '.' || ${decimals} as timestamp(6))`;
}

function formatted(moment: string, format: string): string {
  const pieces = trinoFormat(format).map((piece) => (piece === "" ? undefined : `date_format(cast(${moment} as timestamp(6)), ${text(piece)})`));
  const decimals = `regexp_extract(cast(cast(${moment} as timestamp(6)) as varchar), '\\d{6}$')`;
  const parts = pieces.flatMap((piece, index) => [...(index === 0 ? [] : [decimals]), ...(piece === undefined ? [] : [piece])]);
  return parts.length === 0 ? "''" : parts.length === 1 ? parts[0]! : `(${parts.join(" || ")})`;
}

/** Trino's own percentiles are approximate, so the values are put in order and the two around the place are taken. */
function percentile(value: string, share: string): string {
  const number = `cast(${value} as double)`;
  const place = `((cardinality(v) - 1) * cast(${share} as double))`;
  const at = (rounded: string): string => `element_at(v, cast(${rounded}(${place}) as bigint) + 1)`;
  const part = `(${place} - floor(${place}))`;
  return `element_at(transform(array[array_agg(${number} order by ${number}) filter (where ${value} is not null)], v -> ${at("floor")} * (1e0 - ${part}) + ${at("ceil")} * ${part}), 1)`;
}

/** Trino's sequences have 10,000 entries at most, so a longer one is a sequence of sequences: up to 100 million. */
const series = (low: string, high: string, length: string, entry: (count: string) => string): string =>
  `(select ${entry("chunk * 10000 + step")} from (select low, high from (select ${low} as low, ${high} as high) where low <= high) cross join unnest(sequence(bigint '0', (${length}) / 10000)) as chunks(chunk) cross join unnest(sequence(bigint '0', least(bigint '9999', ${length} - chunk * 10000))) as steps(step))`;

/**
 * Trino's SQL over Iceberg.
 *
 * `grants` is false: whether `grant` exists is the connector's affair, and Iceberg with its own catalogs, files and JDBC
 * has none (Trino 476, 2026-11); rights are kept in the access control of the server.
 *
 * Identifiers keep their case as written, so rows bear the names of the select list; Trino compares them without case.
 */
export const dialect: Dialect = {
  name: "trino",
  grants: false,
  provesTypes: false,
  quote,
  literal,
  typeName,
  cast,
  call: (name, args, literals) => functions[name](args, literals),
};
