import type { Metric, PartColumn } from "../spec.ts";
import type { PartSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import { column, foldNumber, originNumber, seriesNumber } from "./part-source.ts";
import { double, quoteIdentifier, quoteText, select, statement } from "../sql.ts";

/** Sums from which every metric follows, so that they can be added up over folds, series and segments. */
export const sums = ["n", "absolute", "squared", "relative", "relative_n", "total", "weighted", "weights"] as const;

const sumColumns: readonly PartColumn[] = [
  column("n", "integer", "Scored rows."),
  column("absolute", "double", "Sum of |actual − forecast|."),
  column("squared", "double", "Sum of squared errors."),
  column("relative", "double", "Sum of |error / actual| where the actual value is not 0."),
  column("relative_n", "integer", "Rows of that sum."),
  column("total", "double", "Sum of |actual|."),
  column("weighted", "double", "Sum of weight · |error|."),
  column("weights", "double", "Sum of weights."),
];

/** Sums of errors of each candidate in each hold-out block of each series, as a whole and by segment; those of the ensemble, which is made by them, apart. */
export function errorsPart(plan: Plan, of: "candidates" | "ensemble"): PartSource {
  return {
    name: of === "candidates" ? "errors" : "errors_ensemble",
    description: "Sums of errors, one row per series, block, candidate and segment value; segment is null for the block as a whole.",
    columns: [
      seriesNumber, foldNumber, originNumber, column("model", "text", "Name of the candidate."), column("kind", "text", "baseline, regression, external or ensemble."),
      column("segment", "text", "Column of the segment.", true), column("segment_value", "text", "Its value.", true), ...sumColumns,
    ],
    grain: ["series_number", "fold", "model", "segment", "segment_value"],
    parts: [of, "blocks"],
    inputs: {},
    sql: (words) => errorsSql(plan, of, words),
  };
}

/** Rows of a part of all candidates, the ensemble's among them, as a relation. */
export function ofAll({ spec }: Plan, part: "candidates" | "errors", { nameOf }: Words): string {
  if (!spec.ensemble) return nameOf(`part:${part}`);
  return `(select * from ${nameOf(`part:${part}`)} as given union all select * from ${nameOf(part === "errors" ? "part:errors_ensemble" : "part:ensemble")} as given)`;
}

/** The parts that `ofAll` reads. */
export const partsOfAll = ({ spec }: Plan, part: "candidates" | "errors"): readonly string[] => [part, ...(spec.ensemble ? [part === "errors" ? "errors_ensemble" : "ensemble"] : [])];

function errorsSql({ spec }: Plan, of: "candidates" | "ensemble", { nameOf, spelling }: Words): string {
  const judged = ["series_number", "fold", "origin_number", "model", "kind"];
  const tiny = double(1e-100, spelling);
  const segments = spec.segments.map((_, i) => `segment${i + 1}`); // a user's column may be called like one of these
  const bySegment = ["", ...segments].map((segment, i) => {
    const [name, value] = segment === "" ? ["cast(null as varchar)", "cast(null as varchar)"] : [quoteText(spec.segments[i - 1]!), segment];
    const grouped = ["origin_number", "model", ...(segment === "" ? [] : [segment])];
    const told = ["max(series_number) as series_number", "max(fold) as fold", "origin_number", "model", "max(kind) as kind"];
    return select([...told, `${name} as segment`, `${value} as segment_value`, ...sumsOfErrors(spelling)], `from missed\ngroup by ${grouped.join(", ")}`);
  });
  return statement(
    [
      {
        name: "differences",
        query: select(
          [
            ...judged.map((name) => `forecasts.${name}`), ...spec.segments.map((name, i) => `cast(blocks.${quoteIdentifier(name)} as varchar) as ${segments[i]}`),
            "blocks.actual", "blocks.weight", "blocks.actual - forecasts.forecast as missed",
          ],
          `from ${nameOf(`part:${of}`)} as forecasts\njoin ${nameOf("part:blocks")} as blocks on blocks.block_number = forecasts.block_number\nwhere blocks.fold > 0 and blocks.is_scored and blocks.actual is not null`,
        ),
        perRow: true,
      },
      // The square of a smaller number underflows, which is an error in Postgres.
      { name: "missed", query: select([...judged, ...segments, "actual", "weight", `case when abs(missed) < ${tiny} then ${double(0, spelling)} else missed end as missed`], "from differences") },
      { name: "errors", query: bySegment.join("\nunion all\n") },
    ],
    spelling,
  );
}

/** `missed`, `actual` and `weight` of a group of rows as sums. */
function sumsOfErrors(spelling: Words["spelling"]): readonly string[] {
  return [
    "count(*) as n",
    "sum(abs(missed)) as absolute",
    "sum(missed * missed) as squared",
    `coalesce(sum(case when abs(actual) > ${double(1e-100, spelling)} then abs(missed / actual) end), ${double(0, spelling)}) as relative`,
    `count(case when abs(actual) > ${double(1e-100, spelling)} then 1 end) as relative_n`,
    "sum(abs(actual)) as total",
    "sum(weight * abs(missed)) as weighted",
    "sum(weight) as weights",
  ];
}

/** A metric from sums; null where it is not defined. `mase` needs the scale of the series, and over several series their mean. */
export function metricSql(metric: Metric, scale: string): string {
  switch (metric) {
    case "mae":
      return "absolute / nullif(n, 0)";
    case "rmse":
      return "sqrt(squared / nullif(n, 0))";
    case "mape":
      return "relative / nullif(relative_n, 0)";
    case "wape":
      return "absolute / nullif(total, 0)";
    case "wmae":
      return "weighted / nullif(weights, 0)";
    case "mase":
      return `absolute / nullif(n, 0) / nullif(${scale}, 0)`;
  }
}
