import type { Invocation } from "../invocation.ts";
import type { SelectionFlags } from "../selection.ts";
import type { RmodelError } from "../../errors/rmodel-error.ts";
import { RmodelErrors, problemsOf } from "../../errors/rmodel-error.ts";
import { Workspace } from "../workspace.ts";
import { counted } from "../../report/terminal/units.ts";
import { exitCodes } from "../exit-codes.ts";
import { rawSql } from "./raw-sql.ts";
import { select } from "../../graph/select.ts";
import { typeErrors } from "./type-errors.ts";

/**
 * Everything that can be known to be wrong without a database: types, configuration, references, contracts, selectors. A
 * target that is named binds every query as well.
 *
 * @throws RmodelErrors all of it, sorted by place
 */
export async function check(flags: SelectionFlags, { terminal }: Invocation): Promise<number> {
  const workspace = new Workspace(flags, terminal);
  const types = typeErrors(workspace.around.root, workspace.targetFile(".cache"));
  const problems: RmodelError[] = [];
  let bound = 0;
  const graph = await collected(problems, () => workspace.graph());
  let warnings: readonly string[] = [];
  if (graph !== undefined) {
    await collected(problems, async () => select(graph, withoutFacts(flags)));
    const compiled = await collected(problems, () => workspace.compile(graph, workspace.effects.now()));
    if (compiled !== undefined && flags.target !== undefined) await collected(problems, async () => void (bound = await (await import("./check-target.ts")).checkTarget(workspace, graph, compiled, problems)));
    if (compiled !== undefined) warnings = (await import("./forecast-warnings.ts")).warningsOfForecasts(compiled);
  }
  workspace.close();
  const all = toldOnce(problems, await types);
  if (all.length > 0) throw new RmodelErrors(all);
  for (const warning of warnings) terminal.warn(warning);
  for (const { node, origin } of rawSql(graph!)) terminal.note(`note: sql.raw in ${node}  ${origin.file}:${origin.line}:${origin.column}`);
  terminal.note(`${counted(graph!.nodes.size, "node")} checked: no mistakes.${bound === 0 ? "" : ` ${counted(bound, "statement")} bound by the engine of ${flags.target}.`}`);
  return exitCodes.ok;
}

async function collected<T>(problems: RmodelError[], work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (thrown) {
    const found = problemsOf(thrown);
    if (found === undefined) throw thrown;
    problems.push(...found);
    return undefined;
  }
}

/** What compares with a build cannot be judged here. */
function withoutFacts({ select: wanted, exclude }: SelectionFlags) {
  const known = (texts: readonly string[]) => texts.flatMap((text) => text.split(/\s+/)).filter((word) => !/(^|[,@+])(state|result|source_status|git):/.test(word));
  return { select: known(wanted), exclude: known(exclude) };
}

/**
 * A mistake that we and the compiler both find, told by the one that understands it better: ours names models and columns,
 * but of a value that is undefined, or a call that throws, the compiler knows why. What only follows from other mistakes is
 * left out.
 */
function toldOnce(ours: readonly RmodelError[], types: readonly RmodelError[]): readonly RmodelError[] {
  const isExplained = (error: RmodelError): boolean => (error.code === "RM1032" || error.code === "RM1003") && types.some((other) => isNear(other, error, error.code === "RM1032" ? mostLines : 0));
  const kept = ours.filter((error) => !isExplained(error));
  const isKnown = (error: RmodelError): boolean => kept.some((other) => isNear(error, other, 0) && (["RM3003", "RM3030"].includes(other.code) || Math.abs(other.origin!.column - error.origin!.column) <= 1));
  const told = [...kept, ...types.filter((error) => !isKnown(error))];
  const causes = told.filter(({ message }) => !message.startsWith("TS7022:"));
  return causes.length > 0 ? causes : told;
}

/** How far below the start of a fragment its holes may stand. */
const mostLines = 60;

/** Whether an error stands in the line of another, or at most so many lines below it. */
const isNear = ({ origin: a }: RmodelError, { origin: b }: RmodelError, lines: number): boolean => a !== undefined && b !== undefined && a.file === b.file && a.line >= b.line && a.line <= b.line + lines;
