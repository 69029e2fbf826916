import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** A file of the project with what tells whether it changed. */
export interface FileStat {
  /** Relative to the project, with `/`. */
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  /** Nobody can set this one: it tells of other content even where a checkout or an image gives all files one `mtime`. */
  readonly ctimeMs: number;
}

/** Folders that hold definitions. */
export const definitionFolders = ["models", "sources", "seeds", "snapshots", "tests"] as const;

export const configFile = "rmodel.config.ts";

/** Every file that definitions and macros stand in, sorted by path; data files of seeds are not among them. */
export function projectFiles(root: string): readonly FileStat[] {
  const paths = [
    ...definitionFolders.flatMap((folder) => filesBelow(root, folder, isDefinition)),
    ...filesBelow(root, "macros", (name) => name.endsWith(".hbs")),
    ...(existsSync(join(root, configFile)) ? [configFile] : []),
  ];
  return paths.sort().map((path) => statOf(root, path));
}

export function statOf(root: string, path: string): FileStat {
  const { size, mtimeMs, ctimeMs } = statSync(join(root, path));
  return { path, size, mtimeMs, ctimeMs };
}

const isDefinition = (name: string): boolean => name.endsWith(".ts") && !name.endsWith(".d.ts") && !name.endsWith(".test.ts");

/** Whether a file is read for what it defines. */
export const isDefinitionFile = (path: string): boolean => isDefinition(path) && definitionFolders.some((folder) => path.startsWith(`${folder}/`));

export const isMacroFile = (path: string): boolean => path.startsWith("macros/") && path.endsWith(".hbs");

/** Whether a file is one of `projectFiles`; others are read where one of these imports them. */
export const isProjectFile = (path: string): boolean => path === configFile || isDefinitionFile(path) || isMacroFile(path);

function filesBelow(root: string, folder: string, wanted: (name: string) => boolean): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(root, path, wanted);
    return wanted(entry.name) ? [path] : [];
  });
}
