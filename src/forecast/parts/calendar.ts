import type { CalendarColumn } from "./calendar-columns.ts";
import type { Grain } from "../spec.ts";
import type { PartSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import { calendarColumnSql } from "./calendar-columns.ts";
import { column, timeColumn } from "./part-source.ts";
import { constants, double, quoteIdentifier, range, select, statement } from "../sql.ts";
import { largestValue } from "../rows.ts";

/** A calendar has at most a thousand times as many periods: 273 years of days, 191 of weeks, 833 of months. */
const thousands: Readonly<Record<Grain, number>> = { day: 100, week: 10, month: 10 };

/** Periods from the first known one to the newest that the calendar has room for, shifted holidays and the horizon left out. */
export const longestHistory = (plan: Plan): number => {
  const { before, behind } = aroundOf(calendarColumnsOf(plan));
  return 1000 * thousands[plan.spec.grain] - before - behind - plan.spec.horizon;
};

/** Periods that shifted holidays need before the first one and behind the last one. */
function aroundOf(columns: readonly CalendarColumn[]): { readonly before: number; readonly behind: number } {
  const shifts = columns.flatMap((found) => (found.kind === "holiday" ? [found.shift] : []));
  return { before: Math.max(0, ...shifts), behind: Math.max(0, ...shifts.map((shift) => -shift)) };
}

/**
 * Every period from the first known one to the last one to forecast, and as many around them as shifted holidays need.
 *
 * Dates are made of the first one and a multiple of an interval and are compared, never subtracted: that is the same text on every engine.
 */
export function calendarPart(plan: Plan): PartSource {
  const { spec } = plan;
  const columns = calendarColumnsOf(plan);
  const { holidays } = spec;
  return {
    name: "calendar",
    description: "One row per period, from the first known one to the last one to forecast; the same for all series.",
    columns: [
      column("t", "integer", "Number of the period; 1 is the first one with a known target in any series."),
      timeColumn(plan, "The period's date.", "time"),
      column("ahead", "integer", "Periods behind the newest known one of all series."),
      ...(holidays === undefined ? [] : [column("is_holiday", "boolean", "Whether a holiday lies in the period.")]),
      ...columns.map(({ label }, i) => column(`calendar${i + 1}`, "double", label)),
    ],
    grain: ["t"],
    parts: [],
    inputs: { of: [spec.time, spec.target], ...(holidays === undefined ? {} : { holidays: [holidays] }) },
    sql: (words) => calendarSql(plan, columns, words),
  };
}

/** The calendar columns of any model, in the order of their names calendar1…. */
export function calendarColumnsOf({ features }: Plan): readonly CalendarColumn[] {
  const found = new Map<string, CalendarColumn>();
  const visit = (source: Plan["features"][number]["source"]): void => {
    if (source.kind === "calendar") found.set(JSON.stringify(source.column), source.column);
    if (source.kind === "product") source.of.forEach((part) => visit(part.source));
  };
  features.forEach(({ source }) => visit(source));
  return [...found.values()];
}

/** Whether a number can be computed with: it is no null, NaN or infinity, and its square does not overflow. */
export const isKnown = (name: string, spelling: Words["spelling"]): string => `abs(${double(quoteIdentifier(name), spelling)}) <= ${double(largestValue, spelling)}`;

/** The period that a date stands for: itself, or of months the first day. */
export const periodOf = (date: string, grain: Grain): string => (grain === "month" ? `cast(date_trunc('month', cast(${date} as timestamp)) as date)` : `cast(${date} as date)`);

/** `date` so many periods later. */
export const later = (date: string, count: string, grain: Grain): string => `cast(${date} + ${grain === "week" ? "7 * " : ""}(${count}) * interval '1' ${grain === "week" ? "day" : grain} as date)`;

function calendarSql({ spec, time }: Plan, columns: readonly CalendarColumn[], { nameOf, spelling }: Words): string {
  const { grain, horizon, holidays, target } = spec;
  const { before, behind } = aroundOf(columns);
  const known = isKnown(target, spelling);
  const numbers = (name: string, column: string, count: number): string => constants(name, [column], range(0, count - 1).map((value) => [String(value)]));
  const listed = [
    { name: "ends", query: select([`min(${periodOf(time, grain)}) as earliest`, `max(${periodOf(time, grain)}) as newest`], `from ${nameOf("of")} as given\nwhere ${known}`) },
    // Thousands that begin behind the end are left out first, so that a short history is not paid for as a long one.
    { name: "begun", query: select(["earliest", "newest", "thousand"], `from ends\ncross join ${numbers("thousands", "thousand", thousands[grain])}\nwhere ${later("earliest", `1000 * thousand - ${horizon + behind + before + 1}`, grain)} <= newest`) },
    { name: "numbered", query: select(["earliest", "newest", `1000 * thousand + 100 * hundred + 10 * ten + one - ${before} as n`], `from begun\ncross join ${numbers("hundreds", "hundred", 10)}\ncross join ${numbers("tens", "ten", 10)}\ncross join ${numbers("ones", "one", 10)}`) },
    { name: "dated", query: select(["n", "newest", `${later("earliest", "n", grain)} as time`, `${later("earliest", "n + 1", grain)} as next_time`], "from numbered") },
    { name: "counted", query: select(["n", "time", "next_time", "max(case when time <= newest then n end) over () as newest_n"], "from dated") },
    { name: "periods", query: select(["n + 1 as t", "n - newest_n as ahead", "time", "next_time"], `from counted\nwhere n <= newest_n + ${horizon + behind}`) },
    ...(holidays === undefined ? [] : [{
      name: "marked",
      query: select(
        ["periods.t", "periods.ahead", "periods.time", "count(days.holiday) > 0 as is_holiday"],
        `from periods\nleft join (select cast(${quoteIdentifier(holidays)} as date) as holiday from ${nameOf("holidays")} as given) as days on days.holiday >= periods.time and days.holiday < periods.next_time\ngroup by periods.t, periods.ahead, periods.time`,
      ),
    }]),
    {
      name: "calendar",
      query: select(
        ["cast(t as bigint) as t", "time", "cast(ahead as bigint) as ahead", ...(holidays === undefined ? [] : ["is_holiday"]), ...columns.map((found, i) => `${calendarColumnSql(found, spelling)} as calendar${i + 1}`)],
        `from ${holidays === undefined ? "periods" : "marked"}`,
      ),
    },
  ];
  return statement(listed, spelling);
}
