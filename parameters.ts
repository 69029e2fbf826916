import { parameters } from "rmodel";
import { z } from "zod";

/** `1,2,52` in an environment variable, a list in `--vars`. */
const numbers = z.preprocess((value) => (typeof value === "string" ? value.split(",").map(Number) : value), z.array(z.number().int().min(1).max(200)).min(1));

/** `rossmann,walmart` in an environment variable, a list in `--vars`. */
const names = z.preprocess((value) => (typeof value === "string" ? value.split(",").filter((name) => name !== "") : value), z.array(z.string()));

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "expected an ISO date such as 2010-01-01");

/** Everything that can be set from outside: `FORECAST_HORIZON_DAYS=7 rmodel build`, or `--vars '{"FORECAST_HORIZON_DAYS": 7}'`. */
export default parameters({
  /** Folder with one folder of raw files a domain; the default is where `npm run generate` writes look-alike data. */
  DATA_RAW_DIR: z.string().default("target/generated"),
  /** Data sets that DATA_RAW_DIR lacks, so that look-alike data is read instead: `rossmann,walmart`. */
  DATA_LOOK_ALIKES: names.default([]),
  /** First and last day of the calendar that all domains share. */
  CALENDAR_START: isoDate.default("2010-01-01"),
  CALENDAR_END: isoDate.default("2026-12-31"),
  /** How many days a forecast looks ahead. */
  FORECAST_HORIZON_DAYS: z.coerce.number().int().min(1).max(60).default(14),
  /** Days at the end of the history that candidates are compared on: as many whole horizons as fit, at least one. */
  VALIDATION_DAYS: z.coerce.number().int().min(1).default(28),
  /** Days behind the hold-out that the choice of a candidate never sees and that it is scored on once; 0: none. */
  FORECAST_TEST_DAYS: z.coerce.number().int().min(0).default(0),
  /** Share of invoices (0 to 1) that must hold a pair of products for it to be reported. */
  PAIR_MINIMUM_SUPPORT: z.coerce.number().positive().max(1).default(0.01),

  /** Whether the till lines of `daily` have a column with the customer: `false` where a delivery has none. */
  DAILY_SALES_HAVE_CUSTOMERS: z.union([z.boolean(), z.stringbool()]).default(true),
  /** Most pieces that one till line counts for in daily quantities: fuel is counted in thousandths of a gallon. */
  DAILY_LINE_QUANTITY_LIMIT: z.coerce.number().int().min(1).default(100),

  /** Last day of each part of the weekly sales of `walmart`; a part begins behind the one before it. */
  WALMART_TRAIN_END: isoDate.default("2012-01-27"),
  WALMART_VALIDATION_END: isoDate.default("2012-07-27"),
  WALMART_TEST_END: isoDate.default("2012-10-26"),
  /** How many weeks ahead weekly sales are forecast from one origin. The hold-out is cut into blocks of as many weeks. */
  WALMART_HORIZON_WEEKS: z.coerce.number().int().min(1).max(51).default(13),
  /** Whether a new run of the weekly forecast waits until somebody approves it, or serves at once. */
  WALMART_APPROVAL: z.enum(["manual", "automatic"]).default("manual"),
  /** Weeks that features of weekly sales look back, and lengths of the windows they take the mean of: `1,2,52`. */
  WALMART_LAGS: numbers.default([1, 2, 4, 52]),
  WALMART_ROLLING_WINDOWS: numbers.default([4, 13]),
  /** Weeks before and behind a holiday that count as near it. */
  WALMART_HOLIDAY_WINDOW_WEEKS: z.coerce.number().int().min(1).max(8).default(2),
  /** Weight of a holiday week in scores; any other week weighs 1. */
  holiday_weight: z.coerce.number().positive().default(5),
  /** What features make of negative weekly sales: `keep` them, or take them as `zero`. */
  negative_sales_strategy: z.enum(["keep", "zero"]).default("keep"),
});
