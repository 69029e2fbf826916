import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FileStat } from "./files.ts";
import type { LoadOptions, Loaded } from "./load-project.ts";
import type { Project } from "./project.ts";
import { loadProject } from "./load-project.ts";
import { projectFiles, statOf } from "./files.ts";

/** A loaded project as it is kept between runs. */
export interface CachedProject {
  /** Version of rmodel that wrote it. */
  readonly version: string;
  readonly files: readonly (FileStat & { readonly hash: string })[];
  readonly project: Project;
}

/**
 * The project, from the cache where no file and no parameter changed: then no TypeScript is run at all.
 *
 * A file whose time changed but whose content did not counts as unchanged.
 *
 * @returns the project, and a new entry for the cache when one is due
 */
export async function loadCached(options: LoadOptions, version: string, cached: CachedProject | undefined): Promise<{ readonly project: Project; readonly entry?: CachedProject }> {
  if (cached !== undefined && cached.version === version && cached.project.root === options.root && sameParameters(cached.project, options)) {
    const files = unchanged(options.root, cached);
    if (files === "same") return { project: cached.project };
    if (files !== undefined) return { project: cached.project, entry: { ...cached, files } };
  }
  const { project, inputs }: Loaded = await loadProject(options);
  const files = inputs.filter((path) => !path.startsWith("..")).map((path) => ({ ...statOf(options.root, path), hash: hashOfFile(options.root, path) }));
  return { project, entry: { version, files, project } };
}

function sameParameters(project: Project, { vars, environment }: LoadOptions): boolean {
  const known = new Set(project.parameters.map(({ name }) => name));
  return Object.keys(vars).every((name) => known.has(name)) && project.parameters.every(({ name, raw }) => JSON.stringify(raw) === JSON.stringify(vars[name] ?? environment[name.toUpperCase()]));
}

/** `same`, or the files with their new times, or undefined when something else is in them or they are others. */
function unchanged(root: string, { files }: CachedProject): "same" | CachedProject["files"] | undefined {
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
