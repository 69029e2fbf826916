import { readFileSync } from "node:fs";
import { isAbsolute, join, resolve, sep } from "node:path";
import type { ReadSource } from "../errors/format.ts";
import type { RmodelError } from "../errors/rmodel-error.ts";
import { formatErrors } from "../errors/format.ts";
import { paintOf } from "./terminal/paint.ts";

/** Problems that kept a command from running, as people read them. */
export function printProblems(problems: readonly RmodelError[], { color, root }: { readonly color: boolean; readonly root: string }): string {
  return fromRoot(formatErrors(problems, sourceReader(root), paintOf(color)), root);
}

/** Paths of data and settings are absolute; inside the project they are shown from its root, like those of models. */
export const fromRoot = (text: string, root: string): string => text.replaceAll(`${resolve(root)}${sep}`, "");

/** Reads files of a project for code frames; undefined for what is not there. */
export function sourceReader(root: string): ReadSource {
  return (file) => {
    try {
      return readFileSync(isAbsolute(file) ? file : join(root, file), "utf8");
    } catch {
      // The error is shown without its frame.
      return undefined;
    }
  };
}
