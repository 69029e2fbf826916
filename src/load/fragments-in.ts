import type { Sql } from "./node.ts";

/** Every fragment below a value: nodes are plain data, so they are found by their kind. */
export function fragmentsIn(value: unknown): readonly Sql[] {
  if (Array.isArray(value)) return value.flatMap(fragmentsIn);
  if (typeof value !== "object" || value === null) return [];
  if ((value as { kind?: unknown }).kind === "fragment") return [value as Sql];
  return Object.values(value).flatMap(fragmentsIn);
}
