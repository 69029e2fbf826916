import type { Value } from "../adapter.ts";

/** A type as Trino's protocol tells it. */
export interface TypeSignature {
  readonly rawType: string;
  readonly arguments: readonly TypeArgument[];
}

type TypeArgument =
  | { readonly kind: "TYPE"; readonly value: TypeSignature }
  | { readonly kind: "NAMED_TYPE"; readonly value: { readonly fieldName?: { readonly name: string }; readonly typeSignature: TypeSignature } }
  | { readonly kind: "LONG" | "VARIABLE"; readonly value: unknown };

export type Decoder = (value: unknown) => Value;

/**
 * What turns a column's values into those that readers get, the same as from any other engine: integer → bigint,
 * decimal → string, date and timestamp → ISO text. Rows, maps and bytes come as DuckDB prints them.
 */
export function decoderOf(type: TypeSignature): Decoder {
  const decode = decoderOfValue(type);
  return (value) => (value === null || value === undefined ? null : decode(value));
}

function decoderOfValue({ rawType, arguments: given }: TypeSignature): Decoder {
  switch (rawType) {
    case "tinyint": case "smallint": case "integer": case "bigint":
      return (value) => BigInt(value as string | number);
    case "real": case "double":
      // NaN and the infinities come as text.
      return Number;
    case "boolean":
      return Boolean;
    case "timestamp": case "time":
      return (value) => withoutZeros(String(value));
    case "timestamp with time zone":
      return (value) => zoned(String(value));
    case "varbinary":
      return (value) => bytesText(Buffer.from(String(value), "base64"));
    case "array": {
      const item = decoderOf(typeOf(given[0]));
      return (value) => (value as readonly unknown[]).map(item);
    }
    case "row": {
      const fields = given.map((field) => ({ name: nameOf(field), decode: decoderOf(typeOf(field)) }));
      return (value) => `{${fields.map(({ name, decode }, index) => `'${name}': ${shown(decode((value as readonly unknown[])[index]))}`).join(", ")}}`;
    }
    case "map": {
      const [key, item] = [decoderOf(typeOf(given[0])), decoderOf(typeOf(given[1]))];
      return (value) => `{${Object.entries(value as Record<string, unknown>).map(([name, entry]) => `${shown(key(name))}: ${shown(item(entry))}`).join(", ")}}`;
    }
    default:
      return (value) => (typeof value === "object" ? JSON.stringify(value) : String(value));
  }
}

function typeOf(argument: TypeArgument | undefined): TypeSignature {
  switch (argument?.kind) {
    case "TYPE":
      return argument.value;
    case "NAMED_TYPE":
      return argument.value.typeSignature;
    default:
      return { rawType: "unknown", arguments: [] };
  }
}

const nameOf = (argument: TypeArgument): string => (argument.kind === "NAMED_TYPE" ? (argument.value.fieldName?.name ?? "") : "");

/** `12:50:00.120000` → `12:50:00.12`. */
const withoutZeros = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

function zoned(text: string): string {
  const space = text.lastIndexOf(" ");
  const zone = text.slice(space + 1);
  return `${withoutZeros(text.slice(0, space))}${zone === "UTC" ? "+00" : ` ${zone}`}`;
}

/** Bytes that print as they are, the others as `\xHH`. */
const bytesText = (bytes: Buffer): string => Array.from(bytes, (byte) => (byte > 31 && byte < 127 && !`"'\\`.includes(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `\\x${byte.toString(16).toUpperCase().padStart(2, "0")}`)).join("");

function shown(value: Value): string {
  if (value === null) return "NULL";
  if (typeof value === "string") return `'${value}'`;
  return Array.isArray(value) ? `[${value.map(shown).join(", ")}]` : String(value);
}
