import type { DuckDBConnection } from "@duckdb/node-api";
import type { Parsed } from "../adapter.ts";
import { offsetIn } from "./errors.ts";

interface Serialized {
  readonly error: boolean;
  readonly error_message?: string;
  readonly position?: string;
  readonly statements?: readonly { readonly node: unknown }[];
}

/**
 * The syntax tree of a query.
 *
 * Empty parts are kept: without them a grouping set of nothing would be gone, and so would an empty text.
 */
export async function parseTree(connection: DuckDBConnection, query: string): Promise<Parsed> {
  const reader = await connection.runAndReadAll("select json_serialize_sql($1::varchar, skip_null := true, skip_empty := false)", [query]);
  const { error, error_message: message, position, statements } = JSON.parse(exactNumbers(String(reader.getRows()[0]![0])), placedIn(query)) as Serialized;
  if (error) return { ok: false, message: message ?? "this is no query", ...offsetIn(query, position) };
  if (statements?.length !== 1) return { ok: false, message: `one query is expected, but there are ${statements?.length ?? 0}` };
  return { ok: true, tree: statements[0]!.node };
}

/** Integers that a JavaScript number would round, and numbers that JSON has not, as texts. */
const exactNumbers = (json: string): string => json.replace(token, (found) => (/^(?:-?\d{16,}|-?Infinity|NaN)$/.test(found) ? `"${found}"` : found));
const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|-?Infinity|NaN/g;

/** Places as positions of the string: DuckDB counts bytes of UTF-8, and gives the greatest number where there is no place. */
function placedIn(query: string): (key: string, value: unknown) => unknown {
  const bytes = Buffer.from(query, "utf8");
  const isAscii = bytes.length === query.length;
  return (key, value) => {
    if (key !== "query_location") return value;
    if (typeof value !== "number") return undefined;
    return isAscii ? value : bytes.subarray(0, value).toString("utf8").length;
  };
}
