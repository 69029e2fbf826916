import type { Atom } from "./select-spec.ts";
import type { Scope, Selection } from "./select-scope.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { matcher } from "./select-glob.ts";
import { pick } from "./select-scope.ts";
import { unknownName } from "./select-names.ts";

/**
 * Nodes and tests by a setting: `config.materialized:table`, `config.severity:warn`, `config.meta.team:finance`.
 * Of a list, one element has to match.
 *
 * @throws RM2012 no node has such a setting
 */
export function byConfig(atom: Atom, scope: Scope): Selection {
  if (atom.key === "") throw new RmodelError("RM2014", undefined, `the selection "${atom.text}" names no setting`, "write it like config.materialized:table");
  const path = atom.key.split(".");
  const known = new Set([...scope.nodes, ...scope.tests].flatMap(Object.keys));
  if (!known.has(path[0]!)) throw unknownName({ text: atom.text, value: path[0]! }, `no node has the setting "${path[0]}"`, [...known]);
  const matches = matcher(atom.value);
  const isSet = (thing: object): boolean => valuesAt(thing, path).some(matches);
  return pick(scope, isSet, isSet);
}

/** The setting as texts: one for a plain value, one for each element of a list, none for what is not set. */
function valuesAt(thing: unknown, path: readonly string[]): readonly string[] {
  const value = path.reduce(valueAt, thing);
  return [value].flat().filter((element) => ["string", "number", "boolean"].includes(typeof element)).map(String);
}

const valueAt = (thing: unknown, name: string): unknown => (typeof thing === "object" && thing !== null && Object.hasOwn(thing, name) ? Reflect.get(thing, name) : undefined);
