import type { Atom } from "./select-spec.ts";
import type { Facts, Scope, Selection } from "./select-scope.ts";
import type { Graph } from "./graph.ts";
import type { RmodelError } from "../errors/rmodel-error.ts";
import { RmodelErrors, problemsOf } from "../errors/rmodel-error.ts";
import { both, either, nothing, pick, scopeOf, without } from "./select-scope.ts";
import { methodOf } from "./select-methods.ts";
import { parseSpec } from "./select-spec.ts";
import { withNeighbours, withTests } from "./select-neighbours.ts";

export type { Facts, NodeState, Selection } from "./select-scope.ts";

export interface Selectors {
  /** Texts of `--select`; without any, everything is selected. */
  readonly select: readonly string[];
  /** Texts of `--exclude`: subtracted last. */
  readonly exclude: readonly string[];
}

/**
 * The nodes and tests that a command is about.
 *
 * A relation brings its tests with it: those declared on it (whether or not a relation that they compare with is
 * selected too), the data tests that read it and its unit tests. Linear in nodes and edges for each atom.
 *
 * @throws RM2010 a bare name that several domains have
 * @throws RM2011 an unknown method
 * @throws RM2012 a name, path or fixed word that matches nothing; patterns, tags and settings may
 * @throws RM2013 a method whose facts were not given
 * @throws RM2014 text that is no selection
 * @example select(graph, { select: ["+fct_sales"], exclude: ["tag:slow"] }).nodes
 */
export function select(graph: Graph, { select: wanted, exclude }: Selectors, facts: Facts = {}): Selection {
  const scope = scopeOf(graph, facts);
  const problems: RmodelError[] = [];
  const included = wanted.length === 0 ? pick(scope, () => true, () => true) : evaluate(wanted, scope, problems);
  const excluded = evaluate(exclude, scope, problems);
  if (problems.length > 0) throw new RmodelErrors(problems);
  const left = without(included, excluded);
  return pick(scope, ({ id }) => left.nodes.has(id), ({ id }) => left.tests.has(id));
}

function evaluate(texts: readonly string[], scope: Scope, problems: RmodelError[]): Selection {
  return either(parseSpec(texts).map((atoms) => atoms.map((atom) => collected(atom, scope, problems)).reduce(both)));
}

/** Keeps an atom's problems instead of stopping, so that one run shows all of them. */
function collected(atom: Atom, scope: Scope, problems: RmodelError[]): Selection {
  try {
    return withTests(withNeighbours(methodOf(atom)(atom, scope), atom, scope), scope);
  } catch (thrown) {
    const found = problemsOf(thrown);
    if (found === undefined) throw thrown;
    problems.push(...found);
    return nothing;
  }
}
