import type { Expr } from "rmodel";
import { fn, sql } from "rmodel";

/** Key of the member that stands for a missing one, in every dimension. No hash is 0 in practice, and the tests of uniqueness would tell. */
export const unknownKey = 0;

/** The key of a day in `dim_date`: 20111209 for 2011-12-09. */
export function dateKey(moment: Expr<"date" | "timestamp">): Expr<"integer"> {
  return sql`${fn.datePart("year", moment)} * 10000 + ${fn.datePart("month", moment)} * 100 + ${fn.datePart("day", moment)}`;
}
