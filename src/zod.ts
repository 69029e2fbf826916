/** Entry point `rmodel/zod`, apart from `rmodel` so that model files load no zod. */
import { z } from "zod";
import type { ColumnType } from "./define/types.ts";
import type { Columns } from "./define/column.ts";
import type { Row } from "./define/relation.ts";

type RowSchema<R> = z.ZodObject<{ [K in keyof Row<R>]: z.ZodType<Row<R>[K]> }>;

/**
 * The zod schema of a relation's rows, as readers get them: integer → bigint, decimal → text, date and timestamp → ISO text.
 *
 * A zod object like any other, so `.pick`, `.extend` and `.array` are there.
 *
 * @example rowSchema(factSales).parse(row).quantity // bigint
 */
export function rowSchema<R extends { readonly columns: Columns }>(relation: R): RowSchema<R> {
  const columns = Object.entries(relation.columns).map(([name, { spec }]) => [name, spec.nullable ? valueSchema(spec.type).nullable() : valueSchema(spec.type)]);
  // The names are known at run time only; the type takes them from the relation.
  return z.object(Object.fromEntries(columns)) as unknown as RowSchema<R>;
}

const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/, "expected a decimal number as text");
const isoDate = z.string().regex(/^\d{4,}-\d{2}-\d{2}$/, "expected an ISO date such as 2024-01-31");
const isoTimestamp = z.string().regex(/^\d{4,}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(\.\d{1,6})?$/, "expected an ISO timestamp such as 2024-01-31 12:00:00");

function valueSchema(type: ColumnType): z.ZodType {
  switch (type.family) {
    case "integer":
      return z.bigint();
    case "decimal":
      return decimalText;
    case "double":
      return z.number();
    case "boolean":
      return z.boolean();
    case "date":
      return isoDate;
    case "timestamp":
      return isoTimestamp;
    case "list":
      return z.array(valueSchema(type.of).nullable());
    case "text":
    case "json":
      return z.string();
  }
}
