import type { PartColumn } from "../spec.ts";
import type { PartSource, Words } from "./part-source.ts";
import type { Plan } from "./plan.ts";
import { blockNumber, blockSql, column, foldNumber, originNumber, originSql, seriesNumber, stepNumber } from "./part-source.ts";
import { double, quoteText, sameKeys, select, statement } from "../sql.ts";
import { externalCheck } from "./checks.ts";
import { wild } from "./recursive.ts";

/** What every candidate's forecasts look like, the ensemble's too. */
export const candidateColumns: readonly PartColumn[] = [
  seriesNumber,
  foldNumber,
  originNumber,
  blockNumber,
  column("model", "text", "Name of the candidate."),
  column("kind", "text", "baseline, regression, external or ensemble."),
  stepNumber,
  column("forecast", "double", "The forecast, held inside the bounds."),
  column("error", "double", "Its standard error by the fit; null where there is none.", true),
  column("is_clamped", "boolean", "Whether a bound held it."),
  column("is_wild", "boolean", "Whether it left the range of the history by more than that range, and the user's bounds as well."),
];

/** Everybody's forecasts from every origin, held inside the bounds. */
export function candidatesPart(plan: Plan): PartSource {
  const { spec, models } = plan;
  return {
    name: "candidates",
    description: "Forecasts of every candidate but the ensemble, one row per series, origin, candidate and step.",
    columns: candidateColumns,
    grain: ["series_number", "fold", "model", "step"],
    parts: ["baselines", ...models.map(({ name }) => `forecasts_${name}`), ...(spec.external.length === 0 ? [] : ["blocks"]), "origins"],
    inputs: Object.fromEntries(spec.external.map((name) => [`external:${name}`, [...spec.keys, spec.time, "forecast", ...(spec.withOrigin?.includes(name) === true ? ["origin"] : [])]])),
    checks: spec.external.map((name) => externalCheck(plan, name)),
    sql: (words) => candidatesSql(plan, words),
  };
}

function candidatesSql(plan: Plan, words: Words): string {
  const { spec, models } = plan;
  const { nameOf, spelling } = words;
  const { lower, upper } = spec.bounds;
  const none = `cast(null as ${spelling.double})`;
  const row = (kind: string, error: string, relation: string): string =>
    select(["given.series_number", "given.fold", "given.model", `'${kind}' as kind`, "given.step", "given.forecast", `${error} as error`], `from ${relation} as given`);
  const raw = [
    row("baseline", none, nameOf("part:baselines")),
    ...models.map(({ name }) => row("regression", "given.error", nameOf(`part:forecasts_${name}`))),
    ...spec.external.map((name) => externalSql(plan, name, words)),
  ];
  const low = wild("lowest", "least", lower, spelling);
  const high = wild("highest", "greatest", upper, spelling);
  const bound = (given: number | undefined, limit: string): string => (given === undefined ? limit : double(given, spelling));
  const [least, most] = [bound(lower, "low_limit"), bound(upper, "high_limit")];
  // A forecast that the recursion held at a limit may miss it by rounding.
  const near = `${double(1e-9, spelling)} * (high_limit - low_limit)`;
  return statement(
    [
      { name: "given_forecasts", query: raw.join("\nunion all\n"), perRow: true },
      {
        name: "limited",
        query: select(
          ["given.series_number", "given.fold", "given.model", "given.kind", "given.step", "given.forecast", "given.error", `${low} as low_limit`, `${high} as high_limit`],
          `from given_forecasts as given\njoin ${nameOf("part:origins")} as origins on origins.origin_number = ${originSql("given.series_number", "given.fold")}\nwhere abs(given.forecast) <= ${double(1e100, spelling)}`,
        ),
        perRow: true,
      },
      {
        name: "candidates",
        query: select(
          [
            "series_number", "fold", `${originSql("series_number", "fold")} as origin_number`, `${blockSql("series_number", "fold", "step")} as block_number`, "model", "kind", "step",
            `greatest(least(forecast, ${most}), ${least}) as forecast`,
            "error",
            `forecast > ${most} or forecast < ${least} or ${isWild(near)} as is_clamped`,
            `${isWild(near)} as is_wild`,
          ],
          "from limited",
        ),
        perRow: true,
      },
    ],
    spelling,
  );
}

const isWild = (near: string): string => `(high_limit > low_limit and (forecast >= high_limit - ${near} or forecast <= low_limit + ${near}))`;

/** Predictions that another tool made for periods of a block; with `origin` only those that were made from it. */
function externalSql({ spec, keys, time }: Plan, name: string, { nameOf, spelling }: Words): string {
  const origin = spec.withOrigin?.includes(name) === true ? " and cast(given.origin as date) = origins.origin" : "";
  return select(
    ["blocks.series_number", "blocks.fold", `${quoteText(name)} as model`, "'external' as kind", "blocks.step", `${double("given.forecast", spelling)} as forecast`, `cast(null as ${spelling.double}) as error`],
    `from ${nameOf(`external:${name}`)} as given\njoin ${nameOf("part:blocks")} as blocks on ${sameKeys("blocks", "given", [...keys, time])}${
      origin === "" ? "" : `\njoin ${nameOf("part:origins")} as origins on origins.origin_number = blocks.origin_number${origin}`
    }`,
  );
}
