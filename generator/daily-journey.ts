import { calendar } from "./calendar.ts";
import type { Table, Value } from "./domain.ts";
import { below, skewed, uniform } from "./uniform.ts";

/**
 * Till lines like those of Complete Journey: grocery stores in 2017, prices in dollars.
 *
 * Every prefix spans the whole year, because a row's day depends on its basket alone; the rows are therefore not in the
 * order of time. Rows at multiples of 997 repeat the row before them; of the others, multiples of 4001 have a day that
 * does not exist, of 3001 no store, of 1499 a negative quantity (something given back), of 2003 a value of 0, of 499 no
 * household. The last day ends at six in the morning, as in the real file.
 */
export const transactions = (rows: number): Table => ({
  path: "complete_journey/transactions",
  format: "csv.gz",
  columns: {
    household_id: "integer",
    store_id: "integer",
    basket_id: "varchar",
    product_id: "integer",
    quantity: "integer",
    sales_value: "double",
    retail_disc: "double",
    coupon_disc: "double",
    coupon_match_disc: "double",
    week: "integer",
    transaction_timestamp: "varchar",
  },
  rows,
  row,
});

/** What is known of every third household, as the real file knows some of them. */
export const demographics = (): Table => ({
  path: "complete_journey/demographics",
  format: "csv.gz",
  columns: {
    household_id: "integer",
    age: "varchar",
    income: "varchar",
    home_ownership: "varchar",
    marital_status: "varchar",
    household_size: "varchar",
    household_comp: "varchar",
    kids_count: "varchar",
  },
  rows: Math.floor(households / 3),
  row: (i) => aboutHousehold(3 * i),
});

const salt = {
  day: 301, hour: 302, minute: 303, household: 304, place: 305, group: 306, quantity: 307, second: 308,
  price: 311, priceChange: 312, home: 321, newHome: 322, move: 323, about: 331,
};

/** What becomes of a row in staging, in the order in which it is asked. */
type Fate = "duplicate" | "no_date" | "no_store" | "bad_quantity" | "no_price" | "accepted";

const households = 1800;
const stores = 40;
const groupSize = 50;
const groups = 60;
const lastDay = "2018-01-01";

/** Baskets repeat in blocks of six with these numbers of lines, 1.7 a basket. */
const block = [1, 2, 1, 3, 1, 2];
const places = block.flatMap((lines, basket) => Array.from({ length: lines }, (_, line) => ({ basket, line })));

/** Sales by weekday, Sunday to Saturday, and by month; the year grows by a fifth. */
const weekdayWeights = [14, 10, 9, 9, 10, 12, 15];
const monthWeights = [10, 10, 11, 11, 11, 11, 11, 12, 12, 12, 12, 13];

/** Four weeks before a feast, by their Sunday, in halves of an ordinary week's sales. */
const busyWeeks: Readonly<Record<string, number>> = { "2017-04-09": 3, "2017-06-25": 3, "2017-11-19": 4, "2017-12-17": 5 };

const days = calendar("2017-01-01", lastDay, (day, weekday) => {
  if (day === lastDay) return 40;
  const sunday = new Date(Date.parse(day) - weekday * 86_400_000).toISOString().slice(0, 10);
  return weekdayWeights[weekday]! * monthWeights[Number(day.slice(5, 7)) - 1]! * (busyWeeks[sunday] ?? 2);
});

/** 3,000 products in groups of 50, the popular groups first. One in five gets dearer by a tenth on a day of its own. */
const products = Array.from({ length: groups * groupSize }, (_, k) => {
  const cents = [59, 79, 99, 100, 119, 149, 199, 199, 249, 299, 349, 399, 499, 699, 999][below(uniform(k, salt.price), 15)]!;
  return {
    id: 819_000 + 37 * k,
    changesOn: below(uniform(k, salt.priceChange), days.days.length),
    before: cents,
    after: k % 5 === 2 ? cents + Math.ceil(cents / 10) : cents,
  };
});

/** Households shop at one store; one in twenty moves to another in the middle of the year. */
const homes = Array.from({ length: households }, (_, k) => ({
  movesOn: k % 20 === 3 ? 120 + below(uniform(k, salt.move), 120) : days.days.length,
  before: skewed(uniform(k, salt.home), stores, 2),
  after: skewed(uniform(k, salt.newHome), stores, 2),
}));

function fateOf(i: number): Fate {
  if (i % 997 === 0) return "duplicate";
  if (i % 4001 === 0) return "no_date";
  if (i % 3001 === 0) return "no_store";
  if (i % 1499 === 0) return "bad_quantity";
  if (i % 2003 === 0) return "no_price";
  return "accepted";
}

