import type { PartSource, Words } from "./part-source.ts";
import type { Plan, PlannedModel } from "./plan.ts";
import { column, keyColumns } from "./part-source.ts";
import { constants, quoteText, range, select, statement } from "../sql.ts";

/**
 * The equations that the forecast itself is made with, a row a term.
 *
 * Pooled equations have null keys. Where one is scaled, the target and its past count in levels of the series, so the coefficient of a
 * known column tells by how many levels it moves the target.
 */
export function coefficientsPart(plan: Plan): PartSource {
  const { spec, models } = plan;
  return {
    name: "coefficients",
    description: "Coefficients of the regressions as fitted on the whole history, one row per series, candidate and term; the keys are null where one equation serves all series.",
    columns: [
      ...keyColumns(plan, true),
      column("model", "text", "The model's name and its penalty."),
      column("term", "text", "What the coefficient belongs to; intercept is the constant."),
      column("estimate", "double", "The coefficient in the units of its column."),
      column("is_dropped", "boolean", "Whether the column was constant or told by those before it, so that it has no part."),
    ],
    grain: [...spec.keys, "model", "term"],
    parts: [...models.map(({ name }) => `equations_${name}`), "series"],
    inputs: {},
    sql: (words) => coefficientsSql(plan, words),
  };
}

function coefficientsSql({ keys, models }: Plan, words: Words): string {
  const { nameOf, spelling } = words;
  return statement(
    [
      { name: "terms", query: models.map((model) => termsOf(model, words)).join("\nunion all\n") },
      { name: "owners", query: select(["series_number", ...keys], `from ${nameOf("part:series")} as series\nwhere ahead = 0`) },
      {
        name: "coefficients",
        query: select([...keys.map((key) => `owners.${key}`), "terms.model", "terms.term", "terms.estimate", "terms.is_dropped"], "from terms\nleft join owners on owners.series_number = terms.series_number"),
      },
    ],
    spelling,
  );
}

function termsOf(model: PlannedModel, { nameOf }: Words): string {
  const features = range(1, model.columns.length);
  const labels = ["intercept", ...model.columns.map(({ label }) => label)];
  const byTerm = (zero: string, of: (j: number) => string): string => `case terms.number when 0 then ${zero} ${features.map((j) => `when ${j} then ${of(j)}`).join(" ")} end`;
  return select(
    [
      `${model.pooled ? "cast(null as bigint)" : "equations.series_number"} as series_number`,
      `case equations.penalty_index ${model.candidates.map((name, i) => `when ${i + 1} then ${quoteText(name)}`).join(" ")} end as model`,
      "terms.term",
      `${byTerm("b0", (j) => `b${j}`)} as estimate`,
      `${byTerm("false", (j) => `dropped${j}`)} as is_dropped`,
    ],
    `from ${nameOf(`part:equations_${model.name}`)} as equations\ncross join ${constants("terms", ["number", "term"], labels.map((label, j) => [String(j), quoteText(label)]))}\nwhere equations.fit = 0`,
  );
}
