import type { ModelNode, Sql } from "../load/node.ts";
import { rowFragments } from "../graph/references.ts";
import { tokens } from "./normalize.ts";

/** A fragment as text, with what its words may stand for. */
export interface SqlFacts {
  readonly text: string;
  /** Names without a qualifier, lower case: each may be a column of anything in scope. */
  readonly bareNames: ReadonlySet<string>;
  /** Names of functions, lower case. */
  readonly functions: ReadonlySet<string>;
}

export type FactsOf = (fragment: Sql) => SqlFacts;

export function sqlFacts(text: string): SqlFacts {
  const list = [...tokens(text)];
  const bareNames = new Set<string>();
  const functions = new Set<string>();
  list.forEach(({ kind, text: name }, index) => {
    if (kind === "text" || kind === "symbol") return;
    const before = list[index - 1]?.text.toLowerCase() ?? "";
    const after = list[index + 1]?.text ?? "";
    const plain = name.replaceAll('"', "").toLowerCase();
    if (after === "(") functions.add(plain);
    else if (!(kind === "word" && name.includes(".")) && !before.endsWith(".") && before !== "as" && !after.startsWith(".")) bareNames.add(plain);
  });
  return { text, bareNames, functions };
}

/**
 * Expressions of a model's columns that decide which rows it has, for the part of its key that does not look at columns:
 * of all columns with `distinct`, `group by all` or `group by 1`, of those that a clause names, of those that unfold lists.
 */
export function rowExpressions(model: ModelNode, factsOf: FactsOf): readonly Sql[] {
  if (model.body.form === "query") return [];
  const named = namesIn(rowFragments(model), factsOf);
  const all = model.body.distinct || [...namesIn(model.body.groupBy, factsOf)].some((name) => name === "all" || /^\d+$/.test(name));
  const decisive = model.columns.filter(({ name, expression }) => all || named.has(name.toLowerCase()) || calls(expression!, factsOf, (called) => unfolds.has(called)));
  return [...new Set(decisive.flatMap(({ name }) => columnExpressions(model, name, factsOf)))];
}

/** Whether a model without `group by` makes one row of all, because some column is an aggregate. */
export function isAggregated(model: ModelNode, factsOf: FactsOf): boolean {
  return model.body.form === "select" && model.body.groupBy.length === 0 && model.columns.some(({ expression }) => calls(expression!, factsOf, (called) => aggregate.test(called)));
}

/** The expression of a column, and those of the columns of the same select list that it names, and that these name. */
export function columnExpressions(model: ModelNode, column: string, factsOf: FactsOf): readonly Sql[] {
  const found = new Set<Sql>();
  const visit = (name: string): void => {
    const expression = model.columns.find((other) => other.name.toLowerCase() === name.toLowerCase())?.expression;
    if (expression === undefined || found.has(expression)) return;
    found.add(expression);
    for (const mentioned of factsOf(expression).bareNames) visit(mentioned);
  };
  visit(column);
  return [...found];
}

/** Names in fragments; what a generator writes names only its own steps and the columns that it says it reads. */
export const namesIn = (fragments: readonly Sql[], factsOf: FactsOf): ReadonlySet<string> =>
  new Set(fragments.filter(({ parts }) => !parts.some(({ kind }) => kind === "generated")).flatMap((fragment) => [...factsOf(fragment).bareNames]));

const calls = (expression: Sql, factsOf: FactsOf, wanted: (called: string) => boolean): boolean => [...factsOf(expression).functions].some(wanted);

/** Functions that make several rows of one. */
const unfolds: ReadonlySet<string> = new Set(["unnest", "generate_subscripts", "regexp_split_to_table"]);

/** Names of aggregates of DuckDB 1.5, where contracts are proved; a test compares them with its catalogue. */
export const aggregate = /^(any_value|approx_\w+|arbitrary|arg_?(max|min)\w*|array_agg|avg|bit_(and|or|xor)|bitstring_agg|bool_(and|or)|corr|count\w*|covar_\w+|entropy|favg|first|fsum|geo(mean|metric_mean)|group_concat|grouping\w*|histogram\w*|json_group_\w+|kahan_sum|kurtosis\w*|last|list|listagg|mad|max\w*|mean|median|min\w*|mode|percentile_\w+|product|quantile\w*|regr_\w+|reservoir_quantile|sem|skewness|stddev\w*|string_agg|sum\w*|var_\w+|variance|wavg|weighted_avg)$/;
