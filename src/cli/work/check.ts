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
 * Everything that can be known to be wrong without a database: types, configuration, references, contracts, selectors.
 *
 * @throws RmodelErrors all of it, sorted by place
 */
export async function check(flags: SelectionFlags, { terminal }: Invocation): Promise<number> {
  const workspace = new Workspace(flags, terminal);
  const types = typeErrors(workspace.around.root, workspace.targetFile(".cache"));
  const problems: RmodelError[] = [];
  const graph = await collected(problems, () => workspace.graph());
  if (graph !== undefined) {
    await collected(problems, async () => select(graph, withoutFacts(flags)));
    await collected(problems, () => workspace.compile(graph, workspace.effects.now()));
  }
  workspace.close();
  const places = new Set(problems.map(placeOf));
  // A mistake that we understand better than the compiler is told once.
  problems.push(...(await types).filter((error) => !places.has(placeOf(error))));
  if (problems.length > 0) throw new RmodelErrors(problems);
  for (const { node, origin } of rawSql(graph!)) terminal.note(`note: sql.raw in ${node}  ${origin.file}:${origin.line}:${origin.column}`);
  terminal.note(`${counted(graph!.nodes.size, "node")} checked: no mistakes.`);
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

const placeOf = ({ origin }: RmodelError): string => `${origin?.file}:${origin?.line}:${origin?.column}`;
