import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ErrorCode } from "../errors/codes.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import { nearest } from "../errors/nearest.ts";
import { RmodelError, RmodelErrors } from "../errors/rmodel-error.ts";

/** Collects the problems of one pass, so that a run reports them all. */
export class Problems {
  private readonly found: RmodelError[] = [];
  private readonly files = new Map<string, readonly string[]>();
  private readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  add(code: ErrorCode, origin: Origin | undefined, message: string, fix?: string): void {
    this.found.push(new RmodelError(code, origin, message, fix));
  }

  /** How many were found so far. */
  get count(): number {
    return this.found.length;
  }

  /** Notes a name that is not there, with the nearest one that is. */
  unknownColumn(origin: Origin | undefined, message: string, name: string, known: readonly string[], write = (guess: string) => guess): void {
    const guess = nearest(name, known);
    this.add("RM1030", origin, message, guess === undefined ? `its columns: ${known.join(", ")}` : `write ${write(guess)}`);
  }

  /**
   * The first place at or after `origin` where `word` stands as a key or as a text of its own, else where it stands as a
   * word at all (a description may well say it), else `origin` itself.
   */
  near(origin: Origin, word: string): Origin {
    if (!/^[\w$]+$/.test(word)) return origin;
    const bare = `(?<![\\w$])${word.replace(/\$/g, "\\$")}`;
    return this.find(origin, new RegExp(`${bare}(?=\\s*:)|(?<=["'\`])${bare}(?=["'\`])`, "g")) ?? this.find(origin, new RegExp(`${bare}(?![\\w$])`, "g")) ?? origin;
  }

  private find(origin: Origin, pattern: RegExp): Origin | undefined {
    const lines = this.linesOf(origin.file);
    for (let line = origin.line; line <= Math.min(lines.length, origin.line + 400); line++) {
      pattern.lastIndex = line === origin.line ? Math.max(0, origin.column - 1) : 0;
      const match = pattern.exec(lines[line - 1]!);
      if (match !== null) return { file: origin.file, line, column: match.index + 1 };
    }
    return undefined;
  }

  /** @throws RmodelErrors when anything was found */
  raise(): void {
    if (this.found.length > 0) throw new RmodelErrors(this.found);
  }

  private linesOf(file: string): readonly string[] {
    let lines = this.files.get(file);
    if (lines === undefined) this.files.set(file, (lines = readLines(join(this.root, file))));
    return lines;
  }
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}
