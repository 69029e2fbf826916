import type { BaselineName } from "../spec.ts";
import type { PartSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import { column, foldNumber, seriesNumber, stepNumber } from "./part-source.ts";
import { constants, double, quoteText, select, statement } from "../sql.ts";

/**
 * Forecasts that any model has to beat. A series that is too short for one has no rows of it.
 *
 * With o the origin, m the season, k the window and t = o + h the period h steps ahead, where j = ⌈h / m⌉:
 * naive y_o · seasonal naive y_(t−jm) · moving average: mean of the last k · seasonal average: mean of y_(t−jm), y_(t−jm−m), … ·
 * hybrid: mean of seasonal naive and moving average · drift y_o + h (y_o − y_1) / (o − 1) · level-scaled seasonal naive:
 * y_(t−jm) · (sum of the last 2k / sum of the same a season earlier), the ratio clipped to 0.5 … 2 and 1 where the divisor is not positive ·
 * date-aligned seasonal naive, for weeks: 365 days are 52 weeks and a day, so 6/7 y_(t−52) + 1/7 y_(t−53); in a holiday's week, and
 * where week 53 is not known, y_(t−52).
 *
 * @source Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2; the last two: this project's reference forecasts (bench)
 */
export function baselinesPart(plan: Plan): PartSource {
  return {
    name: "baselines",
    description: "Forecasts of the baselines, one row per series, origin, baseline and step.",
    columns: [seriesNumber, foldNumber, column("model", "text", "Name of the baseline."), stepNumber, column("forecast", "double", "The forecast.")],
    grain: ["series_number", "fold", "model", "step"],
    parts: ["origins", "blocks"],
    inputs: {},
    sql: (words) => baselinesSql(plan, words),
  };
}

function baselinesSql({ spec, baselines }: Plan, { nameOf, spelling }: Words): string {
  const { season, holidays } = spec;
  const number = (value: number): string => double(value, spelling);
  const longEnough = `origins.n >= ${season}`;
  const aligned = `(${number(6)} * blocks.seasonal + blocks.seasonal_before) / ${number(7)}`;
  const byName: Readonly<Record<BaselineName, string>> = {
    naive: "origins.newest",
    seasonal_naive: `case when ${longEnough} then blocks.seasonal end`,
    date_aligned_seasonal_naive: `case when ${longEnough} then case when ${holidays === undefined ? "" : "blocks.is_holiday or "}blocks.seasonal_before is null then blocks.seasonal else ${aligned} end end`,
    moving_average: "origins.mean_newest",
    seasonal_average: `case when ${longEnough} then blocks.seasonal_mean end`,
    level_scaled_seasonal_naive: "blocks.seasonal * origins.ratio",
    hybrid: `case when ${longEnough} then (blocks.seasonal + origins.mean_newest) / ${number(2)} end`,
    drift: "origins.newest + blocks.step * origins.slope",
  };
  const names = baselines.map(quoteText);
  return statement(
    [
      {
        name: "forecasts",
        query: select(
          ["blocks.series_number", "blocks.fold", "names.model", "blocks.step", `case names.model ${baselines.map((name, i) => `when ${names[i]} then ${byName[name]}`).join(" ")} end as forecast`],
          `from ${nameOf("part:blocks")} as blocks\njoin ${nameOf("part:origins")} as origins on origins.origin_number = blocks.origin_number\ncross join ${constants("names", ["model"], names.map((name) => [name]))}`,
        ),
        perRow: true,
      },
      { name: "baselines", query: select(["series_number", "fold", "model", "step", "forecast"], "from forecasts\nwhere forecast is not null"), perRow: true },
    ],
    spelling,
  );
}
