import type { Project } from "./project.ts";
import type { ProjectNode, Sql } from "./node.ts";
import { fragmentsIn } from "./fragments-in.ts";
import { isRelation } from "./node.ts";
import { walkParts } from "../define/fragment.ts";

/** Whether what a project builds and what its tests say depend on nothing but its files, its parameters and its data files. */
export function isTimeless({ nodes }: Project): boolean {
  return nodes.every((node) => !readsTables(node) && !(isRelation(node) && node.tests.some(({ kind }) => kind === "recency")) && !fragmentsIn(node).some(asksClock));
}

/** A table that something else fills may change at any time, and a snapshot looks for what is gone. */
const readsTables = (node: ProjectNode): boolean => node.kind === "source" && node.reads.kind === "table";

function asksClock(fragment: Sql): boolean {
  for (const part of walkParts(fragment)) if (part.kind === "call" && part.name === "execution_time") return true;
  return false;
}
