import type { Building, Built } from "./build-once.ts";
import type { Compiled } from "../compile/compiled.ts";
import type { Invocation } from "./invocation.ts";
import type { RunRequest } from "./runs.ts";
import type { Settled } from "../run/state.ts";
import type { Selection, Selectors } from "../graph/select.ts";
import { Workspace } from "./workspace.ts";
import { Ledger } from "../run/state.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { approvalNotes } from "./approval-notes.ts";
import { buildOnce } from "./build-once.ts";
import { isPlain } from "./runs.ts";
import { paintOf } from "../report/terminal/paint.ts";
import { upToDateLines } from "../report/terminal/summary.ts";
import { dependsOnFacts } from "./facts.ts";
import { exitCodes } from "./exit-codes.ts";
import { isBad } from "../run/results.ts";
import { ofType, refuseEmpty, selectNodes } from "./selection.ts";

/** `build`, `run`, `seed`, `snapshot`, `test` and `retry`: the same pipeline over different parts. */
export async function runBuild(request: RunRequest, { terminal, signals }: Invocation): Promise<number> {
  const { command, flags } = request;
  const workspace = new Workspace(flags, terminal);
  try {
    const upToDate = isPlain(request) ? await settledHere(workspace) : undefined;
    if (upToDate !== undefined) {
      const { total, notes = [] } = upToDate;
      terminal.closing(upToDateLines(total, performance.now(), paintOf(workspace.around.color)), { event: "done", pass: 0, warn: 0, error: 0, skip: 0, no_op: total, total });
      for (const note of notes) terminal.note(note);
      return exitCodes.ok;
    }
    const graph = await workspace.graph();
    const compiled = await workspace.compile(graph, request.executionTime ?? flags.executionTime ?? workspace.effects.now());
    const selection = await selectionOf(request, workspace, compiled);
    if (flags.dryRun === true) return await (await import("./dry-run.ts")).dryRun(request, workspace, compiled, selection);
    const driver = await workspace.connect(graph, { threads: flags.threads, holder: `rmodel ${command}`, waitMs: (flags.wait ?? 0) * 1000 });
    try {
      const stopped = () => signals.code !== undefined;
      const building: Building = { workspace, compiled, driver, selection, request: withSelected(request, selection), stopped };
      const built = await signals.during(
        (signal) => {
          terminal.stopped(`Stopped by ${signal}: what ran was cancelled. rmodel retry does the rest.`);
          driver.cancel();
        },
        () => buildOnce(building),
      );
      for (const note of notesOn(request, selection, built)) terminal.note(note);
      return exitCodeOf(built);
    } finally {
      await driver.close();
    }
  } finally {
    workspace.close();
  }
}

/** What an earlier build left, when that is just what this one would: then no TypeScript is run and nothing is compiled. */
async function settledHere(workspace: Workspace): Promise<Settled | undefined> {
  const key = await workspace.settleKey();
  if (key === undefined) return undefined;
  const profiled = await workspace.lastKnown();
  try {
    const driver = await workspace.connect(profiled);
    try {
      const settled = await new Ledger(driver.stateDialect).settled(driver.state, "");
      return settled?.key === key ? settled : undefined;
    } finally {
      await driver.close();
    }
  } catch (thrown) {
    // No database yet, or one in use: the build itself tells what is wrong. One that does not answer was waited for already.
    if (thrown instanceof RmodelError && thrown.code.startsWith("RM4") && thrown.code !== "RM4001") return undefined;
    throw thrown;
  }
}

export const exitCodeOf = ({ results }: Built): number => (results.results.some(({ status }) => isBad(status)) ? exitCodes.failed : exitCodes.ok);

/** What the request is about. A run that is retried may have had answers that its own end has changed. */
export async function selectionOf({ command, flags, selected }: RunRequest, workspace: Workspace, compiled: Compiled): Promise<Selection> {
  const type = command === "seed" || command === "snapshot" ? command : undefined;
  const selectors: Selectors = type === undefined ? flags : ofType(type, flags);
  const selection = selected === undefined ? await selectNodes(workspace, compiled.graph, selectors, async () => compiled) : stillThere(selected, compiled);
  refuseEmpty(selection, flags, flags.allowEmpty, type === undefined ? "nodes" : `${type}s`);
  return selection;
}

function stillThere({ nodes, tests }: NonNullable<RunRequest["selected"]>, { graph, relations }: Compiled): Selection {
  const known = new Set([...relations.values()].flatMap((relation) => relation.node.tests.map(({ id }) => id)));
  return { nodes: new Set(nodes.filter((id) => graph.nodes.has(id))), tests: new Set(tests.filter((id) => known.has(id))) };
}

const withSelected = (request: RunRequest, { nodes, tests }: Selection): RunRequest =>
  dependsOnFacts([...request.flags.select, ...request.flags.exclude]) ? { ...request, selected: { nodes: [...nodes], tests: [...tests] } } : request;

/** What the results do not say by themselves. */
function notesOn({ command }: RunRequest, { tests, nodes }: Selection, { plan, results }: Built): readonly string[] {
  if (results.stopped) return [];
  if (command !== "test") return [...approvalNotes(plan, results), ...(command === "run" ? ["Published without audits: rmodel build tests before anybody can read."] : [])];
  const asked = new Set([...results.results, ...plan.held].map(({ id }) => id));
  const missed = [...tests, ...[...nodes].filter((id) => plan.compiled.dataTests.has(id))].filter((id) => !asked.has(id)).length;
  return missed === 0 ? [] : [`${missed} ${missed === 1 ? "test was" : "tests were"} not run: what ${missed === 1 ? "it reads" : "they read"} was never built. Run rmodel build first.`];
}
