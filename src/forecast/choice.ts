import type { ForecastRequest } from "./forecast.ts";
import type { Step } from "./sql.ts";
import { baselineSql } from "./baselines.ts";
import { double, groupBy, partitionBy, quoteIdentifier, quoteText, sameKeys, select } from "./sql.ts";
import { folds } from "./folds.ts";
import { keyNames } from "./rows.ts";

/** Two-sided quantiles of the standard normal distribution. @source Python 3 statistics.NormalDist().inv_cdf((1 + level) / 2), equal to 1e-15 */
export const normalQuantiles = { 0.8: 1.2815515655446004, 0.9: 1.6448536269514722, 0.95: 1.959963984540054, 0.99: 2.5758293035489004 } as const;

/**
 * Every candidate's forecasts (`forecast_candidates`), their scores on the hold-out (`forecast_scores`), and the forecast of the best (`forecast`).
 *
 * Scores count as equal within 1e-9 of the worst, because engines sum in another order; ties end in the name.
 * Where no candidate covers the whole hold-out, the first baseline is taken.
 */
export function choiceSteps(request: ForecastRequest): readonly Step[] {
  const { blocks, horizon, spelling } = request;
  const keys = keyNames(request);
  // The label is written here: a double as text differs between engines.
  const label = `case penalty_index ${request.lambdas.map((lambda, i) => `when ${i + 1} then ${quoteText(`ridge_${lambda}`)}`).join(" ")} end`;
  const ridge = select([...keys, "fold", `${label} as model`, "step", "forecast", "sigma * spread as error"], "from recursion");
  const baselines = request.baselines.map((baseline) =>
    select(
      [...keys, "fold", `${quoteText(baseline)} as model`, "step", "forecast", `cast(null as ${spelling.double}) as error`],
      `from (${baselineSql(baseline, { ...request, relation: "forecast_history", keys: [...keys, "fold"] })}) as ${baseline}`,
    ),
  );
  const model = [...keys, "model"];
  const fallback = quoteText(request.baselines[0] ?? "");
  const quantile = double(normalQuantiles[request.level], spelling);
  const order = [
    "case when mae is null then 1 else 0 end",
    `round(${double(1e9, spelling)} * mae / nullif(worst, 0))`,
    `case when mae is null and model = ${fallback} then 0 else 1 end`,
    "model",
  ];
  const compared = select(["*", `max(mae) over (${partitionBy(keys).trim()}) as worst`], "from forecast_errors");
  return [
    { name: "forecast_candidates", query: [ridge, ...baselines].join("\nunion all\n") },
    {
      name: "forecast_errors", // rows after the last known one count as no error, so fold 0 only brings the candidate in
      query: select(
        [
          ...model.map((key) => `candidates.${key}`),
          `case when count(actual.y) = ${blocks * horizon} then avg(abs(forecast - actual.y)) end as mae`,
          "sqrt(avg((forecast - actual.y) * (forecast - actual.y))) as rmse",
        ],
        `from forecast_candidates as candidates
join ${folds(request)} on folds.fold = candidates.fold
left join forecast_series as actual on ${sameKeys("actual", "candidates", keys)} and actual.ahead = candidates.step - folds.begins_before${groupBy(model.map((key) => `candidates.${key}`))}`,
      ),
    },
    {
      name: "forecast_scores",
      query: select([...model, "mae", "rmse", `row_number() over (${partitionBy(keys)}order by ${order.join(", ")}) as place`], `from (${compared}) as compared`),
    },
    {
      name: "forecast",
      query: select(
        [
          ...request.keys.map((key, i) => `candidates.${keys[i]} as ${key}`),
          `series.period as ${quoteIdentifier(request.time)}`,
          "candidates.step",
          "forecast",
          `forecast - ${quantile} * coalesce(error, rmse) as lower`,
          `forecast + ${quantile} * coalesce(error, rmse) as upper`,
          "candidates.model",
        ],
        `from forecast_candidates as candidates
join forecast_scores as scores on ${sameKeys("scores", "candidates", model)} and scores.place = 1
join forecast_series as series on ${sameKeys("series", "candidates", keys)} and series.ahead = candidates.step
where candidates.fold = 0`,
      ),
    },
  ];
}
