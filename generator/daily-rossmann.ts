import type { Table, Value } from "./domain.ts";
import { calendar } from "./calendar.ts";
import { below, uniform } from "./uniform.ts";

/**
 * Turnover and customers like those of Rossmann: a row for each store and each day on which it was open, 2013 to July 2015.
 *
 * Stores come in blocks of ten: nine are open on all 796 trading days, the tenth is rebuilt in the second half of 2014. The
 * table has whole blocks: one for every 20,000 rows that are asked for, at least one.
 */
export const rossmannDaily = (rows: number): Table => ({
  path: "rossmann/daily",
  format: "parquet",
  columns: {
    Store: "bigint",
    DayOfWeek: "bigint",
    Date: "date",
    Sales: "bigint",
    Customers: "bigint",
    Promo: "bigint",
    StateHoliday: "varchar",
    SchoolHoliday: "bigint",
  },
  rows: places.length * Math.max(1, Math.floor(rows / 20_000)),
  row,
});

const salt = { size: 401, customers: 402, basket: 403, luck: 404 };
const storesOfBlock = 10;
const dayMs = 86_400_000;

/** Sales by weekday, Sunday to Saturday: closed on Sundays, strong on Mondays. Promotions run on the working days of every other week. */
const weekdayWeights = [0, 12, 10, 9, 9, 10, 8];
const monthWeights = [9, 9, 10, 10, 10, 10, 10, 9, 9, 10, 11, 14];

/** Easter, Whitsun and Christmas, by the Monday of the week before, in tenths of an ordinary week's sales. */
const busyWeeks: Readonly<Record<string, number>> = {
  "2013-03-25": 15, "2013-12-16": 25, "2014-04-14": 15, "2014-12-15": 25, "2015-03-30": 15, "2015-05-18": 15, "2013-05-13": 15, "2014-06-02": 15,
};

const isStateHoliday = (day: string) => /-(01-01|05-01|10-03|12-25|12-26)$/.test(day);
const isSchoolHoliday = (day: string) => /-(07-[12]|08-|12-2[2-9]|12-3)/.test(day);
const isRebuilt = (store: number, day: string) => store % storesOfBlock === 9 && day >= "2014-07-01" && day <= "2014-12-31";
const weekday = (day: string) => new Date(day).getUTCDay();
/** Weeks start on Monday: 1969-12-29 was one. */
const weekNumber = (day: string) => Math.floor((Date.parse(day) / dayMs + 3) / 7);

const openDays = calendar("2013-01-01", "2015-07-31", (day, dow) => (isStateHoliday(day) ? 0 : weekdayWeights[dow]!)).days;
const places = Array.from({ length: storesOfBlock }, (_, store) => openDays.filter((day) => !isRebuilt(store, day)).map((day) => ({ store, day }))).flat();

function row(i: number): readonly Value[] {
  const { store: inBlock, day } = places[(i - 1) % places.length]!;
  const store = Math.floor((i - 1) / places.length) * storesOfBlock + inBlock;
  const dow = weekday(day);
  const isPromoted = dow <= 5 && weekNumber(day) % 2 === 0;

  // Sales a day = customers × money each; all in integers, so that every engine would find the same.
  const size = 300 + below(uniform(store, salt.size), 700);
  const trend = 100 + Math.floor((Date.parse(day) - Date.parse("2013-01-01")) / dayMs / 40);
  const monday = new Date(Date.parse(day) - ((dow + 6) % 7) * dayMs).toISOString().slice(0, 10);
  const shape = weekdayWeights[dow]! * monthWeights[Number(day.slice(5, 7)) - 1]! * (busyWeeks[monday] ?? 10) * (isPromoted ? 14 : 10);
  const luck = 90 + below(uniform(i, salt.luck), 21);
  const customers = Math.max(1, Math.floor((size * trend * shape * luck) / (100 * 100 * 10_000)));
  const euros = customers * (7 + (store % 4)) + below(uniform(i, salt.basket), customers);
  return [store + 1, dow === 0 ? 7 : dow, day, euros, customers, isPromoted ? 1 : 0, "0", isSchoolHoliday(day) ? 1 : 0];
}

/** Rows and stores that `rossmannDaily(rows)` has, counted from the calendar alone. */
export function expectedStoreDays(rows: number): { readonly rows: number; readonly stores: number; readonly days: number } {
  const blocks = Math.max(1, Math.floor(rows / 20_000));
  return { rows: places.length * blocks, stores: storesOfBlock * blocks, days: openDays.length };
}
