import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Origin } from "../errors/rmodel-error.ts";

/**
 * The place in a source file of a character inside an `sql` template.
 *
 * @param origin place of the `sql` tag
 * @param index which text chunk of the template, counted from 0
 * @param offset position inside that chunk
 */
export function templatePlace(root: string, origin: Origin, index: number, offset: number): Origin {
  let source: string;
  try {
    source = readFileSync(join(root, origin.file), "utf8");
  } catch {
    return origin;
  }
  const start = offsetOf(source, origin);
  let at = source.indexOf("`", start) + 1;
  if (at === 0) return origin;
  for (let chunk = 0; chunk < index; chunk++) at = endOfHole(source, endOfChunk(source, at));
  return placeOf(source, Math.min(skipEscapes(source, at, offset), endOfChunk(source, at)), origin.file);
}

/** Position of the `${` or the closing backtick that ends the chunk starting at `at`. */
function endOfChunk(source: string, at: number): number {
  while (at < source.length && source[at] !== "`" && !(source[at] === "$" && source[at + 1] === "{")) at += source[at] === "\\" ? 2 : 1;
  return at;
}

/** Position after the `}` of the hole that starts at `at`; nested templates and braces are stepped over. */
function endOfHole(source: string, at: number): number {
  let depth = 0;
  for (at += 2; at < source.length; at++) {
    const character = source[at]!;
    if (character === "{") depth++;
    else if (character === "}" && depth-- === 0) return at + 1;
    else if (character === "'" || character === '"') {
      for (at++; at < source.length && source[at] !== character; at++) if (source[at] === "\\") at++;
    } else if (character === "`") {
      for (at = endOfChunk(source, at + 1); source[at] === "$"; at = endOfChunk(source, endOfHole(source, at)));
    }
  }
  return at;
}

/** A chunk's characters and its source differ by escapes such as `\\n`. */
function skipEscapes(source: string, at: number, offset: number): number {
  for (let left = offset; left > 0; left--) at += source[at] === "\\" ? 2 : 1;
  return at;
}

function offsetOf(source: string, { line, column }: Origin): number {
  let at = 0;
  for (let current = 1; current < line; current++) {
    const next = source.indexOf("\n", at);
    if (next < 0) break;
    at = next + 1;
  }
  return at + column - 1;
}

function placeOf(source: string, at: number, file: string): Origin {
  const before = source.slice(0, at);
  const line = before.split("\n").length;
  return { file, line, column: at - before.lastIndexOf("\n") };
}
