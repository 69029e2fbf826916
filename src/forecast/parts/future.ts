import type { Plan, PlannedModel } from "./plan.ts";
import type { Step } from "../sql.ts";
import type { Words } from "./part-source.ts";
import { originSql } from "./part-source.ts";
import { calendarColumnsOf } from "./calendar.ts";
import { featureSql } from "./features.ts";
import { foldTable } from "./folds.ts";
import { isOfOther, isOfTarget } from "./feature-columns.ts";
import { select } from "../sql.ts";

/**
 * The step `future`: per series, origin and step the features that are no past of the target, with the level of the fit.
 *
 * Without the past of other columns they stand in `features`. A past that is not known at the origin is replaced by the value one season
 * (or the least whole number of seasons) earlier, so the columns are computed again, over the newest known rows and the block alone.
 */
export function futureSteps(plan: Plan, model: PlannedModel, words: Words): readonly Step[] {
  const columns = model.columns.filter((column) => !isOfTarget(column));
  const others = columns.filter(isOfOther);
  const { nameOf } = words;
  const { horizon } = plan.spec;
  const level = model.divides ? [`origins.level`] : [];
  const joinLevel = (alias: string): string =>
    model.divides ? `\njoin ${nameOf("part:origins")} as origins on origins.origin_number = ${originSql(`${alias}.series_number`, "folds.fit")}` : "";
  if (others.length === 0) {
    return [
      {
        name: "future",
        query: select(
          ["features.series_number", "folds.fold", "folds.fit", "folds.block_length", "features.ahead + folds.begins_before as step", ...columns.map(({ name }) => `features.${name}`), ...level],
          `from ${nameOf("part:features")} as features\njoin ${foldTable(plan.folds)} on features.ahead > -folds.begins_before and features.ahead <= ${horizon} - folds.begins_before${joinLevel("features")}`,
        ),
        perRow: true,
      },
    ];
  }
  const reach = Math.max(...columns.map(({ needs }) => needs)) - 1;
  const numbers = [...plan.others.map((_, i) => `other${i + 1}`)];
  const given = [...plan.known.map((_, i) => `known${i + 1}`)];
  const calendar = calendarColumnsOf(plan).map((_, i) => `calendar${i + 1}`);
  const { season } = plan.spec;
  const rows = "partition by series_number, fold order by t";
  return [
    {
      name: "tails",
      query: select(
        [
          "series.series_number", "folds.fold", "folds.fit", "folds.block_length", "series.t", "series.ahead", "series.position", "series.ahead + folds.begins_before as step", ...given.map((name) => `series.${name}`),
          `case when series.ahead + folds.begins_before <= 0 then series.t else series.t - ${season} * cast(floor((series.ahead + folds.begins_before + ${season - 1}) / ${season}) as bigint) end as known_t`,
        ],
        `from ${nameOf("part:series")} as series\njoin ${foldTable(plan.folds)} on series.ahead > -folds.begins_before - ${reach + 1} and series.ahead <= ${horizon} - folds.begins_before`,
      ),
    },
    {
      name: "seen",
      query: select(
        [
          "tails.series_number", "tails.fold", "tails.fit", "tails.block_length", "tails.t", "tails.ahead", "tails.step", "tails.position", ...given.map((name) => `tails.${name}`),
          ...numbers.map((name) => `known.${name}`), "calendar.ahead as common_ahead", ...calendar.map((name) => `calendar.${name}`),
        ],
        `from tails\nleft join ${nameOf("part:series")} as known on known.series_number = tails.series_number and known.t = tails.known_t\njoin ${nameOf("part:calendar")} as calendar on calendar.t = tails.t`,
      ),
    },
    {
      name: "computed",
      query: select(["series_number", "fold", "fit", "block_length", "step", ...columns.map((column) => `${featureSql(plan, column, rows, words.spelling)} as ${column.name}`)], "from seen"),
    },
    {
      name: "future",
      query: select(
        ["computed.series_number", "computed.fold", "computed.fit", "computed.block_length", "computed.step", ...columns.map(({ name }) => `computed.${name}`), ...level],
        `from computed${model.divides ? `\njoin ${nameOf("part:origins")} as origins on origins.origin_number = ${originSql("computed.series_number", "computed.fit")}` : ""}\nwhere step > 0`,
      ),
      perRow: true,
    },
  ];
}
