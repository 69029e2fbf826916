import type { Expr } from "rmodel";
import { fn, sql, t } from "rmodel";

/**
 * The number of a week that ends on a Friday, so that weeks can be added and windows can span them: 0 ends on 1970-01-02.
 * Days other than Fridays belong to the nearest Friday's week.
 */
export function weekNumber(day: Expr<"date">): Expr<"integer"> {
  return fn.cast(fn.safeDivide(fn.daysBetween(fn.cast("1970-01-02", t.date()), day), 7), t.integer());
}

/**
 * A window over a store's department from `first` to `last` weeks before the row's own, by the calendar: weeks without a row
 * are gaps, not shifts. The relation has `store`, `dept` and `week_number`.
 */
export function weeksBefore(first: number, last: number): Expr {
  return sql`over (partition by store, dept order by week_number range between ${first} preceding and ${last} preceding)`;
}
