import type { RmodelError } from "../errors/rmodel-error.ts";
import { problemsOf } from "../errors/rmodel-error.ts";

/** What a thrown problem means for the caller: 1 when the target is at fault, 2 for everything a user mends, 3 for us. */
export function failureCode(thrown: unknown): number {
  const problems = problemsOf(thrown);
  if (problems === undefined) return 3;
  return problems.every(({ code }) => /^RM[45]/.test(code)) ? 1 : problems.every(({ code }) => code.startsWith("RM9")) ? 3 : 2;
}

/** Prints problems with code frames; a bug of ours with its stack and a sentence to paste into an issue. */
export async function showFailure(thrown: unknown, argv: readonly string[], hide: (text: string) => string = (text) => text): Promise<void> {
  const problems = problemsOf(thrown);
  const write = (text: string) => process.stderr.write(`${hide(text)}\n`);
  if (problems !== undefined) {
    const { printProblems } = await import("../report/problems.ts");
    write(printProblems(problems as readonly RmodelError[], { color: process.stderr.isTTY === true && !process.env.NO_COLOR && !argv.includes("--no-color"), root: process.cwd() }));
    return;
  }
  const { version } = await import("./version.ts");
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  write(`RM9001  a bug of rmodel, not of your project\n${error.stack}\n  fix: please report it with this text: rmodel ${version}, node ${process.version}, ${process.platform}: rmodel ${argv[0] ?? ""} → ${error.message.split("\n")[0]}`);
}
