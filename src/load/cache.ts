import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FileStat } from "./files.ts";
import type { LoadOptions, Loaded } from "./load-project.ts";
import { isTimeless } from "./timeless.ts";
import { loadChanged } from "./load-changed.ts";
import { loadProject } from "./load-project.ts";
import { projectFiles, statOf } from "./files.ts";

/** A file with what tells whether its content is another. */
interface KnownFile extends FileStat {
  readonly hash: string;
}

/** What tells whether a cached project still holds, kept apart from it because it is small. */
export interface Stamp {
  /** Version of rmodel that wrote it. */
  readonly version: string;
  readonly root: string;
  /** Hash of the files and of the parameters: the same id, the same project. */
  readonly id: string;
  readonly files: readonly KnownFile[];
  readonly parameters: readonly { readonly name: string; readonly raw?: unknown }[];
  readonly profile: string;
  /** Files and globs that sources and seeds read. */
  readonly data: readonly string[];
  /** Nothing in the project depends on the clock or on tables that others fill. */
  readonly timeless: boolean;
}

/** A loaded project as it is kept between runs. */
export interface CachedProject extends Loaded {
  readonly id: string;
}

export interface ProjectCache {
  readonly stamp: Stamp | undefined;
  /** Asked for only when the stamp holds, or holds but for the content of some files. */
  readonly project: () => CachedProject | undefined;
}

/**
 * The project, from the cache where no file and no parameter changed: then no TypeScript is run at all. Where files
 * have other content, only what depends on them is read again.
 *
 * @param version of rmodel: what another one wrote does not hold
 * @returns the project, its stamp, and whether stamp or project are new and are to be kept
 */
export async function loadCached(options: LoadOptions & Started, version: string, cache: ProjectCache): Promise<{ readonly loaded: Loaded; readonly stamp: Stamp; readonly isNewStamp: boolean; readonly isNewProject: boolean }> {
  const compared = compare(options, version, cache.stamp);
  const cached = compared === undefined ? undefined : cache.project();
  const isKnown = compared !== undefined && cached?.id === compared.stamp.id;
  if (isKnown && compared.changed.length === 0) return { loaded: cached!, stamp: compared.stamp, isNewStamp: compared.stamp !== cache.stamp, isNewProject: false };
  const load = async (): Promise<Loaded> => (isKnown ? await loadChanged(options, cached!, compared.changed) : undefined) ?? (await loadProject(options));
  // Hashed before they are read: what is saved meanwhile has another hash, and is read next time.
  const { loaded, files } = await loadHashed(options, compared?.stamp.files ?? filesNow(options.root), load);
  return { loaded, stamp: stampOf(loaded, files, version), isNewStamp: true, isNewProject: true };
}

interface Started {
  /** When the run began, in milliseconds since 1970. */
  readonly startedAt: number;
}

/**
 * A project with the hashes of its files. One that only an import tells of is hashed after it was read: where it may have
 * been saved in between, all is read once more.
 */
async function loadHashed(options: LoadOptions & Started, known: readonly KnownFile[], load: () => Promise<Loaded>): Promise<{ readonly loaded: Loaded; readonly files: readonly KnownFile[] }> {
  const loaded = await load();
  const before = new Set(known.map(({ path }) => path));
  const found = Object.keys(loaded.imports).filter((path) => !before.has(path)).map((path) => fileNow(options.root, path));
  const files = [...known, ...found];
  return found.some(({ mtimeMs }) => mtimeMs >= options.startedAt) ? loadHashed(options, files, load) : { loaded, files };
}

/** The stamp, where it still holds; a file whose time changed but whose content did not counts as unchanged. */
export function freshStamp(options: LoadOptions, version: string, stamp: Stamp | undefined): Stamp | undefined {
  const compared = compare(options, version, stamp);
  return compared?.changed.length === 0 ? compared.stamp : undefined;
}

function stampOf({ project, imports }: Loaded, known: readonly KnownFile[], version: string): Stamp {
  const { root } = project;
  const hashed = new Map(known.map((file) => [file.path, file]));
  const files = Object.keys(imports).sort().map((path) => hashed.get(path)!);
  const parameters = project.parameters.map(({ name, raw }) => ({ name, ...(raw === undefined ? {} : { raw }) }));
  const id = createHash("sha256").update(JSON.stringify([version, files.map(({ path, hash }) => [path, hash]), parameters])).digest("hex").slice(0, 16);
  const data = project.nodes.flatMap((node) => (node.kind === "seed" ? [node.file] : node.kind === "source" && node.reads.kind === "file" ? [node.reads.file] : []));
  return { version, root, id, files, parameters, profile: project.config.profile, data, timeless: isTimeless(project) };
}

function sameParameters({ parameters }: Stamp, { vars, environment }: LoadOptions): boolean {
  const known = new Set(parameters.map(({ name }) => name));
  return Object.keys(vars).every((name) => known.has(name)) && parameters.every(({ name, raw }) => JSON.stringify(raw) === JSON.stringify(vars[name] ?? environment[name.toUpperCase()]));
}

/** What became of the files of a stamp. */
interface Compared {
  /** The stamp with the files as they are now: the very one where none was so much as touched. */
  readonly stamp: Stamp;
  /** Files with other content. */
  readonly changed: readonly string[];
}

/** Undefined where the stamp tells nothing: there is none, or it is of other parameters, or files came or went. */
function compare(options: LoadOptions, version: string, stamp: Stamp | undefined): Compared | undefined {
  if (stamp === undefined || stamp.version !== version || stamp.root !== options.root || !sameParameters(stamp, options)) return undefined;
  const { root } = options;
  const before = new Set(stamp.files.map(({ path }) => path));
  const present = new Map(projectFiles(root).map((file) => [file.path, file]));
  if ([...present.keys()].some((path) => !before.has(path))) return undefined;
  const changed: string[] = [];
  const files: KnownFile[] = [];
  for (const file of stamp.files) {
    const stat = present.get(file.path) ?? statOrNothing(root, file.path);
    if (stat === undefined) return undefined;
    const isTouched = stat.size !== file.size || stat.mtimeMs !== file.mtimeMs || stat.ctimeMs !== file.ctimeMs;
    const now = isTouched ? { ...stat, hash: hashOfFile(root, file.path) } : file;
    if (now.hash !== file.hash) changed.push(file.path);
    files.push(now);
  }
  return { stamp: files.every((file, index) => file === stamp.files[index]) ? stamp : { ...stamp, files }, changed };
}

const filesNow = (root: string): readonly KnownFile[] => projectFiles(root).map((stat) => ({ ...stat, hash: hashOfFile(root, stat.path) }));

const fileNow = (root: string, path: string): KnownFile => ({ ...statOf(root, path), hash: hashOfFile(root, path) });

function statOrNothing(root: string, path: string): FileStat | undefined {
  try {
    return statOf(root, path);
  } catch {
    return undefined;
  }
}

const hashOfFile = (root: string, path: string): string => createHash("sha256").update(readFileSync(join(root, path))).digest("hex").slice(0, 16);
