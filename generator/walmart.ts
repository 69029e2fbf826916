import type { Domain, Value } from "./domain.ts";
import { below, uniform } from "./uniform.ts";

/**
 * Weekly sales like those of the Walmart competition: 45 stores by department, 2010-02-05 to 2012-10-26; what is known of
 * each store and week goes on for 39 weeks more.
 *
 * Series come in blocks of ten: eight have all 143 weeks, one lacks every seventh, one starts in week 61. Rows at multiples
 * of 997 repeat the row before them; of the others, multiples of 1499 are negative (more was given back than sold).
 */
export const walmart: Domain = {
  name: "walmart",
  version: 2,
  tables: (rows) => [
    {
      path: "walmart/train",
      format: "csv.gz",
      columns: { Store: "integer", Dept: "integer", Date: "date", Weekly_Sales: "double", IsHoliday: "boolean" },
      rows,
      row,
    },
    {
      path: "walmart/features",
      format: "csv.gz",
      nullText: "NA",
      columns: {
        Store: "integer",
        Date: "date",
        Temperature: "double",
        Fuel_Price: "double",
        MarkDown1: "double",
        MarkDown2: "double",
        MarkDown3: "double",
        MarkDown4: "double",
        MarkDown5: "double",
        CPI: "double",
        Unemployment: "double",
        IsHoliday: "boolean",
      },
      rows: stores * knownWeeks,
      row: (i) => aboutWeek(Math.floor((i - 1) / knownWeeks), (i - 1) % knownWeeks),
    },
    {
      path: "walmart/stores",
      format: "csv",
      columns: { Store: "integer", Type: "varchar", Size: "integer" },
      rows: stores,
      row: (i) => [i, storeOf(i - 1).type, storeOf(i - 1).size],
    },
  ],
};

const salt = { size: 501, level: 502, luck: 503, cents: 504, weather: 511, fuel: 512, unemployment: 513, noMarkdown: 521, markdown: 531 };

const stores = 45;
const weeks = 143;
const knownWeeks = weeks + 39;
const dayMs = 86_400_000;
const dates = Array.from({ length: knownWeeks }, (_, week) => new Date(Date.parse("2010-02-05") + 7 * week * dayMs).toISOString().slice(0, 10));

/** The weeks of the feasts that the competition marks, in tenths of an ordinary week's sales. */
const feasts: Readonly<Record<string, number>> = {
  "2010-02-12": 15, "2010-09-10": 15, "2010-11-26": 25, "2010-12-31": 20,
  "2011-02-11": 15, "2011-09-09": 15, "2011-11-25": 25, "2011-12-30": 20,
  "2012-02-10": 15, "2012-09-07": 15, "2012-11-23": 25, "2012-12-28": 20, "2013-02-08": 15,
};
const flag = (week: number): string => (feasts[dates[week]!] === undefined ? "FALSE" : "TRUE");

/** Markdowns were recorded from 2011-11-11 on; prices and unemployment lag behind by 13 weeks. */
const firstMarkdownWeek = dates.indexOf("2011-11-11");
const firstWeekWithoutPrices = dates.indexOf("2013-05-03");

/** Sales of a month in tenths of the year's mean, for four kinds of department: food, summer goods, toys, clothes. */
const seasons = [
  [10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 11, 12],
  [6, 7, 9, 12, 14, 15, 14, 12, 9, 8, 6, 6],
  [8, 8, 8, 8, 8, 8, 8, 9, 10, 11, 16, 20],
  [8, 9, 11, 11, 10, 9, 10, 12, 10, 10, 11, 10],
];

const weeksOfSeries = (series: number): readonly number[] => {
  const all = Array.from({ length: weeks }, (_, week) => week);
  if (series === 8) return all.filter((week) => week % 7 !== 3);
  if (series === 9) return all.slice(60);
  return all;
};
const places = Array.from({ length: 10 }, (_, series) => weeksOfSeries(series).map((week) => ({ series, week }))).flat();

