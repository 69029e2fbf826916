import type { CompiledTest } from "../src/compile/tests.ts";
import { absolutePath } from "../src/run/plan/data-keys.ts";
import { buildGraph } from "../src/graph/graph.ts";
import { compileGraph } from "../src/compile/compile.ts";
import { createProver } from "../src/adapters/duckdb/prover.ts";
import { dialect } from "../src/adapters/duckdb/dialect.ts";
import { loadProject } from "../src/load/load-project.ts";
import { proofCache } from "../src/compile/proof-cache.ts";
import { textOf } from "../src/compile/render.ts";

/** A domain of a project as plain statements in order: tables and views under their logical names, each test on its own. */
export async function plainOfProject(root: string, domain: string, env: Readonly<Record<string, string>>): Promise<{ build: string[]; tests: string[] }> {
  const { project } = await loadProject({ root, vars: {}, environment: { ...process.env, ...env } });
  const graph = buildGraph(project);
  const prover = await createProver();
  const { relations, dataTests } = await compileGraph(graph, { dialect, prover, proofs: proofCache({}), executionTime: "2024-01-01T00:00:00.000Z" });
  prover.close();
  const name = (id: string) => id.split(".").map(dialect.quote).join(".");
  const build: string[] = [];
  const tests: string[] = [];
  const wanted = new Set<string>();
  const want = (id: string): void => {
    if (wanted.has(id)) return;
    wanted.add(id);
    for (const input of relations.get(id)!.inputs) want(input);
  };
  for (const { node } of relations.values()) if (node.domain === domain) want(node.id);
  for (const part of new Set([...wanted].map((id) => id.split(".")[0]!))) build.push(`create schema ${dialect.quote(part)}`);
  for (const id of graph.order) {
    const relation = relations.get(id);
    if (relation === undefined || !wanted.has(id)) continue;
    const { node, query } = relation;
    if (node.kind === "source" && node.reads.kind === "file") {
      // By hand, a file is a view: whoever reads it reads the file.
      build.push(`create view ${name(id)} as select * from ${dialect.literal(absolutePath(root, node.reads.file), "text")}`);
    } else if (node.kind === "model" && node.materialized !== "ephemeral") {
      build.push(`create ${node.materialized === "view" ? "view" : "table"} ${name(id)} as ${textOf(query!, name)}`);
    } else if (node.kind === "seed") {
      build.push(`create table ${name(id)} as select * from ${dialect.literal(absolutePath(root, node.file), "text")}`);
    }
    for (const { failures } of relation.tests as readonly CompiledTest[]) tests.push(`select count(*) from (${textOf(failures, name)}) as failures`);
  }
  for (const { failures, inputs } of dataTests.values()) if (inputs.every((id) => wanted.has(id))) tests.push(`select count(*) from (${textOf(failures, name)}) as failures`);
  return { build, tests };
}
