import type { Atom } from "./select-spec.ts";
import type { ProjectNode } from "../load/node.ts";
import type { Scope, Selection } from "./select-scope.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { isPart } from "../load/node.ts";
import { isPattern, matcher } from "./select-glob.ts";
import { nearest } from "../errors/nearest.ts";
import { pick } from "./select-scope.ts";

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Nodes with their parts, or else tests, by `<domain>.<name>`, by bare name where it is unique, or by pattern over either. */
export function byName(atom: Atom, scope: Scope): Selection {
  const { value } = atom;
  if (isPattern(value)) {
    const matches = matcher(value);
    const isMatch = ({ id, name }: Named): boolean => matches(id) || matches(name);
    return pick(scope, isMatch, isMatch);
  }
  const node = oneNamed(atom, scope.nodes);
  if (node !== undefined) return pick(scope, (other) => other.id === node.id || isPartOf(other, node));
  const test = oneNamed(atom, scope.tests);
  if (test !== undefined) return pick(scope, () => false, ({ id }) => id === test.id);
  throw unknownName(atom, `no node is called "${value}"`, [...scope.nodes, ...scope.tests].flatMap(({ id, name }) => [name, id]), hintOf(value, scope));
}

/** A forecast that is built without its steps would be made of old ones. */
const isPartOf = (part: ProjectNode, whole: ProjectNode): boolean => !isPart(whole) && isPart(part) && part.path === whole.path && part.id.startsWith(`${whole.id}__`);

/**
 * The thing of that id, or the only one of that bare name; undefined when there is none.
 *
 * @throws RM2010 several things have the bare name
 */
export function oneNamed<T extends Named>({ text, value }: Pick<Atom, "text" | "value">, things: readonly T[]): T | undefined {
  const exact = things.find(({ id }) => id === value);
  if (exact !== undefined) return exact;
  const found = things.filter(({ name }) => name === value);
  const ids = [...new Set(found.map(({ id }) => id))].sort();
  if (ids.length > 1) throw new RmodelError("RM2010", undefined, `the selection "${text}" is ambiguous: ${ids.join(", ")}`, `write the domain too, such as ${ids[0]}`);
  return found[0];
}

/** The error for something that is named and not there; its fix is the hint, or else the nearest known name. */
export function unknownName({ text, value }: Pick<Atom, "text" | "value">, message: string, known: readonly string[], hint?: string): RmodelError {
  const guess = nearest(value, known);
  const fix = hint ?? (guess === undefined ? "rmodel ls shows what there is" : `did you mean ${guess}?`);
  return new RmodelError("RM2012", undefined, `the selection "${text}" matches nothing: ${message}`, fix);
}

/** A value without method that is something else than the name of a node. */
function hintOf(value: string, { nodes, graph }: Scope): string | undefined {
  if (graph.project.disabled.some(({ id }) => id === value || id.endsWith(`.${value}`))) return "it is disabled: remove enabled: false from its definition";
  if (nodes.some(({ domain }) => domain === value)) return `for the whole domain write domain:${value}`;
  return nodes.some(({ tags }) => tags.includes(value)) ? `for the tag write tag:${value}` : undefined;
}