/** A third each of large, medium and small stores. */
function storeOf(store: number): { readonly type: string; readonly size: number } {
  const kind = store % 3;
  return { type: ["A", "B", "C"][kind]!, size: [150_000, 90_000, 38_000][kind]! + below(uniform(store, salt.size), 50_000) };
}

const isDuplicate = (i: number) => i % 997 === 0;
const isNegative = (i: number) => i % 1499 === 0;

/** The integers behind row i, which must not be a duplicate. */
function decide(i: number) {
  const { series: inBlock, week } = places[(i - 1) % places.length]!;
  const series = Math.floor((i - 1) / places.length) * 10 + inBlock;
  const store = series % stores;
  const dept = Math.floor(series / stores);

  const level = 1000 + below(uniform(series, salt.level), 29_000);
  const size = Math.floor(storeOf(store).size / 1000);
  const date = dates[week]!;
  const shape = seasons[dept % 4]![Number(date.slice(5, 7)) - 1]! * (feasts[date] ?? 10) * (1000 + week);
  const discount = week >= firstMarkdownWeek && (store + dept + week) % 5 === 0 ? 11 : 10;
  const luck = 92 + below(uniform(i, salt.luck), 17);
  // The product is at most 30,000 · 200 · 460,000 · 11 · 108, which is exact below 2⁵³.
  const dollars = Math.floor((level * size * shape * discount * luck) / 2e10);
  const cents = 100 * dollars + below(uniform(i, salt.cents), 100);
  return { store, dept, week, cents: isNegative(i) ? -(cents % 100_000) - 1 : cents };
}

function row(i: number): readonly Value[] {
  if (isDuplicate(i)) return row(i - 1);
  const { store, dept, week, cents } = decide(i);
  return [store + 1, dept + 1, dates[week]!, cents / 100, flag(week)];
}

function aboutWeek(store: number, week: number): readonly Value[] {
  const i = store * knownWeeks + week;
  const month = Number(dates[week]!.slice(5, 7));
  const temperature = 3000 + 1000 * (6 - Math.abs(7 - month)) - 50 * (store % 20) + below(uniform(i, salt.weather), 1000);
  const fuel = 2500 + 8 * week + below(uniform(week, salt.fuel), 200);
  const markdown = (kind: number): Value => {
    if (week < firstMarkdownWeek || below(uniform(i, salt.noMarkdown + kind), 10) < 2 * kind) return null;
    return (50 * 100 + below(uniform(i, salt.markdown + kind), 900_000)) / 100;
  };
  const hasPrices = week < firstWeekWithoutPrices;
  // Unemployment is told by the quarter and goes its own way: it is no function of the prices.
  const quarter = Math.floor(week / 13);
  const unemployment = 9000 - 100 * quarter - 20 * store + below(uniform(store * 16 + quarter, salt.unemployment), 400);
  return [
    store + 1,
    dates[week]!,
    temperature / 100,
    fuel / 1000,
    ...[0, 1, 2, 3, 4].map(markdown),
    hasPrices ? (1_260_000 + 20_000 * (store % 45) + 1000 * week) / 10_000 : null,
    hasPrices ? unemployment / 1000 : null,
    flag(week),
  ];
}

/** What any correct load of the first n rows of `train` must find. */
export interface ExpectedWeeks {
  readonly rows: number;
  /** Whole rows that repeat an earlier one: ⌊n / 997⌋. */
  readonly duplicates: number;
  readonly negative: number;
  readonly salesCents: number;
  readonly series: number;
}

/** Counts from the row numbers what the first n rows hold, without looking at the rows. Linear: 0.5 µs a row. */
export function expectedWeeks(n: number): ExpectedWeeks {
  let negative = 0;
  let salesCents = 0;
  for (let i = 1; i <= n; i++) {
    if (isDuplicate(i)) continue;
    if (isNegative(i)) negative++;
    salesCents += decide(i).cents;
  }
  const last = isDuplicate(n) ? n - 2 : n - 1;
  const series = Math.floor(last / places.length) * 10 + places[last % places.length]!.series + 1;
  return { rows: n, duplicates: Math.floor(n / 997), negative, salesCents, series };
}
