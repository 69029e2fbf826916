import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import type { Compiled } from "../compile/compiled.ts";
import type { Project } from "../load/project.ts";
import type { Dialect, Prover } from "../adapters/adapter.ts";
import { buildGraph } from "../graph/graph.ts";
import { compileGraph } from "../compile/compile.ts";
import { createProver } from "../adapters/duckdb/prover.ts";
import { dialect } from "../adapters/duckdb/dialect.ts";
import { loadProject } from "../load/load-project.ts";
import { problemsOf } from "../errors/rmodel-error.ts";
import { proofCache } from "../compile/proof-cache.ts";

/** Text by path, relative to the project. */
export type Files = Readonly<Record<string, string>>;

/** Moment of every build in tests. */
export const executionTime = "2024-01-31T12:00:00Z";

const folders: string[] = [];
let prover: Promise<Prover> | undefined;

afterAll(async () => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  (await prover)?.close();
  prover = undefined;
});

/** Writes a project called `shop` into a folder of its own, which is removed when the test file is done. */
export function projectOf(files: Files): string {
  const root = mkdtempSync(join(tmpdir(), "rmodel-"));
  folders.push(root);
  const all: Files = { "rmodel.config.ts": 'import { config } from "rmodel";\nexport default config({ name: "shop" });\n', ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

export async function loadFiles(files: Files, vars: Readonly<Record<string, unknown>> = {}): Promise<Project> {
  return (await loadProject({ root: projectOf(files), vars, environment: {} })).project;
}

/** The way of every command: load, link, compile for an engine with every contract proved. */
export async function compileFiles(files: Files, own: Dialect = dialect): Promise<Compiled> {
  const graph = buildGraph(await loadFiles(files));
  return compileGraph(graph, { dialect: own, prover: await (prover ??= createProver()), proofs: proofCache({}), executionTime });
}

/** What a project is refused for: code and `file:line:column`, message, fix. */
export interface Problem {
  readonly at: string;
  readonly message: string;
  readonly fix: string | undefined;
}

/** Every problem that a project is refused for, in the order shown; empty when it is sound. */
export async function problemsIn(files: Files): Promise<readonly Problem[]> {
  try {
    await compileFiles(files);
    return [];
  } catch (thrown) {
    const problems = problemsOf(thrown);
    if (problems === undefined) throw thrown;
    return problems.map(({ code, origin, message, fix }) => ({ at: `${code} ${origin === undefined ? "" : `${origin.file}:${origin.line}:${origin.column}`}`, message, fix }));
  }
}
