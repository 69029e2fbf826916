import type { Feature } from "../spec.ts";
import type { Spelling } from "../sql.ts";
import { double, range } from "../sql.ts";

/** A column that the calendar alone decides. */
export type CalendarColumn =
  | { readonly kind: "part"; readonly part: "weekday" | "month" | "quarter" | "week_of_month"; readonly value: number; readonly label: string }
  | { readonly kind: "wave"; readonly shape: "sin" | "cos"; readonly period: number; readonly wave: number; readonly label: string }
  | { readonly kind: "holiday"; readonly shift: number; readonly label: string };

type CalendarFeature = Extract<Feature, { kind: "calendar" | "fourier" | "holiday" }>;

/** Values that a part of a date takes; the first one has no column, or the columns would add up to the intercept. Weekdays are ISO: Monday is 1. */
const values = { weekday: 7, month: 12, quarter: 4, week_of_month: 5 } as const;

export function calendarColumns(feature: CalendarFeature): readonly CalendarColumn[] {
  switch (feature.kind) {
    case "calendar":
      return range(2, values[feature.part]).map((value) => ({ kind: "part", part: feature.part, value, label: `${feature.part}_${value}` }));
    case "fourier": {
      const { period, order } = feature;
      return range(1, order).flatMap((wave) => (["sin", "cos"] as const).map((shape) => ({ kind: "wave" as const, shape, period, wave, label: `${shape}_${period}_${wave}` })));
    }
    case "holiday": {
      const { shift } = feature;
      return [{ kind: "holiday", shift, label: shift === 0 ? "holiday" : shift < 0 ? `holiday_before_${-shift}` : `holiday_after_${shift}` }];
    }
  }
}

/** A calendar column over a period's `time`, `t` and `is_holiday`, in the order of t. */
export function calendarColumnSql(column: CalendarColumn, spelling: Spelling): string {
  const flag = (condition: string): string => `case when ${condition} then ${double(1, spelling)} else ${double(0, spelling)} end`;
  switch (column.kind) {
    case "part":
      return flag(`${datePart[column.part]} = ${column.part === "weekday" ? column.value % 7 : column.value}`);
    case "wave":
      return `${column.shape}(${double(2 * Math.PI * column.wave, spelling)} * t / ${double(column.period, spelling)})`;
    case "holiday":
      return flag(column.shift === 0 ? "is_holiday" : `${column.shift > 0 ? "lag" : "lead"}(is_holiday, ${Math.abs(column.shift)}) over (order by t)`);
  }
}

const datePart = {
  // Sunday is 0 in DuckDB and Postgres, and 7 in Trino.
  weekday: "mod(cast(extract(dow from time) as integer), 7)",
  month: "extract(month from time)",
  quarter: "extract(quarter from time)",
  week_of_month: "floor((extract(day from time) + 6) / 7)",
} as const;
