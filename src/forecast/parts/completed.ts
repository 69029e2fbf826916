import type { Plan } from "./plan.ts";
import type { Step } from "../sql.ts";
import { constants, quoteText, select } from "../sql.ts";
import { sums } from "./errors.ts";

/** Every name that a forecast can bear, with its kind. */
export function candidateNames({ spec, baselines, models }: Plan): readonly { readonly model: string; readonly kind: string }[] {
  return [
    ...baselines.map((model) => ({ model, kind: "baseline" })),
    ...models.flatMap(({ candidates }) => candidates).map((model) => ({ model, kind: "regression" })),
    ...spec.external.map((model) => ({ model, kind: "external" })),
    ...(spec.ensemble ? [{ model: "ensemble", kind: "ensemble" }] : []),
  ];
}

interface Completion {
  /** A relation with model, kind and sums. */
  readonly relation: string;
  /** Its columns that identify a group beside the model, and those that follow from them. */
  readonly group: readonly string[];
  readonly carried?: readonly string[];
}

/**
 * The step `completed`: for each group of errors one row per candidate, those of the naive forecast where the candidate does not cover the group.
 *
 * So candidates are compared over the same rows, in the way they would be used: a series that is too short for one gets another forecast.
 */
export function completedSteps(plan: Plan, { relation, group, carried = [] }: Completion): readonly Step[] {
  const names = constants("names", ["model", "kind"], candidateNames(plan).map(({ model, kind }) => [quoteText(model), quoteText(kind)]));
  const same = (left: string, right: string): string => group.map((name) => `${left}.${name} = ${right}.${name}`).join(" and ");
  return [
    { name: "wanted", query: select([...[...group, ...carried].map((name) => `naive.${name}`), "names.model", "names.kind", ...sums.map((name) => `naive.${name} as naive_${name}`)], `from ${relation} as naive\ncross join ${names}\nwhere naive.model = 'naive'`) },
    {
      name: "completed",
      query: select(
        [
          ...[...group, ...carried].map((name) => `wanted.${name}`), "wanted.model", "wanted.kind", "case when own.n = wanted.naive_n then own.n else 0 end as covered",
          ...sums.map((name) => `case when own.n = wanted.naive_n then own.${name} else wanted.naive_${name} end as ${name}`),
        ],
        `from wanted\nleft join ${relation} as own on ${same("own", "wanted")} and own.model = wanted.model`,
      ),
    },
  ];
}
