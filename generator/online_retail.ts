import type { Domain, Value } from "./domain.ts";
import type { Customer } from "./online_retail-catalogue.ts";
import { customers, groupSize, groups, home, lastDay, products, tradingDays } from "./online_retail-catalogue.ts";
import { below, evenly, skewed, uniform } from "./uniform.ts";

/**
 * Invoice lines like those of UCI Online Retail: a British gift wholesaler, 2010-12-01 to 2011-12-09, prices in pounds.
 *
 * Every prefix spans the whole year, because a row's day depends on its invoice alone; the rows are therefore not
 * in the order of time. Rows at multiples of 997 repeat the row before them, of 1499 are cancelled, of 499 have no
 * customer, of 2003 have price 0 and no description. Two rows are a bad debt of a negative price.
 */
export const onlineRetail: Domain = {
  name: "online_retail",
  version: 1,
  tables: (rows) => [
    {
      path: "online_retail/online_retail",
      columns: {
        InvoiceNo: "varchar",
        StockCode: "varchar",
        Description: "varchar",
        Quantity: "integer",
        InvoiceDate: "timestamp",
        UnitPrice: "double",
        CustomerID: "integer",
        Country: "varchar",
      },
      rows,
      row,
    },
  ],
};

const salt = { minute: 1, secondMinute: 2, customer: 3, place: 4, group: 5, quantity: 6 };

/** What becomes of a row in staging, in the order in which it is asked. */
type Fate = "duplicate" | "return" | "reject" | "sale";

/**
 * Invoices repeat in blocks of twelve with these numbers of lines: 240 rows, 20 lines an invoice, 4 rows (1.7 %) cancelled
 * and 60 (25 %) without a customer, as in the real file. No invoice has more lines than a group has products.
 */
const block: readonly { readonly lines: number; readonly kind: "sale" | "anonymous" | "return" }[] = [
  { lines: 5, kind: "sale" },
  { lines: 22, kind: "anonymous" },
  { lines: 1, kind: "return" },
  { lines: 95, kind: "sale" },
  { lines: 2, kind: "sale" },
  { lines: 30, kind: "anonymous" },
  { lines: 12, kind: "sale" },
  { lines: 3, kind: "return" },
  { lines: 45, kind: "sale" },
  { lines: 8, kind: "anonymous" },
  { lines: 1, kind: "sale" },
  { lines: 16, kind: "sale" },
];
const places = block.flatMap(({ lines, kind }, invoice) => Array.from({ length: lines }, (_, line) => ({ invoice, line, kind })));
const placeOf = (i: number) => places[(i - 1) % places.length]!;

/** The rows of a written-off debt, −11,062.06 each; neither is a duplicate or cancelled. */
const badDebts: readonly number[] = [811, 60_811];

/** Pieces of one product on a line. Dear products are bought in the smaller half of the numbers. */
const quantities = [1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 6, 6, 8, 10, 12, 24, 24, 36, 72];

function fateOf(i: number): Fate {
  if (i % 997 === 0) return "duplicate";
  if (i % 1499 === 0 || placeOf(i).kind === "return") return "return";
  if (i % 2003 === 0 || badDebts.includes(i)) return "reject";
  return "sale";
}

