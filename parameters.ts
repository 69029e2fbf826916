import { parameters } from "rmodel";
import { z } from "zod";

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "expected an ISO date such as 2010-01-01");

/** Everything that can be set from outside: `FORECAST_HORIZON_DAYS=7 rmodel build`, or `--vars '{"FORECAST_HORIZON_DAYS": 7}'`. */
export default parameters({
  /** Folder with one folder of raw files a domain; the default is where `npm run generate` writes look-alike data. */
  DATA_RAW_DIR: z.string().default("target/generated"),
  /** First and last day of the calendar that all domains share. */
  CALENDAR_START: isoDate.default("2010-01-01"),
  CALENDAR_END: isoDate.default("2026-12-31"),
  /** How many days a forecast looks ahead. */
  FORECAST_HORIZON_DAYS: z.coerce.number().int().min(1).max(60).default(14),
  /** Days at the end of the history that candidates are compared on: as many whole horizons as fit, at least one. */
  VALIDATION_DAYS: z.coerce.number().int().min(1).default(28),
  /** Share of invoices (0 to 1) that must hold a pair of products for it to be reported. */
  PAIR_MINIMUM_SUPPORT: z.coerce.number().positive().max(1).default(0.01),
});
