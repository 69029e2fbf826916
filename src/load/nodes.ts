import type { Definition, Named } from "./named.ts";
import type { Modules } from "./evaluate.ts";
import type { NodeId, ProjectNode } from "./node.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { Problems } from "./problems.ts";
import type { Project } from "./project.ts";
import { References } from "./references.ts";
import { checkOptions } from "./options.ts";
import { forecastNodes } from "./forecast.ts";
import { isRelation } from "./node.ts";
import { namedDefinitions } from "./named.ts";
import { nodeOf } from "./node-of.ts";
import { regressionNodes } from "./regression.ts";

/** The nodes of a project, and what it has switched off. */
export type Nodes = Pick<Project, "nodes" | "disabled">;

/** Nodes of files that are not read again; of those that are, `isRead` says. */
export interface KeptNodes extends Nodes {
  readonly isRead: (path: string) => boolean;
}

/**
 * Names every definition, checks its options and turns references into node ids.
 *
 * Every mistake is noted in `problems`; what is returned then is only good for finding more of them.
 *
 * @param kept nodes of an earlier load that still hold: of `modules` only what they do not come from is made again
 */
export function nodesOf(modules: Modules, projectName: string, mapOrigin: (origin: Origin) => Origin, problems: Problems, kept: KeptNodes = { nodes: [], disabled: [], isRead: () => true }): Nodes {
  const { named, ids } = namedDefinitions(modules, projectName, mapOrigin, problems);
  const references = new References(ids, mapOrigin, problems);
  const read = named.filter(({ path }) => kept.isRead(path));
  const sound = read.filter(({ definition, owner, origin }) => isPart(owner) || checkOptions(definition.kind, definition.options, origin, problems));
  const isEnabled = ({ definition, owner = definition }: Named): boolean => owner.options.enabled !== false;
  const made = sound.filter(isEnabled).flatMap((entry): readonly ProjectNode[] => (isPart(entry.owner) ? [] : severalNodes(entry, references, problems) ?? [nodeOf(entry, references, problems)]));
  const nodes = [...kept.nodes, ...made];
  checkTestIds(nodes, problems);
  const off = sound.filter((entry) => !isEnabled(entry)).map(({ identity, path }) => ({ id: identity.id, path }));
  return { nodes: nodes.sort(byName), disabled: [...kept.disabled, ...off].sort(byName) };
}

const byName = (a: { readonly id: NodeId }, b: { readonly id: NodeId }): number => (a.id < b.id ? -1 : 1);

/** The relations of a forecast or regression are made by it, not by options of their own. */
const isPart = (owner: Definition | undefined): boolean => owner?.kind === "forecast" || owner?.kind === "regression";

/** Tests and nodes share one space of names: selections, verdicts and queries of failures go by it. */
function checkTestIds(nodes: readonly ProjectNode[], problems: Problems): void {
  const taken = new Map<string, Origin>();
  for (const { id, origin } of nodes) {
    const clash = taken.get(id.toLowerCase());
    if (clash !== undefined) problems.add("RM1014", origin, `the name "${id}" is taken by ${clash.file}:${clash.line}`, "rename one of the files: a forecast makes more relations than the one that bears its name");
    taken.set(id.toLowerCase(), origin);
  }
  for (const node of nodes) {
    for (const test of isRelation(node) ? node.tests : []) {
      const clash = taken.get(test.id.toLowerCase());
      if (clash !== undefined) problems.add("RM1014", test.origin, `the name "${test.id}" of this test is taken by ${clash.file}:${clash.line}`, "give it another with the option `name`");
      taken.set(test.id.toLowerCase(), test.origin);
    }
  }
}

/** The models that one definition is made of; undefined where it is one node. */
function severalNodes(entry: Named, references: References, problems: Problems): readonly ProjectNode[] | undefined {
  switch (entry.definition.kind) {
    case "forecast":
      return forecastNodes(entry, references, problems);
    case "regression":
      return regressionNodes(entry, references, problems);
    default:
      return undefined;
  }
}
