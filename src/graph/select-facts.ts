import type { Atom } from "./select-spec.ts";
import type { Facts, NodeState, Scope, Selection } from "./select-scope.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { matcher } from "./select-glob.ts";
import { pick } from "./select-scope.ts";
import { wordMatcher } from "./select-words.ts";

/** As in dbt: what is new counts as modified too, and old is all that is not new. */
const states: Readonly<Record<NodeState, readonly NodeState[]>> = { new: ["new"], modified: ["new", "modified"], unmodified: ["unmodified"], old: ["old", "unmodified", "modified"] };

export function byState(atom: Atom, scope: Scope): Selection {
  const matches = wordMatcher(atom, Object.keys(states));
  const wanted: readonly string[] = Object.entries(states).flatMap(([state, which]) => (matches(state) ? which : []));
  return withFact(scope, factOf(scope, "state", atom.text), (state) => wanted.includes(state));
}

const statuses = ["success", "pass", "warn", "fail", "error", "skipped", "no-op"] as const;

export function byResult(atom: Atom, scope: Scope): Selection {
  return withFact(scope, factOf(scope, "results", atom.text), wordMatcher(atom, statuses));
}

export function bySourceStatus({ text, value }: Atom, scope: Scope): Selection {
  return withFact(scope, factOf(scope, "sourceStatus", text), matcher(value));
}

function withFact(scope: Scope, facts: ReadonlyMap<string, string>, matches: (fact: string) => boolean): Selection {
  const isWanted = ({ id }: { readonly id: string }): boolean => facts.has(id) && matches(facts.get(id)!);
  return pick(scope, isWanted, isWanted);
}

/** How to come by the facts that are missing. */
const hints: Readonly<Record<keyof Facts, string>> = {
  state: "build the target once, so that there is something to compare with",
  results: "run something first: results are read from target/run_results.json",
  sourceStatus: "run rmodel source freshness first",
  changedFiles: "run rmodel inside a git work tree",
};

/** @throws RM2013 the fact was not given */
export function factOf<F extends keyof Facts>({ facts }: Scope, fact: F, text: string): NonNullable<Facts[F]> {
  const value = facts[fact];
  if (value === undefined) throw new RmodelError("RM2013", undefined, `the selection "${text}" compares with something that is not there`, hints[fact]);
  return value;
}
