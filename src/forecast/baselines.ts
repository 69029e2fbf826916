import type { Spelling } from "./sql.ts";
import { constants, double, groupBy, partitionBy, range, select } from "./sql.ts";

export type Baseline = "naive" | "seasonal_naive" | "moving_average" | "seasonal_average" | "drift";

export interface BaselineRequest {
  /** Rows as `agedSeries` gives them: keys, age, length and y. */
  readonly relation: string;
  readonly keys: readonly string[];
  readonly horizon: number;
  /** Rows in one season: 7 days, 52 weeks. */
  readonly season: number;
  /** Rows that the moving average takes in. */
  readonly window: number;
  readonly spelling: Spelling;
}

/**
 * The rows of a gapless series counted back from its end: keys, age (1 is the newest), length of the series, and y.
 *
 * @param time a whole number that goes up by 1 from row to row
 */
export function agedSeries(series: { readonly relation: string; readonly keys: readonly string[]; readonly time: string; readonly target: string }): string {
  const { keys, time, target } = series;
  const whole = `over (${partitionBy(keys).trim()})`;
  return select([...keys, `max(${time}) ${whole} - ${time} + 1 as age`, `count(*) ${whole} as length`, `${target} as y`], `from ${series.relation} as series`);
}

/**
 * A forecast that any model has to beat, as a select of keys, step (1…horizon) and forecast.
 *
 * A series that is too short for it has no rows: one season for the seasonal ones, the window for the moving average, two values for drift.
 *
 * @source Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2; seasonal average: mean of all values at the same place in the season
 */
export function baselineSql(baseline: Baseline, request: BaselineRequest): string {
  const { season, window, spelling } = request;
  switch (baseline) {
    case "naive":
      return fromHistory(request, ["max(y) as value"], "where age = 1", "value");
    case "moving_average":
      return fromHistory(request, ["avg(y) as value"], `where age <= ${window} and length >= ${window}`, "value");
    case "drift": {
      // The line through the first and the last value.
      const newest = "max(case when age = 1 then y end)";
      const oldest = "max(case when age = length then y end)";
      const slope = `(${newest} - ${oldest}) / max(length - ${double(1, spelling)}) as slope`;
      return fromHistory(request, [`${newest} as value`, slope], "where length >= 2", "value + step * slope");
    }
    case "seasonal_naive":
      return fromSeason(request, `where age <= ${season} and length >= ${season}`);
    case "seasonal_average":
      return fromSeason(request, `where length >= ${season}`);
  }
}

/** One aggregate row per series, then the forecast of each step from it. */
function fromHistory(request: BaselineRequest, aggregates: readonly string[], where: string, forecast: string): string {
  const history = select([...request.keys, ...aggregates], `from ${request.relation} as aged\n${where}${groupBy(request.keys)}`);
  // Without keys an aggregate of no rows is still one row.
  return select([...request.keys, "step", `${forecast} as forecast`], `from (${history}) as history\ncross join ${steps(request)}\nwhere value is not null`);
}

/** One aggregate row per place in the season. Step h is h rows after age 1, so it has the place of every age a with a + h = 1 (mod season). */
function fromSeason(request: BaselineRequest, where: string): string {
  const place = `mod(age, ${request.season})`;
  const places = select([...request.keys, `${place} as place`, "avg(y) as value"], `from ${request.relation} as aged\n${where}${groupBy([...request.keys, place])}`);
  return select([...request.keys, "step", "value as forecast"], `from (${places}) as places\njoin ${steps(request)} on mod(step + place - 1, ${request.season}) = 0`);
}

const steps = ({ horizon }: BaselineRequest): string => constants("steps", ["step"], range(1, horizon).map((h) => [String(h)]));
