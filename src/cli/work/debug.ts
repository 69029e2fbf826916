import type { Graph } from "../../graph/graph.ts";
import type { GlobalFlags } from "../environment.ts";
import type { Invocation } from "../invocation.ts";
import type { Terminal } from "../terminal.ts";
import { Workspace } from "../workspace.ts";
import { exitCodes } from "../exit-codes.ts";
import { problemsOf } from "../../errors/rmodel-error.ts";
import { showProblems } from "../failure.ts";
import { version } from "../version.ts";
import { withReader } from "../ledger-state.ts";

/** Tells what takes part in a build and whether the target answers. */
export async function debug(flags: GlobalFlags, { terminal }: Invocation): Promise<number> {
  const workspace = new Workspace(flags, terminal);
  fact(terminal, "rmodel", version);
  fact(terminal, "node", `${process.version} (${process.platform} ${process.arch})`);
  try {
    const graph = await workspace.graph();
    fact(terminal, "project", `${graph.project.config.name}, ${graph.nodes.size} nodes, in ${workspace.around.root}`);
    await showProfile(workspace, graph);
    await showConnection(workspace, graph);
    return exitCodes.ok;
  } catch (thrown) {
    const problems = problemsOf(thrown);
    if (problems === undefined) throw thrown;
    await showProblems(problems, flags, terminal);
    return exitCodes.failed;
  }
}

async function showProfile(workspace: Workspace, graph: Graph): Promise<void> {
  const { terminal } = workspace;
  const { path, profile, target, type, settings } = await workspace.profile(graph);
  fact(terminal, "profile", `${profile} in ${path}`);
  fact(terminal, "target", `${target} (${type})`);
  for (const [name, value] of Object.entries(settings as Record<string, unknown>)) {
    if (name !== "type" && !isEmpty(value)) fact(terminal, `  ${name}`, isSecret(name) ? "*****" : typeof value === "string" ? value : JSON.stringify(value));
  }
}

/** A list or a map that nobody filled says nothing. */
const isEmpty = (value: unknown): boolean => value === undefined || (typeof value === "object" && value !== null && Object.keys(value).length === 0);

/** Whatever stands in them, such fields are not shown. */
const isSecret = (name: string): boolean => /password|token|secret|key/i.test(name);

async function showConnection(workspace: Workspace, graph: Graph): Promise<void> {
  const { effects, terminal } = workspace;
  const start = effects.clock();
  const engine = await withReader(workspace, graph, async (driver) => {
    await driver.query("select 1 as one");
    return driver.version;
  });
  fact(terminal, "connection", engine === undefined ? "the database does not exist yet; rmodel build makes it" : `ok: ${engine}, ${((effects.clock() - start) / 1000).toFixed(2)} s`);
}

const fact = (terminal: Terminal, name: string, value: string): void => terminal.answer(`${name.padEnd(18)} ${value}`);
