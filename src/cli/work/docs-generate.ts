import { join } from "node:path";
import type { Compiled } from "../../compile/compiled.ts";
import type { DocsRun, DocsTestStatus } from "../../report/docs/docs-data.ts";
import type { DocsInput } from "../../report/gather-docs.ts";
import type { GlobalFlags } from "../environment.ts";
import type { Invocation } from "../invocation.ts";
import type { NodeId } from "../../load/node.ts";
import type { Pictures } from "../../report/gather-docs-pictures.ts";
import type { State } from "../../run/ledger/state.ts";
import { Workspace, readJson } from "../workspace.ts";
import { docsData } from "../../report/gather-docs.ts";
import { docsPictures } from "../../report/gather-docs-pictures.ts";
import { exitCodes } from "../exit-codes.ts";
import { readLedger, withReader } from "../ledger-state.ts";
import { loadLayOut } from "../../report/files/lay-out.ts";
import { modelText } from "../../report/files/compiled-text.ts";
import { packageRoot } from "../package-root.ts";
import { sourceReader } from "../../report/problems.ts";
import { version } from "../version.ts";
import { writeDocsSite } from "../../report/docs-site.ts";

export interface DocsFlags extends GlobalFlags {
  /** Draw rows of the target. */
  readonly rows: boolean;
}

/** The part of `run_results.json` that the site shows. */
interface LastRun {
  readonly metadata: { readonly invocation_id: string; readonly invocation_started_at: string };
  readonly elapsed_time: number;
  readonly results: readonly { readonly unique_id: string; readonly status: string; readonly failures: number | null; readonly message: string | null }[];
}

/** Writes the docs site from the project, the ledger of the target and the results of the last run. */
export async function docsGenerate(flags: DocsFlags, { terminal }: Invocation): Promise<number> {
  const workspace = new Workspace(flags, terminal);
  try {
    const { effects, around } = workspace;
    const graph = await workspace.graph();
    const compiled = await workspace.compile(graph, effects.now());
    const { target, type } = await workspace.profile(graph);
    const { state, pictures } = await readTarget(workspace, compiled, flags.rows);
    const last = readJson(workspace.targetFile("run_results.json")) as LastRun | undefined;
    const layOut = await loadLayOut(compiled.dialect);
    const data = docsData(compiled, {
      project: { version, generatedAt: effects.now(), target, engine: type },
      ...(last === undefined ? {} : { run: runOf(last) }),
      facts: factsOf(state),
      verdicts: verdictsOf(state, last),
      pictures,
      sourceOf: sourceReader(around.root),
      sqlOf: (id) => {
        const sql = modelText(id, compiled);
        return sql === undefined ? undefined : layOut(sql);
      },
      targetFolder: flags.targetPath,
    });
    terminal.answer(await writeDocsSite(data, join(packageRoot(), "dist", "docs"), around.targetPath, effects, terminal.hide));
    return exitCodes.ok;
  } finally {
    workspace.close();
  }
}

/** What the target has, and what the site draws of it. */
async function readTarget(workspace: Workspace, compiled: Compiled, rows: boolean): Promise<{ readonly state: State | undefined; readonly pictures: ReadonlyMap<NodeId, Pictures> }> {
  const found = await withReader(workspace, compiled.graph, async (driver) => {
    const state = await readLedger(driver, (ledger, session) => ledger.read(session, ""));
    return { state, pictures: await docsPictures(compiled, state === undefined || !rows ? undefined : { nameOf: nameOf(state, compiled), query: (sql) => driver.query(sql) }) };
  });
  return found ?? { state: undefined, pictures: await docsPictures(compiled, undefined) };
}

/** Names of what readers see. Of a forecast's companions, those that belong to the run that serves. */
const nameOf = ({ live, versions, models }: State, { dialect, graph }: Compiled) => (id: NodeId): string | undefined => {
  const node = graph.nodes.get(id);
  const owner = node?.kind === "model" && node.made?.by === "forecast" && node.made.part !== "" ? id.slice(0, -node.made.part.length - 2) : id;
  const serving = live.get(owner)?.version;
  const wanted = owner === id ? serving : (models.get(owner)?.find(({ run }) => run === serving)?.parts[id] ?? live.get(id)?.version);
  const relation = versions.get(id)?.find(({ version }) => version === wanted)?.relation;
  return relation === undefined ? undefined : `${dialect.quote(relation.schema)}.${dialect.quote(relation.name)}`;
};

function runOf({ metadata, elapsed_time, results }: LastRun): DocsRun {
  const among = (...statuses: readonly string[]): number => results.filter(({ status }) => statuses.includes(status)).length;
  const status = among("error") > 0 ? "error" : among("fail") > 0 ? "fail" : "success";
  return { id: metadata.invocation_id, startedAt: metadata.invocation_started_at, elapsedMs: elapsed_time * 1000, status, counts: { pass: among("pass", "success"), warn: among("warn"), error: among("error", "fail"), skip: among("skipped") } };
}

/** Rows and time of what is published. */
function factsOf(state: State | undefined): DocsInput["facts"] {
  return new Map([...(state?.live ?? [])].flatMap(([id, live]) => {
    const version = state!.versions.get(id)?.find((candidate) => candidate.version === live.version);
    return version === undefined ? [] : [[id, { builtAt: `${version.builtAt.replace(" ", "T")}Z`, ...(version.rows === undefined ? {} : { rows: version.rows }) }] as const];
  }));
}

/** Verdicts of the ledger, and over them those of the last run, which knows of failures that were not kept. */
function verdictsOf(state: State | undefined, last: LastRun | undefined): DocsInput["verdicts"] {
  const verdicts = new Map([...(state?.audits.values() ?? [])].map(({ test, status, failures, message }) => [test, { status: status as DocsTestStatus, failures, message }]));
  for (const { unique_id, status, failures, message } of last?.results ?? []) {
    if (/^(test|unit_test)\./.test(unique_id)) verdicts.set(unique_id.split(".").slice(2).join("."), { status: status as DocsTestStatus, failures: failures ?? 0, message: message ?? "" });
  }
  return verdicts;
}
