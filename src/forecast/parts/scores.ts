import type { Metric } from "../spec.ts";
import type { PartSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import type { Step } from "../sql.ts";
import { column, keyColumns, originSql } from "./part-source.ts";
import { completedSteps } from "./completed.ts";
import { constants, select, statement } from "../sql.ts";
import { metricSql, ofAll, partsOfAll, sums } from "./errors.ts";
import { oldestOf } from "./folds.ts";
import { order } from "./ranked.ts";

const metrics: readonly Metric[] = ["mae", "rmse", "mape", "wape", "mase", "wmae"];

/** How the choice of each series scores as a whole, so that it can be held against a single candidate. */
export const chosenModel = "chosen";

/**
 * mae = Σ|e| / n · rmse = √(Σe² / n) · mape = mean |e / y| where y ≠ 0 · wape = Σ|e| / Σ|y| · wmae = Σ w|e| / Σ w ·
 * mase = mean over series of their mae / mean |y_t − y_(t−m)| before the stage's first origin. Shares, not percents; null where not defined.
 *
 * Over several series a candidate that does not cover a block of one is scored there with the naive forecast, as somebody else's
 * would be used; `covered` tells how many rows are its own. So all candidates of a level are compared over the same rows.
 *
 * @source Hyndman & Koehler 2006, Another look at measures of forecast accuracy, International Journal of Forecasting 22(4): MASE
 */
export function scoresPart(plan: Plan): PartSource {
  return {
    name: "scores",
    description: `Scores of every candidate on the hold-out, one row per level, key or segment value, stage and candidate; ${chosenModel} is what each series chose.`,
    columns: [
      column("level", "text", "overall, key (one series) or segment (one value of a column)."),
      ...keyColumns(plan, true),
      column("segment", "text", "Column of the segment.", true),
      column("segment_value", "text", "Value of the segment.", true),
      column("stage", "text", "validation: what the choice saw; test: what it never saw."),
      column("model", "text", `Name of the candidate, or ${chosenModel}.`),
      column("is_baseline", "boolean", "Whether it is a baseline."),
      column("n", "integer", "Scored rows."),
      column("covered", "integer", "Of them, rows in blocks that the candidate covers itself."),
      column("mae", "double", "Mean absolute error.", true),
      column("rmse", "double", "Root of the mean squared error.", true),
      column("mape", "double", "Mean of |error / actual| where that is not 0, as a share.", true),
      column("wape", "double", "Sum of errors over sum of actual values, as a share.", true),
      column("mase", "double", "Mean absolute error over that of the seasonal naive forecast in the history, the mean over series.", true),
      column("wmae", "double", "Mean absolute error in which a row counts by its weight.", true),
      column("place", "integer", `Rank by ${plan.spec.choice.metric}; ties end in the name. Null where not all rows of the series are covered, and of ${chosenModel}.`, true),
      column("is_chosen", "boolean", `Whether the forecast uses it: of its series, of all series where one is chosen for all, and always of ${chosenModel}.`),
    ],
    grain: ["level", ...plan.spec.keys, "segment", "segment_value", "stage", "model"],
    parts: [...partsOfAll(plan, "errors"), "picks", "origins", "series"],
    inputs: {},
    sql: (words) => statement(scoreSteps(plan, words), words.spelling),
  };
}

function scoreSteps(plan: Plan, words: Words): readonly Step[] {
  const { folds, keys } = plan;
  const { nameOf } = words;
  const stages = constants("stages", ["fold", "stage"], folds.filter(({ fold }) => fold > 0).map(({ fold, stage }) => [String(fold), `'${stage}'`]));
  const carried = ["segment", "segment_value", ...sums];
  const listed = (names: readonly string[], alias: string): readonly string[] => names.map((name) => `${alias}.${name}`);
  const oldest = constants("oldest", ["stage", "fold"], (["validation", "test"] as const).flatMap((stage) => {
    const fold = oldestOf(folds, stage);
    return fold === undefined ? [] : [[`'${stage}'`, String(fold.fold)]];
  }));
  const same = ["origin_number", "place_in_segments", "series_number", "fold"];
  const score = scoreOf(plan);
  const overall = plan.spec.choice.by === "overall";
  return [
    {
      name: "judged",
      query: select(
        ["errors.series_number", "errors.fold", "errors.origin_number", "coalesce(segment, '') || coalesce('=' || segment_value, '') as place_in_segments", "errors.model", "errors.kind", ...listed(carried, "errors")],
        `from ${ofAll(plan, "errors", words)} as errors`,
      ),
    },
    ...completedSteps(plan, { relation: "judged", group: same.slice(0, 2), carried: same.slice(2) }),
    {
      name: "compared", // every candidate over all rows of a block, what was chosen among them
      query: [
        select([...same, "model", "kind", "covered", ...sums], "from completed"),
        select(
          [...listed(same, "judged"), `'${chosenModel}' as model`, `'${chosenModel}' as kind`, "judged.n as covered", ...listed(sums, "judged")],
          `from judged\njoin ${nameOf("part:picks")} as picks on picks.origin_number = judged.origin_number and picks.model = judged.model and picks.used = 'chosen'`,
        ),
      ].join("\nunion all\n"),
    },
    {
      name: "by_series",
      query: select(
        ["compared.series_number", "stages.stage", "compared.place_in_segments", "compared.model", "compared.kind", "sum(compared.covered) as covered", ...sums.map((name) => `sum(compared.${name}) as ${name}`)],
        `from compared\njoin ${stages} on stages.fold = compared.fold\ngroup by compared.series_number, stages.stage, compared.place_in_segments, compared.model, compared.kind`,
      ),
    },
    {
      name: "scaled",
      query: select(
        ["by_series.*", "by_series.absolute / nullif(by_series.n, 0) / nullif(origins.seasonal_scale, 0) as own_mase"],
        `from by_series\njoin ${oldest} on oldest.stage = by_series.stage\nleft join ${nameOf("part:origins")} as origins on origins.series_number = by_series.series_number and origins.fold = oldest.fold`,
      ),
    },
    {
      name: "levels",
      query: [
        select(["series_number", "stage", "place_in_segments", "model", "kind", "covered", ...sums, "own_mase as mase"], `from scaled\nwhere place_in_segments = '' and covered > 0 and model <> '${chosenModel}'`),
        select(
          [`cast(null as bigint) as series_number`, "stage", "place_in_segments", "model", "kind", "sum(covered) as covered", ...sums.map((name) => `sum(${name}) as ${name}`), "avg(own_mase) as mase"],
          "from scaled\ngroup by stage, place_in_segments, model, kind",
        ),
      ].join("\nunion all\n"),
    },
    { name: "measured", query: select(["levels.*", ...metrics.filter((metric) => metric !== "mase").map((metric) => `${metricSql(metric, "")} as ${metric}`)], "from levels") },
    { name: "scored", query: select(["measured.*", `case when kind <> '${chosenModel}' and (series_number is null or covered = n) then ${score} end as score`], "from measured") },
    {
      name: "ranked",
      query: select(
        ["scored.*", `case when score is not null then row_number() over (partition by series_number, stage, place_in_segments order by ${order("score", words.spelling)}) end as place`],
        "from scored",
      ),
    },
    {
      name: "marked",
      query: select(
        ["ranked.*", "max(case when series_number is null and place_in_segments = '' and stage = 'validation' and place = 1 then model end) over () as best_overall"],
        "from ranked",
      ),
    },
    { name: "segments", query: select(["place_in_segments", "max(segment) as segment", "max(segment_value) as segment_value"], `from (${select(["coalesce(segment, '') || coalesce('=' || segment_value, '') as place_in_segments", "segment", "segment_value"], `from ${nameOf("part:errors")} as errors`)}) as named\ngroup by place_in_segments`) },
    { name: "owners", query: select(["series_number", ...keys], `from ${nameOf("part:series")} as series\nwhere ahead = 0`) },
    {
      name: "scores",
      query: select(
        [
          "case when marked.series_number is not null then 'key' when segments.segment is not null then 'segment' else 'overall' end as level",
          ...keys.map((key) => `owners.${key}`),
          "segments.segment", "segments.segment_value", "marked.stage", "marked.model", "marked.kind = 'baseline' as is_baseline", "cast(marked.n as bigint) as n", "cast(marked.covered as bigint) as covered",
          ...metrics.map((metric) => `marked.${metric}`),
          "cast(marked.place as bigint) as place",
          `marked.kind = '${chosenModel}' or ${overall ? "(marked.series_number is null and marked.model = marked.best_overall) or " : ""}picks.model is not null as is_chosen`,
        ],
        `from marked\njoin segments on segments.place_in_segments = marked.place_in_segments\nleft join owners on owners.series_number = marked.series_number\nleft join ${nameOf("part:picks")} as picks on picks.origin_number = ${originSql("marked.series_number", "0")} and picks.used = 'chosen' and picks.model = marked.model`,
      ),
    },
  ];
}

/** The chosen metric; the mean absolute error where that is not defined. */
const scoreOf = ({ spec }: Plan): string => (spec.choice.metric === "mae" ? "mae" : `coalesce(${spec.choice.metric}, mae)`);
