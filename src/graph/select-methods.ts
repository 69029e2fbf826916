import type { Atom } from "./select-spec.ts";
import type { ProjectNode } from "../load/node.ts";
import type { Scope, Selection } from "./select-scope.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { byColumn } from "./select-column.ts";
import { byConfig } from "./select-config.ts";
import { byFile, byGit, byPath } from "./select-files.ts";
import { byName } from "./select-names.ts";
import { byResult, bySourceStatus, byState } from "./select-facts.ts";
import { matcher } from "./select-glob.ts";
import { nearest } from "../errors/nearest.ts";
import { pick } from "./select-scope.ts";
import { wordMatcher } from "./select-words.ts";

export type Method = (atom: Atom, scope: Scope) => Selection;

/** Every way to select: a new one is one entry. */
const methods: Readonly<Record<string, Method>> = {
  name: byName,
  path: byPath,
  file: byFile,
  git: byGit,
  column: byColumn,
  config: byConfig,
  state: byState,
  result: byResult,
  source_status: bySourceStatus,
  tag: byTag,
  domain: byDomain,
  source: bySource,
  resource_type: byResourceType,
  test_name: byTestName,
  test_type: byTestType,
};

/** @throws RM2011 there is no such method */
export function methodOf({ text, method, key }: Atom): Method {
  const written = key === "" ? method : `${method}.${key}`;
  const isKnown = Object.hasOwn(methods, method) && (key === "" || method === "config");
  if (isKnown) return methods[method]!;
  const guess = nearest(method, Object.keys(methods));
  throw new RmodelError("RM2011", undefined, `the selection "${text}" has the unknown method "${written}"`, guess === undefined ? `its methods: ${Object.keys(methods).join(", ")}` : `write ${guess}:…`);
}

function byTag({ value }: Atom, scope: Scope): Selection {
  const matches = matcher(value);
  const isTagged = ({ tags }: { readonly tags: readonly string[] }): boolean => tags.some(matches);
  return pick(scope, isTagged, isTagged);
}

function byDomain(atom: Atom, scope: Scope): Selection {
  const matches = wordMatcher(atom, scope.nodes.map(({ domain }) => domain));
  return pick(scope, ({ domain }) => matches(domain));
}

/** Sources by domain, by `<domain>.<name>` or by name. */
function bySource(atom: Atom, scope: Scope): Selection {
  const sources = scope.nodes.filter(({ kind }) => kind === "source");
  const matches = wordMatcher(atom, sources.flatMap(({ domain, id, name }) => [domain, id, name]));
  return pick(scope, ({ kind, domain, id, name }) => kind === "source" && [domain, id, name].some(matches));
}

/** The names that dbt has for kinds of nodes. */
const resourceTypes = { model: "model", source: "source", seed: "seed", snapshot: "snapshot", dataTest: "test", unitTest: "unit_test" } satisfies Record<ProjectNode["kind"], string>;

function byResourceType(atom: Atom, scope: Scope): Selection {
  const matches = wordMatcher(atom, Object.values(resourceTypes));
  return pick(scope, ({ kind }) => matches(resourceTypes[kind]), () => matches("test"));
}

/** Tests by their kind (`not_null`) or their own name. */
function byTestName(atom: Atom, scope: Scope): Selection {
  const ownTests = scope.nodes.filter(isTest);
  const matches = wordMatcher(atom, [...scope.tests.flatMap(({ kind, name, id }) => [kind, name, id]), ...ownTests.flatMap(({ name, id }) => [name, id])]);
  return pick(scope, (node) => isTest(node) && [node.name, node.id].some(matches), ({ kind, name, id }) => [kind, name, id].some(matches));
}

const isTest = ({ kind }: ProjectNode): boolean => kind === "dataTest" || kind === "unitTest";

/** As in dbt: tests of relations are generic, data tests of their own singular, and both are data tests. */
const testTypes = { generic: ["relation"], singular: ["dataTest"], data: ["relation", "dataTest"], unit: ["unitTest"] } as const;

function byTestType(atom: Atom, scope: Scope): Selection {
  const matches = wordMatcher(atom, Object.keys(testTypes));
  const kinds: readonly string[] = Object.entries(testTypes).flatMap(([type, kinds]) => (matches(type) ? kinds : []));
  return pick(scope, ({ kind }) => kinds.includes(kind), () => kinds.includes("relation"));
}
