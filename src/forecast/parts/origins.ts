import type { PartSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import { column, foldNumber, originNumber, originSql, seriesNumber, timeColumn } from "./part-source.ts";
import { double, select, statement } from "../sql.ts";
import { foldTable } from "./folds.ts";

/** What is known of a series at each origin: its length, range and level, and what baselines take from its newest rows. */
export function originsPart(plan: Plan): PartSource {
  const { season, window } = plan.spec;
  return {
    name: "origins",
    description: "One row per series and origin that has a known row: the state that forecasts start from.",
    columns: [
      seriesNumber,
      foldNumber,
      originNumber,
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
  const zero = double(0, spelling);
  const one = double(1, spelling);
  const newest = (first: number, last: number): string => `case when age >= ${first} and age <= ${last} then value end`;
  return statement(
    [
      {
        name: "changes",
        query: select(
          ["series_number", "t", `${time} as origin`, "position", "ahead", "value", `abs(value - lag(value, ${season}) over (${rows})) as seasonal_change`, `abs(value - lag(value, 1) over (${rows})) as last_change`],
          `from ${nameOf("part:series")} as series\nwhere ahead <= 0`,
        ),
      },
      {
        name: "known",
        query: select(["changes.*", "folds.fold", "1 - changes.ahead - folds.begins_before as age"], `from changes\njoin ${foldTable(folds)} on changes.ahead <= -folds.begins_before`),
        perRow: true,
      },
      {
        name: "measured",
        query: select(
          [
            "series_number", "fold", "max(t) as t", "max(origin) as origin", "count(*) as n", `max(${newest(1, 1)}) as newest`, "max(case when position = 0 then value end) as oldest",
            "min(value) as low", "max(value) as high", "avg(abs(value)) as level", "avg(seasonal_change) as seasonal_scale", "avg(last_change) as last_scale",
            `avg(${newest(1, window)}) as mean_newest`, `sum(${newest(1, 2 * window)}) as sum_newest`, `sum(${newest(season + 1, season + 2 * window)}) as sum_before`,
          ],
          "from known\ngroup by series_number, fold",
        ),
      },
      {
        name: "origins",
        query: select(
          [
            "series_number", "cast(fold as bigint) as fold", `cast(${originSql("series_number", "fold")} as bigint) as origin_number`, "t", "origin", "n", "newest",
            "low - (high - low) as lowest",
            "high + (high - low) as highest",
            `case when level > ${zero} then level else ${one} end as level`,
            `case when seasonal_scale > ${zero} then seasonal_scale when last_scale > ${zero} then last_scale end as scale`,
            `case when seasonal_scale > ${zero} then seasonal_scale end as seasonal_scale`,
            `case when n >= ${window} then mean_newest end as mean_newest`,
            "case when n >= 2 then (newest - oldest) / (n - 1) end as slope",
            `case when n >= ${season + 2 * window} then case when sum_before > ${zero} then greatest(least(sum_newest / sum_before, ${double(2, spelling)}), ${double(0.5, spelling)}) else ${one} end end as ratio`,
          ],
          "from measured\nwhere newest is not null",
        ),
      },
    ],
    spelling,
  );
}