/** The integers behind row i, which must not be a duplicate. `day` is an index of `days.days`. */
function decide(i: number) {
  const place = places[(i - 1) % places.length]!;
  const basket = Math.floor((i - 1) / places.length) * block.length + place.basket;
  const day = days.dayAt(uniform(basket, salt.day));
  const household = skewed(uniform(basket, salt.household), households, 2);
  const home = homes[household]!;

  // The lines of a basket stand side by side in their groups, so one product never comes twice and no row repeats by accident.
  const inGroup = (below(uniform(basket, salt.place), groupSize) + place.line) % groupSize;
  const productNumber = skewed(uniform(i, salt.group), groups, 3) * groupSize + inGroup;
  const product = products[productNumber]!;
  const listCents = day < product.changesOn ? product.before : product.after;

  // Promotions are known ahead: each product has every fourth week to itself, 20 % off, and sells a piece more.
  const week = Math.floor(day / 7) + 1;
  const isPromoted = (productNumber + week) % 4 === 0;
  const pieces = [1, 1, 1, 1, 1, 1, 1, 2, 2, 3][below(uniform(i, salt.quantity), 10)]! + (isPromoted ? 1 : 0);
  const discountCents = isPromoted ? Math.floor(listCents / 5) : 0;

  const fate = fateOf(i);
  const sign = fate === "bad_quantity" ? -1 : 1;
  return {
    basket,
    day,
    week,
    household: i % 499 === 0 ? null : household + 1,
    store: fate === "no_store" ? null : 300 + 2 * (day < home.movesOn ? home.before : home.after) + 1,
    product: product.id,
    quantity: sign * pieces,
    valueCents: fate === "no_price" ? 0 : sign * pieces * (listCents - discountCents),
    discountCents: fate === "no_price" ? pieces * listCents : pieces * discountCents,
  };
}

function row(i: number): readonly Value[] {
  const fate = fateOf(i);
  if (fate === "duplicate") return row(i - 1);
  const { basket, day, week, household, store, product, quantity, valueCents, discountCents } = decide(i);
  return [
    household,
    store,
    basketText(basket),
    product,
    quantity,
    valueCents / 100,
    discountCents / 100,
    0,
    0,
    week,
    `${fate === "no_date" ? "2017-02-30" : days.days[day]!} ${timeOf(basket, days.days[day] === lastDay)}`,
  ];
}

/** One number was damaged by a spreadsheet, as one is in the real file. */
const basketText = (basket: number): string => (basket === 500 ? "3.12e+10" : `${31_198_000_000 + 7 * basket}`);

function timeOf(basket: number, isLastDay: boolean): string {
  const hour = isLastDay ? below(uniform(basket, salt.hour), 6) : 6 + below(uniform(basket, salt.hour), 18);
  const twoDigits = (value: number) => `${value}`.padStart(2, "0");
  return [hour, below(uniform(basket, salt.minute), 60), below(uniform(basket, salt.second), 60)].map(twoDigits).join(":");
}

function aboutHousehold(household: number): readonly Value[] {
  const pick = (place: number, values: readonly Value[]) => values[below(uniform(household, salt.about + place), values.length)]!;
  return [
    household,
    pick(0, ["19-24", "25-34", "35-44", "45-54", "45-54", "55-64", "65+"]),
    pick(1, ["Under 15K", "15-24K", "25-34K", "35-49K", "50-74K", "50-74K", "75-99K", "100-124K", "250K+"]),
    pick(2, ["Homeowner", "Homeowner", "Renter", null]),
    pick(3, ["Married", "Unmarried", null]),
    pick(4, ["1", "2", "2", "3", "4", "5+"]),
    pick(5, ["1 Adult No Kids", "2 Adults No Kids", "1 Adult Kids", "2 Adults Kids"]),
    pick(6, ["0", "0", "0", "1", "2", "3+"]),
  ];
}

/** What any correct staging of the first n lines must find. */
export interface ExpectedLines {
  readonly rows: number;
  /** Whole rows that repeat an earlier one: ⌊n / 997⌋. */
  readonly duplicates: number;
  readonly withoutDate: number;
  readonly withoutStore: number;
  readonly withBadQuantity: number;
  readonly withoutPrice: number;
  readonly accepted: number;
  readonly acceptedValueCents: number;
  readonly acceptedPieces: number;
  readonly acceptedWithoutHousehold: number;
}

/**
 * Counts from the row numbers what the first n lines hold, without looking at the rows.
 *
 * The questions are asked in the order duplicate → date → store → quantity → price. Linear: 1 µs a row.
 */
export function expectedLines(n: number): ExpectedLines {
  const count: Record<Fate, number> = { duplicate: 0, no_date: 0, no_store: 0, bad_quantity: 0, no_price: 0, accepted: 0 };
  let acceptedValueCents = 0;
  let acceptedPieces = 0;
  let acceptedWithoutHousehold = 0;
  for (let i = 1; i <= n; i++) {
    const fate = fateOf(i);
    count[fate]++;
    if (fate !== "accepted") continue;
    const { valueCents, quantity, household } = decide(i);
    acceptedValueCents += valueCents;
    acceptedPieces += quantity;
    if (household === null) acceptedWithoutHousehold++;
  }
  return {
    rows: n,
    duplicates: count.duplicate,
    withoutDate: count.no_date,
    withoutStore: count.no_store,
    withBadQuantity: count.bad_quantity,
    withoutPrice: count.no_price,
    accepted: count.accepted,
    acceptedValueCents,
    acceptedPieces,
    acceptedWithoutHousehold,
  };
}
