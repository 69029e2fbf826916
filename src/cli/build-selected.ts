import type { Building, Built } from "./build-once.ts";
import type { Compiled } from "../compile/compiled.ts";
import type { Invocation } from "./invocation.ts";
import type { RunRequest } from "./runs.ts";
import type { Selection, Selectors } from "../graph/select.ts";
import type { Workspace } from "./workspace.ts";
import { approvalNotes } from "./approval-notes.ts";
import { buildOnce } from "./build-once.ts";
import { dependsOnFacts } from "./facts.ts";
import { exitCodes } from "./exit-codes.ts";
import { isBad } from "../run/results.ts";
import { ofType, refuseEmpty, selectNodes } from "./selection.ts";

/** Loads, compiles, selects and builds, and says what the results do not say by themselves. */
export async function buildSelected(request: RunRequest, workspace: Workspace, { terminal, signals }: Invocation): Promise<number> {
  const { command, flags } = request;
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
