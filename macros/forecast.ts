import type { Columns, Expr, Relation } from "rmodel";
import { sql } from "rmodel";
import type { ForecastRequest } from "../src/forecast/forecast.ts";
import type { Spelling } from "../src/forecast/sql.ts";
import { forecastSteps } from "../src/forecast/forecast.ts";
import { statement } from "../src/forecast/sql.ts";

interface DailyForecast<C extends Columns> {
  /** One row per day without gaps; the days to forecast have no target yet. */
  readonly of: Relation<C>;
  readonly time: keyof C & string;
  readonly target: keyof C & string;
  /** Columns that are known of any day beforehand. */
  readonly known: readonly (keyof C & string)[];
  /** How many days back the regression looks. */
  readonly lags: readonly number[];
  readonly horizon: number;
  /** The last days of the history, on which the candidates are compared. */
  readonly validationDays: number;
}

/** Stands for the relation in the text until its reference takes the place. */
const place = "relation_to_forecast";

/** Two queries over the same steps. */
interface ForecastQueries {
  /** One row per day ahead: the day, step, forecast, lower, upper, model. */
  readonly forecast: Expr;
  /** One row per candidate: model, mae, rmse, place. */
  readonly scores: Expr;
}

/**
 * A forecast of one daily series in SQL: ridge regressions on lags and known columns, with three penalties, against the
 * baselines, all compared on whole horizons at the end of the history; the one with the least mean absolute error is
 * fitted again on everything.
 */
export function dailyForecast<C extends Columns>({ of, lags, validationDays, ...given }: DailyForecast<C>): ForecastQueries {
  const request: Omit<ForecastRequest, "spelling"> = {
    ...given,
    relation: place,
    keys: [],
    terms: lags.map((lag) => ({ kind: "lag", lag })),
    // The regression says how a day differs from the same day of the week before, so that a strong penalty ends at the seasonal naive forecast.
    difference: 7,
    blocks: Math.max(1, Math.floor(validationDays / given.horizon)),
    fit: "each_block",
    lambdas: [0.01, 0.1, 1],
    minDf: 15,
    baselines: ["seasonal_naive", "naive", "moving_average", "seasonal_average"],
    season: 7,
    window: 7,
    level: 0.8,
  };
  const write = (spelling: Spelling, result: string): Expr => {
    const [before = "", after = ""] = statement(forecastSteps({ ...request, spelling }), spelling, result).split(place);
    return sql`${sql.raw(before)}${of}${sql.raw(after)}`;
  };
  const query = (result: string): Expr =>
    sql.dialect({
      duckdb: write({ double: "double", materialized: false, fence: false }, result),
      postgres: write({ double: "double precision", materialized: true, fence: true }, result),
      trino: write({ double: "double", materialized: false, fence: false }, result),
    });
  return { forecast: query("forecast"), scores: query("forecast_scores") };
}
