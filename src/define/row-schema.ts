import type { ColumnType } from "./types.ts";
import type { Columns } from "./column.ts";
import type { Row } from "./relation.ts";

/** The part of zod that `rowSchema` builds with. */
interface Zod {
  object(shape: Record<string, unknown>): unknown;
}

/**
 * The zod schema of a model's rows: `rowSchema(z, factSales).parse(row)`.
 *
 * zod is handed in, so that a project that never asks for a schema does not load it.
 */
export function rowSchema<Z extends Zod, R extends { readonly columns: Columns }>(z: Z, relation: R): { parse(value: unknown): Row<R>; safeParse(value: unknown): { success: boolean; data?: Row<R> } } {
  const shape: Record<string, unknown> = {};
  for (const [name, column] of Object.entries(relation.columns)) {
    const value = valueSchema(z as never, column.spec.type);
    shape[name] = column.spec.nullable ? (value as { nullable(): unknown }).nullable() : value;
  }
  return z.object(shape) as never;
}

const isoDate = /^\d{4,}-\d{2}-\d{2}$/;
const isoTimestamp = /^\d{4,}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(\.\d{1,6})?$/;

function valueSchema(z: Record<string, (...args: unknown[]) => any>, type: ColumnType): unknown {
  switch (type.family) {
    case "integer":
      return z.bigint!();
    case "decimal":
      return z.string!().regex(/^-?\d+(\.\d+)?$/);
    case "double":
      return z.number!();
    case "boolean":
      return z.boolean!();
    case "date":
      return z.string!().regex(isoDate);
    case "timestamp":
      return z.string!().regex(isoTimestamp);
    case "list":
      return z.array!((valueSchema(z, type.of) as { nullable(): unknown }).nullable());
    default:
      return z.string!();
  }
}
