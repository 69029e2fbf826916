import type { ColumnType } from "../../define/types.ts";
import type { Dialect } from "../../adapters/adapter.ts";

/** Dialects with nothing of an engine's own in their functions, so that tests show what the translation writes. */
export const dialectsForTests: Readonly<Record<"postgres" | "trino", Dialect>> = {
  postgres: dialectOf("postgres", { text: "text", double: "double precision", list: (of) => `${of}[]` }),
  trino: dialectOf("trino", { text: "varchar", double: "double", list: (of) => `array(${of})` }),
};

interface Names {
  readonly text: string;
  readonly double: string;
  readonly list: (of: string) => string;
}

function dialectOf(name: string, names: Names): Dialect {
  const typeName = (type: ColumnType): string => {
    switch (type.family) {
      case "integer":
        return "bigint";
      case "decimal":
        return `decimal(${type.precision}, ${type.scale})`;
      case "list":
        return names.list(typeName(type.of));
      case "timestamp":
        return "timestamp(6)";
      case "text":
      case "double":
        return names[type.family];
      default:
        return type.family;
    }
  };
  return {
    name,
    grants: false,
    provesTypes: false,
    quote: (identifier) => `"${identifier}"`,
    literal: (value, family) => (value === null ? "null" : typeof value === "boolean" ? String(value) : family === "integer" ? String(value) : `${family === "date" || family === "timestamp" ? `${family} ` : ""}'${String(value).replaceAll("'", "''")}'`),
    typeName,
    cast: (expression, type, safe) => `${safe ? "try_cast" : "cast"}(${expression} as ${typeName(type)})`,
    call: (called, args, literals) => {
      if (called === "format_date" && /%U/.test(String(literals[1]))) throw new Error("%U cannot be said here");
      return `fn_${called}(${args.join(", ")})`;
    },
  };
}
