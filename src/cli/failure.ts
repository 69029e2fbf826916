import { resolve } from "node:path";
import type { GlobalFlags } from "./environment.ts";
import type { RmodelError } from "../errors/rmodel-error.ts";
import type { Terminal } from "./terminal.ts";
import { EngineError } from "../errors/engine-error.ts";
import { RmodelError as Problem, problemsOf } from "../errors/rmodel-error.ts";
import { UsageError } from "./usage.ts";
import { exitCodes } from "./exit-codes.ts";
import { hasColor } from "./environment.ts";
import { version } from "./version.ts";

type Flags = Pick<GlobalFlags, "color" | "debug" | "projectDir">;

/**
 * Shows what a command threw and says what it means for the caller.
 *
 * @returns 1 when the target or data is at fault, 2 for everything else that a user mends, 3 for a bug of ours
 */
export async function fail(thrown: unknown, command: string, flags: Flags, terminal: Terminal): Promise<number> {
  if (thrown instanceof UsageError) {
    terminal.error(`error: ${thrown.message}${thrown.hint === undefined ? "" : `\n  fix: ${thrown.hint}`}`);
    return exitCodes.refused;
  }
  const problems = knownProblems(thrown);
  if (problems === undefined) {
    terminal.error(bugReport(thrown, command));
    return exitCodes.bug;
  }
  await showProblems(problems, flags, terminal);
  return exitCodeOf(problems);
}

/** Prints problems with code frames; with `--debug` each with its stack. */
export async function showProblems(problems: readonly RmodelError[], flags: Flags, terminal: Terminal): Promise<void> {
  const [{ printProblems }, { asJson }] = await Promise.all([import("../report/problems.ts"), import("../errors/format.ts")]);
  const stacks = flags.debug === true ? problems.map(({ stack }) => `\n\n${stack}`).join("") : "";
  terminal.problem(printProblems(problems, { color: hasColor(flags.color), root: flags.projectDir }) + stacks + (await annotations(problems, resolve(flags.projectDir))), problems.map(asJson));
}

/** In GitHub Actions: the same again, for the lines of a pull request. */
async function annotations(problems: readonly RmodelError[], root: string): Promise<string> {
  if (process.env.GITHUB_ACTIONS !== "true") return "";
  const { annotation } = await import("../report/terminal/annotations.ts");
  return problems.map(({ code, origin, message }) => `\n${annotation({ level: "error", origin, title: code, message }, root, process.env.GITHUB_WORKSPACE ?? root)}`).join("");
}

/** 1: the target or the data; 3: a bug of ours; 2: all else, nothing was executed. */
export function exitCodeOf(problems: readonly RmodelError[]): number {
  if (problems.some(({ code }) => code.startsWith("RM9"))) return exitCodes.bug;
  return problems.every(({ code }) => /^RM[45]/.test(code)) ? exitCodes.failed : exitCodes.refused;
}

/** An engine's complaint that no model was to blame for is the target's, and so is a disk that cannot be written. */
function knownProblems(thrown: unknown): readonly RmodelError[] | undefined {
  if (thrown instanceof EngineError && /read enough bytes|checksum|corrupt/i.test(thrown.message)) return [new Problem("RM4003", undefined, `the database cannot be read: ${thrown.message.split("\n")[0]}`, "restore its file from a copy, or move it away and build again", thrown)];
  if (thrown instanceof EngineError) return [new Problem(thrown.cancelled || thrown.limit !== undefined ? "RM4011" : thrown.remedy !== undefined ? "RM4005" : "RM4010", undefined, `${thrown.message.split("\n")[0]}${thrown.limit === undefined ? "" : ` (${thrown.limit})`}`, thrown.remedy, thrown)];
  const { code, path, message } = thrown as NodeJS.ErrnoException;
  if (thrown instanceof Error && (path !== undefined || code === "ENOSPC" || code === "EDQUOT") && unwritable.has(code ?? "")) return [new Problem("RM4005", undefined, message, "make space, or grant the right to write there")];
  return problemsOf(thrown);
}

const unwritable: ReadonlySet<string> = new Set(["EACCES", "EDQUOT", "EEXIST", "EISDIR", "ENOSPC", "ENOTDIR", "EPERM", "EROFS"]);

/** Arguments are left out: they may hold values that are nobody's business. */
function bugReport(thrown: unknown, command: string): string {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const sentence = `rmodel ${version}, node ${process.version}, ${process.platform}: rmodel ${command} → ${error.message.split("\n")[0]}`;
  return `RM9001  a bug of rmodel, not of your project\n${error.stack}\n  fix: open an issue with the text above and this line: ${sentence}`;
}
