import { readFileSync, readdirSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Files } from "../project.ts";

/** One edit of the project beside this file, and what it is refused with. */
export interface Mistake {
  readonly title: string;
  readonly file: string;
  /** Text that stands in the file once; without it the file is new. */
  readonly find?: string;
  /** Text that takes its place; « stands before the place that the error names, and is not written. */
  readonly write: string;
  /** The file with the «, when the mistake shows in another one: its text is found there and stays. */
  readonly shows?: { readonly file: string; readonly at: string };
  /** Part of the message, or of the hint under it. */
  readonly says: string;
}

/** The sound project, text by path. */
export const sound: Files = filesBelow(join(import.meta.dirname, "project"));

/** The project with one mistake. */
export function withMistake({ title, file, find, write }: Mistake, project: Files = sound): Files {
  const text = write.replace("«", "");
  if (find === undefined) return { ...project, [file]: text };
  const parts = project[file]!.split(find);
  if (parts.length !== 2) throw new Error(`"${title}": its text stands ${parts.length - 1} times in ${file}`);
  return { ...project, [file]: parts.join(text) };
}

/** `file:line:column` of the place that a mistake is marked at. */
export function placeOf(mistake: Mistake, project: Files = sound): string {
  const { file, find, write, shows } = mistake;
  if (shows !== undefined) return placeIn(shows.file, withMistake(mistake, project)[shows.file]!.replace(shows.at.replace("«", ""), shows.at));
  return placeIn(file, find === undefined ? write : project[file]!.replace(find, () => write));
}

function placeIn(file: string, marked: string): string {
  if (!marked.includes("«")) throw new Error(`no « in ${file}`);
  const before = marked.slice(0, marked.indexOf("«")).split("\n");
  return `${file}:${before.length}:${before.at(-1)!.length + 1}`;
}

export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function filesBelow(folder: string): Files {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1).replaceAll("\\", "/"), readFileSync(path, "utf8")]));
}
