import { chmod } from "node:fs/promises";
import { join } from "node:path";
import type { ArtefactContext } from "../dbt/metadata.ts";
import type { CompiledIndex } from "./compiled-files.ts";
import type { Effects } from "../../run/effects.ts";
import type { Hide } from "../hide.ts";
import type { Plan } from "../../run/plan/plan.ts";
import type { Results } from "../../run/results.ts";
import type { SentStatements } from "./sent-statements.ts";
import type { Standing } from "../standing.ts";
import { catalog } from "../dbt/catalog.ts";
import { factsAfter, servingRuns } from "../facts.ts";
import { graphJson } from "../graph-json.ts";
import { inBatches, modelFiles, testFiles, writeCompiled } from "./compiled-files.ts";
import { isBad } from "../../run/results.ts";
import { junit } from "../junit.ts";
import { loadLayOut } from "./lay-out.ts";
import { manifest } from "../dbt/manifest.ts";
import { modelText, sentPath } from "./compiled-text.ts";
import { runResults } from "../dbt/run-results.ts";
import { testIndex } from "../standing.ts";

export interface ArtefactOptions {
  readonly targetPath: string;
  readonly effects: Effects;
  readonly hide: Hide;
  readonly command: string;
  readonly version: string;
}

/** What the last run wrote, kept in `target/.cache/report.json`. */
interface Written {
  /** What the project's artefacts were made from. */
  readonly project?: string;
  /** The runs that readers saw of forecasts, of which the manifest tells. */
  readonly serving?: string;
  readonly compiled?: CompiledIndex;
}

/** More failing tests than this at once are not read one by one, so their queries are not laid out. */
const mostLaidOut = 20;

/**
 * Writes `target/` at the end of a run: what the run did always, what only tells about the project when that changed.
 */
export async function writeArtefacts(plan: Plan, results: Results, standing: Standing, sent: SentStatements, options: ArtefactOptions): Promise<void> {
  const { effects, targetPath, hide, command, version } = options;
  const { compiled } = plan;
  const context: ArtefactContext = { version, generatedAt: results.finishedAt, runId: results.runId, startedAt: results.startedAt };
  const write = (path: string, text: string) => effects.writeFile(join(targetPath, path), text);
  const json = (path: string, value: unknown) => write(path, hide.json(value));

  const before = await readWritten(options);
  const project = await projectKey(plan, options);
  const runs = servingRuns(plan, results);
  const serving = [...runs].flat().join(" ");
  const isSame = before.project === project && (await effects.stat(join(targetPath, "manifest.json"))) !== undefined;
  let index = before.compiled ?? {};
  const hidden = (files: ReturnType<typeof modelFiles>) => files.map(({ path, sql }) => ({ path, sql: hide.text(sql) }));
  if (!isSame || (before.serving ?? "") !== serving) await json("manifest.json", manifest(compiled, (id) => modelText(id, compiled), context, runs));
  if (!isSame) {
    await json("graph.json", graphJson(compiled, version));
    // Queries of tests are there only when somebody asked for them; then they are kept right.
    const isThere = (id: string): boolean => before.compiled?.[`compiled/tests/${id.replace(".", "/")}.sql`] !== undefined;
    index = await writeCompiled(hidden([...modelFiles(compiled), ...testFiles(compiled, isThere)]), index, targetPath, effects);
  }
  if (!isSame || results.changed.length > 0) await json("catalog.json", catalog(compiled, factsAfter(plan, results), context));
  const loud = new Set(standing.ran.filter(({ queryPath }) => queryPath !== undefined).map(({ id }) => id));
  if (loud.size > 0) {
    const layOut = loud.size > mostLaidOut ? undefined : await loadLayOut(compiled.dialect);
    index = await writeCompiled(hidden(testFiles(compiled, (id) => loud.has(id))), index, targetPath, effects, { keepOthers: true, layOut });
  }
  if (index !== before.compiled || project !== before.project || (before.serving ?? "") !== serving) await effects.writeFile(join(targetPath, ".cache/report.json"), JSON.stringify({ project, serving, compiled: index } satisfies Written), 0o600);

  await writeSent(plan, standing, sent, options);
  // Messages of the engine may quote values, so only the owner may read these.
  await json("run_results.json", runResults(standing, { ...context, graph: compiled.graph, command, elapsedMs: results.elapsedMs }));
  const tests = testIndex(plan);
  await write("junit.xml", hide.text(junit(standing, { project: compiled.graph.project.config.name, factsOf: (id) => tests.get(id) ?? placeOf(plan, id) })));
  for (const path of ["run_results.json", "junit.xml"]) await chmod(join(targetPath, path), 0o600);
}

async function writeSent(plan: Plan, { ran }: Standing, sent: SentStatements, { effects, targetPath, hide }: ArtefactOptions): Promise<void> {
  const statements = sent.byRelation();
  const { quote } = plan.compiled.dialect;
  const made = ran.filter(({ kind, status }) => kind === "relation" && (status === "success" || isBad(status)));
  await inBatches(made, async ({ id }) => {
    const { relation, node } = plan.steps.get(id)!;
    const texts = statements.get(`${quote(relation.schema)}.${quote(relation.name)}`);
    if (texts !== undefined) await effects.writeFile(join(targetPath, sentPath(node)), hide.text(texts.map((text) => `${text};\n`).join("\n")));
  });
}

function placeOf(plan: Plan, id: string) {
  const node = plan.compiled.graph.nodes.get(id);
  return node === undefined ? undefined : { owner: undefined, origin: node.origin };
}

async function readWritten({ effects, targetPath }: ArtefactOptions): Promise<Written> {
  try {
    return JSON.parse(Buffer.from(await effects.readFile(join(targetPath, ".cache/report.json"))).toString()) as Written;
  } catch {
    // Missing or broken: everything is written anew.
    return {};
  }
}

/** Tells one state of the project from another: the loaded project is cached in a file that is replaced when it changes. */
async function projectKey({ compiled }: Plan, { effects, targetPath, version }: ArtefactOptions): Promise<string> {
  const cached = await effects.stat(join(targetPath, ".cache/project.json"));
  return `${version} ${compiled.dialect.name} ${cached === undefined ? effects.now() : `${cached.size} ${cached.mtimeMs}`}`;
}
