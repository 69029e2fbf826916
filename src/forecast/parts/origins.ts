import type { PartSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import { column, foldNumber, seriesNumber, timeColumn } from "./part-source.ts";
import { double, select, statement } from "../sql.ts";
import { foldTable } from "./folds.ts";

/**
 * What is known of a series at each origin: its length, range and level, and what baselines take from its newest rows.
 *
 * Every column is a window over the series that ends at the origin's row, so the series is read once whatever the number of origins.
 */
export function originsPart(plan: Plan): PartSource {
  const { season, window } = plan.spec;
  return {
    name: "origins",
    description: "One row per series and origin that has a known row: the state that forecasts start from.",
    columns: [
      seriesNumber,
      foldNumber,
      column("t", "integer", "Number of the newest known period."),
      timeColumn(plan, "The newest known period.", "origin"),
      column("n", "integer", "Known periods."),
      column("newest", "double", "The newest value."),
      column("lowest", "double", "The least value, less the range of the values: below it a forecast is taken to be wild."),
      column("highest", "double", "The greatest value and the range of the values."),
      column("level", "double", "Mean absolute value; 1 where that is 0."),
      column("scale", "double", `Mean absolute change over ${season} periods, or over one where there are no more or nothing changes; null where that is 0 as well.`, true),
      column("seasonal_scale", "double", `Mean absolute change over ${season} periods; null where there is none.`, true),
      column("mean_newest", "double", `Mean of the newest ${window} values; null where there are fewer.`, true),
      column("slope", "double", "Mean change from period to period; null of a single one.", true),
      column("ratio", "double", `Sum of the newest ${2 * window} values over that of the same ones a season earlier, at least 0.5 and at most 2; null where there are fewer.`, true),
    ],
    grain: ["series_number", "fold"],
    parts: ["series"],
    inputs: {},
    sql: (words) => originsSql(plan, words),
  };
}

function originsSql({ spec, time, folds }: Plan, { nameOf, spelling }: Words): string {
  const { season, window } = spec;
  const rows = "partition by series_number order by t";
  const sofar = `over (${rows} rows between unbounded preceding and current row)`;
  const between = (first: number, last: number): string => `over (${rows} rows between ${first} preceding and ${last === 0 ? "current row" : `${last} preceding`})`;
  const zero = double(0, spelling);
  const half = double(0.5, spelling);
  return statement(
    [
      {
        name: "known",
        query: select(
          ["series_number", "t", `${time} as origin`, "ahead", "value", `abs(value - lag(value, ${season}) over (${rows})) as seasonal_change`, `abs(value - lag(value, 1) over (${rows})) as last_change`],
          `from ${nameOf("part:series")} as series\nwhere ahead <= 0`,
        ),
      },
      {
        name: "measured",
        query: select(
          [
            "series_number", "t", "origin", "ahead", "value",
            `count(*) ${sofar} as n`,
            `min(value) ${sofar} as low`,
            `max(value) ${sofar} as high`,
            `avg(abs(value)) ${sofar} as level`,
            `avg(seasonal_change) ${sofar} as seasonal_scale`,
            `avg(last_change) ${sofar} as last_scale`,
            `avg(value) ${between(window - 1, 0)} as mean_newest`,
            `first_value(value) ${sofar} as first_value`,
            `sum(value) ${between(2 * window - 1, 0)} as sum_newest`,
            `sum(value) ${between(season + 2 * window - 1, season)} as sum_before`,
          ],
          "from known",
        ),
      },
      {
        name: "origins",
        query: select(
          [
            "measured.series_number", "cast(folds.fold as bigint) as fold", "measured.t", "measured.origin", "measured.n", "measured.value as newest",
            "low - (high - low) as lowest",
            "high + (high - low) as highest",
            `case when level > ${zero} then level else ${double(1, spelling)} end as level`,
            `case when seasonal_scale > ${zero} then seasonal_scale when last_scale > ${zero} then last_scale end as scale`,
            `case when seasonal_scale > ${zero} then seasonal_scale end as seasonal_scale`,
            `case when n >= ${window} then mean_newest end as mean_newest`,
            "case when n >= 2 then (measured.value - first_value) / (n - 1) end as slope",
            `case when n >= ${season + 2 * window} then case when sum_before > ${zero} then greatest(least(sum_newest / sum_before, ${double(2, spelling)}), ${half}) else ${double(1, spelling)} end end as ratio`,
          ],
          `from measured\njoin ${foldTable(folds)} on measured.ahead = -folds.begins_before\nwhere measured.value is not null`,
        ),
      },
    ],
    spelling,
  );
}
