import type { FeatureSource, Unnamed } from "./feature-columns.ts";
import type { PartSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import { calendarColumnsOf } from "./calendar.ts";
import { column, seriesNumber } from "./part-source.ts";
import { double, select, statement } from "../sql.ts";
import { termSql } from "../terms.ts";

/** Whatever any regression reads, once per row of the series; null where the past is shorter than the feature. */
export function featuresPart(plan: Plan): PartSource {
  const differences = changesOf(plan);
  return {
    name: "features",
    description: "The columns of all regressions, one row per series and period.",
    columns: [
      seriesNumber,
      column("t", "integer", "Number of the period."),
      column("ahead", "integer", "Periods behind the newest known one."),
      column("position", "integer", "Periods behind the first one of the series."),
      column("value", "double", "The target.", true),
      ...differences.flatMap((d) => [column(`before${d}`, "double", `The target ${d} periods earlier.`, true), column(`change${d}`, "double", "The change since then.", true)]),
      ...plan.features.map(({ name, label }) => column(name, "double", label, true)),
    ],
    grain: ["series_number", "t"],
    parts: ["series", "calendar"],
    inputs: {},
    sql: (words) => featuresSql(plan, words),
  };
}

/** The periods over which any model explains a change. */
export const changesOf = ({ models }: Plan): readonly number[] => [...new Set(models.map(({ difference }) => difference))].filter((difference) => difference > 0);

function featuresSql(plan: Plan, { nameOf, spelling }: Words): string {
  const { others, known, features } = plan;
  const differences = changesOf(plan);
  const inputs = ["value", ...others.map((_, i) => `other${i + 1}`), ...known.map((_, i) => `known${i + 1}`)];
  const calendar = calendarColumnsOf(plan).map((_, i) => `calendar${i + 1}`);
  const rows = "partition by series_number order by t";
  return statement(
    [
      {
        name: "joined",
        query: select(
          ["series.series_number", "series.t", "series.ahead", "series.position", "calendar.ahead as common_ahead", ...inputs.map((name) => `series.${name}`), ...calendar.map((name) => `calendar.${name}`)],
          `from ${nameOf("part:series")} as series\njoin ${nameOf("part:calendar")} as calendar on calendar.t = series.t`,
        ),
        perRow: true,
      },
      {
        name: "changed",
        query: select(
          ["series_number", "t", "ahead", "position", "common_ahead", ...inputs, ...calendar, ...differences.flatMap((d) => [`lag(value, ${d}) over (${rows}) as before${d}`, `value - lag(value, ${d}) over (${rows}) as change${d}`])],
          "from joined",
        ),
        perRow: true,
      },
      {
        name: "features",
        query: select(
          ["series_number", "t", "ahead", "position", "value", ...differences.flatMap((d) => [`before${d}`, `change${d}`]), ...features.map((feature) => `${featureSql(plan, feature, rows, spelling)} as ${feature.name}`)],
          "from changed",
        ),
        perRow: true,
      },
    ],
    spelling,
  );
}

/** A feature over a gapless series in the order of t. */
export function featureSql(plan: Plan, { source, needs }: Unnamed, rows: string, spelling: Words["spelling"]): string {
  const whole = (expression: string): string => `case when position >= ${needs} then ${expression} end`;
  const changeOf = (name: string): string => ("difference" in source && source.difference > 0 ? whole(`${name} - lag(${name}, ${source.difference}) over (${rows})`) : name);
  switch (source.kind) {
    case "past":
      return whole(termSql(source.term, source.difference === 0 ? "value" : `change${source.difference}`, rows, spelling));
    case "other":
      return whole(termSql(source.term, `other${plan.others.indexOf(source.column) + 1}`, rows, spelling));
    case "known":
      return changeOf(`known${plan.known.indexOf(source.column) + 1}`);
    case "calendar":
      return changeOf(`calendar${calendarColumnsOf(plan).findIndex((column) => JSON.stringify(column) === JSON.stringify(source.column)) + 1}`);
    case "trend":
      return trendSql(source, spelling);
    case "product":
      return source.of.map((part) => `(${featureSql(plan, part, rows, spelling)})`).join(" * ");
  }
}

/** −1 at the first known period and 1 at the newest, of the series or (in a pooled equation) of all: raw powers of t would lose their digits. */
function trendSql({ power, common }: Extract<FeatureSource, { kind: "trend" }>, spelling: Words["spelling"]): string {
  const [before, ahead] = common ? ["(t - 1)", "common_ahead"] : ["position", "ahead"];
  const scaled = `${double(`${before} + ${ahead}`, spelling)} / (${before} - ${ahead})`;
  return `case when ${before} > ${ahead} then ${Array.from({ length: power }, () => scaled).join(" * ")} else ${double(0, spelling)} end`;
}
