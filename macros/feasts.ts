import type { Expr } from "rmodel";
import { fn, sql } from "rmodel";

/** The feast of a holiday week, by the month of its Friday; null in all other weeks. */
export const feastOf = (date: Expr<"date">, isHoliday: Expr<"boolean">): Expr<"text"> => sql`
  case
    when not ${isHoliday} then null
    when ${fn.datePart("month", date)} = 2 then 'Super Bowl'
    when ${fn.datePart("month", date)} = 9 then 'Labor Day'
    when ${fn.datePart("month", date)} = 11 then 'Thanksgiving'
    else 'Christmas'
  end
`;

export const feasts = ["Super Bowl", "Labor Day", "Thanksgiving", "Christmas"] as const;

/** How the segment of all weeks without a feast is called. */
export const noFeast = "No holiday";
