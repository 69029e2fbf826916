import type { DuckDBValue } from "@duckdb/node-api";
import type { Value } from "../adapter.ts";

/**
 * A value as readers get it: integer → bigint, decimal → string, date and timestamp → ISO text, anything else as text.
 *
 * Told apart by shape, so that this file does not load the engine.
 */
export function valueOf(value: DuckDBValue): Value {
  if (value === null || typeof value === "string" || typeof value === "boolean" || typeof value === "number" || typeof value === "bigint") return value;
  if (Array.isArray(value)) return value.map(valueOf);
  if (typeof value === "object" && "items" in value && Array.isArray(value.items)) return value.items.map(valueOf);
  return String(value);
}
