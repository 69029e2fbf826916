import type { Atom } from "./select-spec.ts";
import type { ProjectNode } from "../load/node.ts";
import type { Scope, Selection } from "./select-scope.ts";
import { factOf } from "./select-facts.ts";
import { fragmentsOf } from "./references.ts";
import { isPattern, matcher } from "./select-glob.ts";
import { pick } from "./select-scope.ts";
import { unknownName } from "./select-names.ts";
import { walkParts } from "../define/fragment.ts";

/** Nodes of a file, of everything below a folder, or of what a pattern matches. */
export function byPath(atom: Atom, scope: Scope): Selection {
  const path = relativePath(atom.value, scope.graph.project.root);
  const [isIt, isBelow] = [matcher(path), matcher(path === "" ? "**" : `${path}/**`)];
  return found(atom, scope, (file) => isIt(file) || isBelow(file), withFolders);
}

/** Nodes by the name of their file, with or without its ending. */
export function byFile(atom: Atom, scope: Scope): Selection {
  const matches = matcher(atom.value);
  return found(atom, scope, (file) => matches(baseOf(file)) || matches(baseOf(file).replace(/\.\w+$/, "")), (file) => [baseOf(file)]);
}

/**
 * Nodes whose definition, data file or macro differs from a git ref.
 *
 * Other TypeScript that a definition imports is not seen: `state:modified` compares what the node means.
 */
export function byGit({ text, value }: Atom, scope: Scope): Selection {
  const changed = factOf(scope, "changedFiles", text)(value);
  const isChanged = (file: string): boolean => changed.some(matcher(file));
  const macros = scope.graph.project.macros.filter(({ path }) => isChanged(path)).map(({ name }) => name);
  return pick(scope, (node) => filesOf(node).some(isChanged) || macrosOf(node).some((name) => macros.includes(name)));
}

function found(atom: Atom, scope: Scope, isWanted: (file: string) => boolean, namesOf: (file: string) => readonly string[]): Selection {
  const picked = pick(scope, (node) => filesOf(node).some(isWanted));
  if (picked.nodes.size > 0 || isPattern(atom.value)) return picked;
  throw unknownName(atom, `no node stands in ${atom.value}`, [...new Set(scope.nodes.flatMap(filesOf).flatMap(namesOf))]);
}

/** The file that defines a node, and its data where that is a file of the project. */
function filesOf(node: ProjectNode): readonly string[] {
  if (node.kind === "seed") return [node.path, node.file];
  return node.kind === "source" && node.reads.kind === "file" ? [node.path, node.reads.file] : [node.path];
}

const macrosOf = (node: ProjectNode): readonly string[] => fragmentsOf(node).flatMap((fragment) => [...walkParts(fragment)].flatMap((part) => (part.kind === "macro" ? [part.name] : [])));

const baseOf = (file: string): string => file.replace(/^.*\//, "");

/** A file and the folders it is in. */
const withFolders = (file: string): readonly string[] => file.split("/").map((_, index, steps) => steps.slice(0, index + 1).join("/"));

/** As the project writes paths, whatever a shell or an editor made of it. */
function relativePath(path: string, root: string): string {
  const slashed = (text: string): string => text.replace(/\\/g, "/").replace(/\/+$/, "");
  const [full, start] = [slashed(path), `${slashed(root)}/`];
  return (full.startsWith(start) ? full.slice(start.length) : full).replace(/^(\.\/)+|^\.$/, "");
}
