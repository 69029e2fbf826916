import type { ColumnType } from "../../define/types.ts";
import { typeName } from "./types.ts";

/**
 * A conversion that gives null where the value does not fit.
 *
 * PostgreSQL has no such cast (16 and later can ask `pg_input_is_valid`, 15 cannot), so the text of the value is held
 * against a pattern of what DuckDB's `try_cast` takes, and only what matches is cast. Constants are not evaluated in
 * branches that are not taken, so a literal works as well.
 *
 * JSON and lists have no pattern: they need PostgreSQL 16.
 */
export function safeCast(expression: string, type: ColumnType): string {
  const value = `cast(${expression} as text)`;
  const when = (...cases: readonly (readonly [string, string])[]): string => `case ${cases.map(([condition, result]) => `when ${condition} then ${result}`).join(" ")} end`;
  const matches = (pattern: string) => `${value} ~ '${pattern}'`;
  switch (type.family) {
    case "text":
      return value;
    case "boolean":
      return when([matches("^([Tt]([Rr][Uu][Ee])?|[Ff]([Aa][Ll][Ss][Ee])?|[Yy]([Ee][Ss])?|[Nn][Oo]?|1|0)$"), `cast(${value} as boolean)`]);
    case "integer": {
      const whole = `round(cast(${value} as numeric))`;
      return when([matches(number), when([`${whole} between -9223372036854775808 and 9223372036854775807`, `cast(${whole} as bigint)`])]);
    }
    case "decimal": {
      const rounded = `round(cast(${value} as numeric), ${type.scale})`;
      return when([matches(number), when([`abs(${rounded}) < 1e${type.precision - type.scale}`, `cast(${rounded} as ${typeName(type)})`])]);
    }
    case "double":
      return when(
        [matches("^\\s*[+-]?([Ii][Nn][Ff]([Ii][Nn][Ii][Tt][Yy])?|[Nn][Aa][Nn])\\s*$"), `cast(${value} as double precision)`],
        // What is too great for the type would be an error.
        [matches(number), when([`abs(cast(${value} as numeric)) > 1.7976931348623157e308`, `cast(case when ${value} ~ '-' and cast(${value} as numeric) < 0 then '-Infinity' else 'Infinity' end as double precision)`], [`cast(${value} as numeric) <> 0 and abs(cast(${value} as numeric)) < 1e-307`, "cast(0 as double precision)"], ["true", `cast(${value} as double precision)`])],
      );
    case "date":
      return when([matches(`^\\s*(${day})([ T].*)?\\s*$`), `cast(substring(${value} from '^\\s*([0-9]+[-/][0-9]+[-/][0-9]+)') as date)`]);
    case "timestamp":
      return when([matches(`^\\s*(${day})([ T]${time})?$`), `cast(${value} as timestamp)`]);
    case "json":
    case "list":
      return when([`pg_input_is_valid(${value}, '${typeName(type)}')`, `cast(${value} as ${typeName(type)})`]);
  }
}

/** Exponents are kept to what `numeric` can hold. */
const number = "^\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?\\s*$";

const leapYear = "[0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00";
const day = [
  "[0-9]{4,5}[-/](0?[13578]|1[02])[-/](0?[1-9]|[12][0-9]|3[01])",
  "[0-9]{4,5}[-/](0?[469]|11)[-/](0?[1-9]|[12][0-9]|30)",
  "[0-9]{4,5}[-/]0?2[-/](0?[1-9]|1[0-9]|2[0-8])",
  `[0-9]?(${leapYear})[-/]0?2[-/]29`,
].join("|");
const time = "(([01]?[0-9]|2[0-3]):[0-5]?[0-9](:[0-5]?[0-9](\\.[0-9]*)?)?|24:00(:00)?) ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)?";
