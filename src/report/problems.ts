import { readFileSync } from "node:fs";
import { isUtf8 } from "node:buffer";
import { isAbsolute, join } from "node:path";
import type { ReadSource } from "../errors/format.ts";
import type { RmodelError } from "../errors/rmodel-error.ts";
import { formatErrors } from "../errors/format.ts";
import { fromRoot } from "../errors/from-root.ts";
import { paintOf } from "./terminal/paint.ts";

/** Problems that kept a command from running, as people read them. */
export function printProblems(problems: readonly RmodelError[], { color, root }: { readonly color: boolean; readonly root: string }): string {
  return fromRoot(formatErrors(problems, sourceReader(root), paintOf(color)), root);
}

/** Reads files of a project for code frames; undefined for what is not there or no text, such as Parquet and packed CSV. */
export function sourceReader(root: string): ReadSource {
  return (file) => {
    try {
      const bytes = readFileSync(isAbsolute(file) ? file : join(root, file));
      return isUtf8(bytes) && !bytes.includes(0) ? bytes.toString("utf8") : undefined;
    } catch {
      // The error is shown without its frame.
      return undefined;
    }
  };
}
