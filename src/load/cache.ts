import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FileStat } from "./files.ts";
import type { LoadOptions } from "./load-project.ts";
import type { Project } from "./project.ts";
import { isTimeless } from "./timeless.ts";
import { loadProject } from "./load-project.ts";
import { projectFiles, statOf } from "./files.ts";

/** What tells whether a cached project still holds, kept apart from it because it is small. */
export interface Stamp {
  /** Version of rmodel that wrote it. */
  readonly version: string;
  readonly root: string;
  /** Hash of the files and of the parameters: the same id, the same project. */
  readonly id: string;
  readonly files: readonly (FileStat & { readonly hash: string })[];
  readonly parameters: readonly { readonly name: string; readonly raw?: unknown }[];
  readonly profile: string;
  /** Files and globs that sources and seeds read. */
  readonly data: readonly string[];
  /** Nothing in the project depends on the clock or on tables that others fill. */
  readonly timeless: boolean;
}

/** A loaded project as it is kept between runs. */
export interface CachedProject {
  readonly id: string;
  readonly project: Project;
}

export interface ProjectCache {
  readonly stamp: Stamp | undefined;
  /** Asked for only when the stamp holds. */
  readonly project: () => CachedProject | undefined;
}

/**
 * The project, from the cache where no file and no parameter changed: then no TypeScript is run at all.
 *
 * @returns the project, its stamp, and whether stamp or project are new and are to be kept
 */
export async function loadCached(options: LoadOptions, version: string, cache: ProjectCache): Promise<{ readonly project: Project; readonly stamp: Stamp; readonly isNewStamp: boolean; readonly isNewProject: boolean }> {
  const stamp = freshStamp(options, version, cache.stamp);
  const cached = stamp === undefined ? undefined : cache.project();
  if (stamp !== undefined && cached?.id === stamp.id) return { project: cached.project, stamp, isNewStamp: stamp !== cache.stamp, isNewProject: false };
  const { project, inputs } = await loadProject(options);
  return { project, stamp: stampOf(project, inputs, version), isNewStamp: true, isNewProject: true };
}

/** The stamp, where it still holds; a file whose time changed but whose content did not counts as unchanged. */
export function freshStamp(options: LoadOptions, version: string, stamp: Stamp | undefined): Stamp | undefined {
  if (stamp === undefined || stamp.version !== version || stamp.root !== options.root || !sameParameters(stamp, options)) return undefined;
  const files = unchanged(options.root, stamp);
  return files === "same" ? stamp : files === undefined ? undefined : { ...stamp, files };
}

function stampOf(project: Project, inputs: readonly string[], version: string): Stamp {
  const { root } = project;
  const files = inputs.filter((path) => !path.startsWith("..")).map((path) => ({ ...statOf(root, path), hash: hashOfFile(root, path) }));
  const parameters = project.parameters.map(({ name, raw }) => ({ name, ...(raw === undefined ? {} : { raw }) }));
  const id = createHash("sha256").update(JSON.stringify([version, files.map(({ path, hash }) => [path, hash]), parameters])).digest("hex").slice(0, 16);
  const data = project.nodes.flatMap((node) => (node.kind === "seed" ? [node.file] : node.kind === "source" && node.reads.kind === "file" ? [node.reads.file] : []));
  return { version, root, id, files, parameters, profile: project.config.profile, data, timeless: isTimeless(project) };
}

function sameParameters({ parameters }: Stamp, { vars, environment }: LoadOptions): boolean {
  const known = new Set(parameters.map(({ name }) => name));
  return Object.keys(vars).every((name) => known.has(name)) && parameters.every(({ name, raw }) => JSON.stringify(raw) === JSON.stringify(vars[name] ?? environment[name.toUpperCase()]));
}

/** `same`, or the files with their new times, or undefined when something else is in them or they are others. */
function unchanged(root: string, { files }: Stamp): "same" | Stamp["files"] | undefined {
  const before = new Map(files.map((file) => [file.path, file]));
  const now = projectFiles(root);
  if (now.some(({ path }) => !before.has(path))) return undefined;
  const present = new Map(now.map((file) => [file.path, file]));
  let touched = false;
  const after: (FileStat & { hash: string })[] = [];
  for (const file of files) {
    const stat = present.get(file.path) ?? statOrNothing(root, file.path);
    if (stat === undefined) return undefined;
    if (stat.size !== file.size || stat.mtimeMs !== file.mtimeMs) {
      if (stat.size !== file.size || hashOfFile(root, file.path) !== file.hash) return undefined;
      touched = true;
    }
    after.push({ ...stat, hash: file.hash });
  }
  return touched ? after : "same";
}

function statOrNothing(root: string, path: string): FileStat | undefined {
  try {
    return statOf(root, path);
  } catch {
    return undefined;
  }
}

const hashOfFile = (root: string, path: string): string => createHash("sha256").update(readFileSync(join(root, path))).digest("hex").slice(0, 16);
