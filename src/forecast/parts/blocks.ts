import type { PartSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import { blockNumber, blockSql, column, foldNumber, keyColumns, originNumber, originSql, seriesNumber, stepNumber, timeColumn } from "./part-source.ts";
import { foldTable } from "./folds.ts";
import { partitionBy, quoteIdentifier, select, statement } from "../sql.ts";

/** The periods that are forecast from each origin, with what came and with the values of earlier seasons that baselines repeat. */
export function blocksPart(plan: Plan): PartSource {
  const { spec, segments } = plan;
  const { season } = spec;
  return {
    name: "blocks",
    description: "One row per series, origin and step: the period to forecast, and what it was in earlier seasons.",
    columns: [
      ...keyColumns(plan),
      timeColumn(plan, "The period that is forecast."),
      seriesNumber,
      foldNumber,
      stepNumber,
      originNumber,
      blockNumber,
      column("t", "integer", "Number of the period."),
      column("actual", "double", "What came; null where that is not known yet.", true),
      column("weight", "double", "How much the period counts in wmae."),
      column("is_scored", "boolean", "Whether the period is scored."),
      ...segments.map((name) => column(name, "text", "Segment of the period.", true)),
      column("seasonal", "double", `The newest known value a whole number of seasons (${season} periods) earlier.`, true),
      column("seasonal_before", "double", "The value before that one.", true),
      column("seasonal_mean", "double", "The mean of all values at the same place of the season.", true),
      ...(spec.holidays === undefined ? [] : [column("is_holiday", "boolean", "Whether a holiday lies in the period.")]),
    ],
    grain: ["series_number", "fold", "step"],
    parts: ["series", ...(spec.holidays === undefined ? [] : ["calendar"])],
    inputs: {},
    sql: (words) => blocksSql(plan, words),
  };
}

function blocksSql({ spec, keys, time, segments, folds }: Plan, { nameOf, spelling }: Words): string {
  const { season } = spec;
  const quoted = segments.map(quoteIdentifier);
  const carried = ["series_number", "t", "weight", "is_scored", ...quoted];
  const place = `mod(t, ${season})`;
  const named = [...keys, time];
  return statement(
    [
      {
        name: "steps",
        query: select(
          [...named.map((name) => `series.${name}`), ...carried.map((name) => `series.${name}`), "folds.fold", "series.ahead + folds.begins_before as step", "case when folds.fold > 0 then series.value end as actual"],
          `from ${nameOf("part:series")} as series\njoin ${foldTable(folds)} on series.ahead > -folds.begins_before and series.ahead <= folds.block_length - folds.begins_before`,
        ),
        perRow: true,
      },
      { name: "placed", query: select([...named, ...carried, "fold", "step", "actual", `t - ${season} * cast(floor((step + ${season - 1}) / ${season}) as bigint) as seasonal_t`], "from steps"), perRow: true },
      {
        name: "lookback",
        query: select(
          ["series_number", "t", "value", "lag(value, 1) over (partition by series_number order by t) as value_before", `avg(value) over (${partitionBy(["series_number", place])}order by t rows between unbounded preceding and current row) as place_mean`],
          `from ${nameOf("part:series")} as series\nwhere ahead <= 0`,
        ),
      },
      {
        name: "blocks",
        query: select(
          [
            ...named.map((name) => `placed.${name}`), "placed.series_number", "cast(placed.fold as bigint) as fold", "cast(placed.step as bigint) as step",
            `${originSql("placed.series_number", "placed.fold")} as origin_number`, `cast(${blockSql("placed.series_number", "placed.fold", "placed.step")} as bigint) as block_number`, "placed.t", "placed.actual", "placed.weight", "placed.is_scored",
            ...quoted.map((name) => `placed.${name}`), "lookback.value as seasonal", "lookback.value_before as seasonal_before", "lookback.place_mean as seasonal_mean",
            ...(spec.holidays === undefined ? [] : ["calendar.is_holiday"]),
          ],
          `from placed\nleft join lookback on lookback.series_number = placed.series_number and lookback.t = placed.seasonal_t${
            spec.holidays === undefined ? "" : `\njoin ${nameOf("part:calendar")} as calendar on calendar.t = placed.t`
          }`,
        ),
        perRow: true,
      },
    ],
    spelling,
  );
}
