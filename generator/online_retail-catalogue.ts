import { calendar } from "./calendar.ts";
import { below, skewed, uniform } from "./uniform.ts";

/** A product of the shop; what `before` says holds until the trading day `changesOn` (an index), then `after`. */
export interface Product {
  readonly code: string;
  readonly changesOn: number;
  readonly before: ProductState;
  readonly after: ProductState;
}

interface ProductState {
  readonly description: string;
  /** List price in pence. */
  readonly cents: number;
}

/** A customer of the shop; on the trading day `movesOn` (an index) the country changes, if the two differ. */
export interface Customer {
  readonly id: number;
  readonly movesOn: number;
  readonly before: string;
  readonly after: string;
}

/** Products come in groups of this many, equally popular inside a group; no invoice takes the same place of two groups. */
export const groupSize = 100;
export const groups = 40;

const salt = { price: 101, productChange: 102, country: 103, move: 104, luck: 105 };
const dayMs = 86_400_000;

/** Rows a day in hundreds, by month, as counted in the real file. */
const monthWeights: Readonly<Record<string, number>> = {
  "2010-12": 21, "2011-01": 15, "2011-02": 12, "2011-03": 14, "2011-04": 14, "2011-05": 15, "2011-06": 14,
  "2011-07": 15, "2011-08": 14, "2011-09": 19, "2011-10": 23, "2011-11": 33, "2011-12": 32,
};

/** Revenue a day in thousands of pounds, Sunday to Saturday, halved. The real shop never sold on a Saturday. */
const weekdayWeights = [8, 17, 19, 16, 20, 15, 0];

/** The other days without a sale in the real file: Christmas, Easter, bank holidays. */
const closedDays = new Set([
  "2010-12-24", "2010-12-26", "2010-12-27", "2010-12-28", "2010-12-29", "2010-12-30", "2010-12-31", "2011-01-02",
  "2011-01-03", "2011-04-22", "2011-04-24", "2011-04-25", "2011-04-29", "2011-05-02", "2011-05-30", "2011-08-29",
]);

/** Four weeks before a feast, by their Sunday, in halves of an ordinary week's sales. */
const busyWeeks: Readonly<Record<string, number>> = { "2010-12-05": 3, "2011-03-27": 3, "2011-04-10": 4, "2011-10-23": 5 };

/** The day on which the file ends at noon, so it sells half. */
export const lastDay = "2011-12-09";

/** Days of sale, each with its month, its weekday and its own luck of ±40 %, in fifths, which no forecast can know. */
export const tradingDays = calendar("2010-12-01", lastDay, (day, weekday) => {
  if (closedDays.has(day)) return 0;
  const halves = day === lastDay ? 1 : (busyWeeks[sundayOf(day, weekday)] ?? 2);
  const luck = 3 + below(uniform(Date.parse(day) / dayMs, salt.luck), 5);
  return monthWeights[day.slice(0, 7)]! * weekdayWeights[weekday]! * halves * luck;
});

function sundayOf(day: string, weekday: number): string {
  return new Date(Date.parse(day) - weekday * dayMs).toISOString().slice(0, 10);
}

const pricePoints = [19, 29, 42, 55, 65, 85, 85, 125, 125, 145, 165, 165, 195, 208, 210, 255, 295, 295, 375, 425, 495, 595, 795, 995, 1275, 1795];
const colours = ["RED", "PINK", "BLUE", "GREEN", "WHITE", "IVORY", "SILVER", "BLACK", "CREAM", "VINTAGE"];
const styles = [
  "RETROSPOT", "HEART", "STAR", "POLKADOT", "PAISLEY", "FELTCRAFT", "SPACEBOY", "DOLLY GIRL", "STRAWBERRY", "ROSE",
  "WOODLAND", "CIRCUS", "LACE", "GINGHAM", "ENAMEL", "ZINC", "WICKER", "GLASS", "PAPER", "CERAMIC",
];
const things = [
  "T-LIGHT HOLDER", "LUNCH BAG", "CAKE STAND", "BUNTING", "ALARM CLOCK", "LANTERN", "PHOTO FRAME", "TEA SET", "JUMBO BAG", "HOT WATER BOTTLE",
  "DOORMAT", "COAT HANGER", "PENCIL CASE", "NIGHT LIGHT", "CUSHION COVER", "GIFT WRAP", "MUG", "TRINKET BOX", "WALL CLOCK", "GARDEN SIGN",
];

/** Entries that are no goods: postage, carriage, fees, corrections. Their keys are places in the list of products; at multiples of 100 no name or price changes. */
const services: Readonly<Record<number, readonly [code: string, description: string, cents: number]>> = {
  0: ["POST", "POSTAGE", 1800],
  100: ["DOT", "DOTCOM POSTAGE", 4995],
  200: ["M", "Manual", 125],
  300: ["C2", "CARRIAGE", 5000],
  400: ["BANK CHARGES", "Bank Charges", 1500],
};

/** 4,000 entries, the popular groups first. One in five gets dearer by a tenth, one in six is renamed; each on a day of its own. */
export const products: readonly Product[] = Array.from({ length: groups * groupSize }, (_, k) => {
  const colour = colours[k % 10]!;
  const style = styles[Math.floor(k / 10) % 20]!;
  const thing = things[Math.floor(k / 200)]!;
  const price = pricePoints[below(uniform(k, salt.price), pricePoints.length)]!;
  const goods = [`${20_000 + k}${k % 7 === 4 ? "A" : ""}`, `${colour} ${style} ${thing}`, price] as const;
  const [code, description, cents] = services[k] ?? goods;
  return {
    code,
    changesOn: below(uniform(k, salt.productChange), tradingDays.days.length),
    before: { description, cents },
    after: {
      description: k % 6 === 1 ? `${thing},${colour} ${style}` : description,
      cents: k % 5 === 2 ? cents + Math.ceil(cents / 10) : cents,
    },
  };
});

/** Countries other than the shop's own, those with most customers first. */
const abroad = [
  "Germany", "France", "EIRE", "Spain", "Netherlands", "Belgium", "Switzerland", "Portugal", "Australia", "Norway", "Italy",
  "Channel Islands", "Finland", "Cyprus", "Sweden", "Unspecified", "Austria", "Denmark", "Japan", "Poland", "Israel", "USA",
  "Hong Kong", "Singapore", "Iceland", "Canada", "Greece", "Malta", "United Arab Emirates", "European Community", "RSA",
  "Lebanon", "Lithuania", "Brazil", "Czech Republic", "Bahrain", "Saudi Arabia",
];
export const home = "United Kingdom";

/** 4,372 customers, the loyal ones first. One in ten lives abroad, and ten loyal ones move from there to another country. */
export const customers: readonly Customer[] = Array.from({ length: 4372 }, (_, k) => {
  // Half of those abroad go through the list in turn, so that no country is left out.
  const place = k % 20 === 3 ? skewed(uniform(k, salt.country), abroad.length, 3) : Math.floor(k / 20) % abroad.length;
  const before = k % 10 === 3 ? abroad[place]! : home;
  return {
    id: 12_346 + k,
    // In the middle of the year, so that both countries are seen in files of ordinary size.
    movesOn: 90 + below(uniform(k, salt.move), 120),
    before,
    after: k < 200 && k % 20 === 3 ? abroad[(place + 1) % abroad.length]! : before,
  };
});