/** The integers behind row i, which must not be a duplicate. `day` is an index of `tradingDays.days`. */
function decide(i: number) {
  const place = placeOf(i);
  const blockNumber = Math.floor((i - 1) / places.length);
  const invoice = blockNumber * block.length + place.invoice;
  // Large invoices are spread evenly over the year, so that small files have the week and the season of large ones.
  const day = tradingDays.dayAt(evenly(blockNumber + place.invoice * 1_000_003));
  const minute = 480 + below(uniform(invoice, salt.minute), 300) + below(uniform(invoice, salt.secondMinute), 300);

  // The lines of an invoice stand side by side in their groups, so one product never comes twice and no row repeats by accident.
  const inGroup = (below(uniform(invoice, salt.place), groupSize) + place.line) % groupSize;
  const product = products[skewed(uniform(i, salt.group), groups, 3) * groupSize + inGroup]!;
  const { description, cents } = day < product.changesOn ? product.before : product.after;
  const pieces = quantities[below(uniform(i, salt.quantity), cents > 400 ? 10 : 20)]!;

  const isFree = i % 2003 === 0;
  const isAnonymous = place.kind === "anonymous" || isFree || i % 499 === 0;
  return {
    invoiceNumber: 536_365 + invoice,
    stockCode: product.code,
    description: isFree ? null : description,
    // Every other free line is stock that was written off.
    quantity: fateOf(i) === "return" || i % 4006 === 0 ? -pieces : pieces,
    day,
    minute,
    cents: isFree ? 0 : cents,
    customer: isAnonymous ? undefined : customers[skewed(uniform(invoice, salt.customer), customers.length, 2)]!,
  };
}

function row(i: number): readonly Value[] {
  const fate = fateOf(i);
  if (fate === "duplicate") return row(i - 1);
  const { invoiceNumber, stockCode, description, quantity, day, minute, cents, customer } = decide(i);
  const soldAt = timeText(tradingDays.days[day]!, minute);
  if (badDebts.includes(i)) return [`A${invoiceNumber}`, "B", "Adjust bad debt", 1, soldAt, -11062.06, null, home];
  return [
    fate === "return" ? `C${invoiceNumber}` : `${invoiceNumber}`,
    stockCode,
    description,
    quantity,
    soldAt,
    cents / 100,
    customer?.id ?? null,
    customer === undefined ? home : countryOn(customer, day),
  ];
}

/** On the last day the shop opens for half of the time. */
function timeText(day: string, minute: number): string {
  const shown = day === lastDay ? 480 + Math.floor((minute - 480) / 2) : minute;
  const twoDigits = (value: number) => `${value}`.padStart(2, "0");
  return `${day} ${twoDigits(Math.floor(shown / 60))}:${twoDigits(shown % 60)}:00`;
}

function countryOn(customer: Customer, day: number): string {
  return day < customer.movesOn ? customer.before : customer.after;
}

/** What any correct staging of the first n rows must find. Amounts are quantity × price in pence. */
export interface ExpectedCounts {
  readonly rows: number;
  /** Whole rows that repeat an earlier one: ⌊n / 997⌋. */
  readonly duplicates: number;
  readonly returns: number;
  readonly rejects: number;
  readonly sales: number;
  readonly salesAmountCents: number;
  readonly returnsAmountCents: number;
  readonly salesWithoutCustomer: number;
  /** Customers with more than one country. Only sales and returns name a customer. */
  readonly customersThatMoved: number;
}

/**
 * Counts from the row numbers what the first n rows hold, without looking at the rows.
 *
 * The order of the questions is duplicate → return → reject → sale. Linear: 0.6 µs a row.
 */
export function expectedCounts(n: number): ExpectedCounts {
  const count: Record<Fate, number> = { duplicate: 0, return: 0, reject: 0, sale: 0 };
  const amountCents = { return: 0, sale: 0 };
  let salesWithoutCustomer = 0;
  const atOldPlace = new Set<Customer>();
  const atNewPlace = new Set<Customer>();
  for (let i = 1; i <= n; i++) {
    const fate = fateOf(i);
    count[fate]++;
    if (fate === "duplicate" || fate === "reject") continue;
    const { quantity, cents, customer, day } = decide(i);
    amountCents[fate] += quantity * cents;
    if (customer === undefined) salesWithoutCustomer += fate === "sale" ? 1 : 0;
    else if (customer.before !== customer.after) (day < customer.movesOn ? atOldPlace : atNewPlace).add(customer);
  }
  return {
    rows: n,
    duplicates: count.duplicate,
    returns: count.return,
    rejects: count.reject,
    sales: count.sale,
    salesAmountCents: amountCents.sale,
    returnsAmountCents: amountCents.return,
    salesWithoutCustomer,
    customersThatMoved: [...atOldPlace].filter((customer) => atNewPlace.has(customer)).length,
  };
}
