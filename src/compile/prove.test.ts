import { expect, test } from "vitest";
import { buildGraph } from "../graph/graph.ts";
import { compileGraph } from "./compile.ts";
import { createProver } from "../adapters/duckdb/prover.ts";
import { dialect } from "../adapters/duckdb/dialect.ts";
import { executionTime, loadFiles } from "../testing/project.ts";
import { proofCache } from "./proof-cache.ts";

const source = 'import { source, t } from "rmodel";\nexport default source({ table: { schema: "raw", name: "lines" }, columns: { id: t.integer(), note: t.text() } });\n';
const model = (query: string) => `import { model, sql, t } from "rmodel";\nimport lines from "../../sources/shop/lines.ts";\nexport default model({ columns: { id: t.integer() }, query: sql\`${query}\` });\n`;

/** What the prover is asked when a project is compiled with known proofs. */
async function asked(query: string, known: Readonly<Record<string, never>> = {}) {
  const prover = await createProver();
  const proofs = proofCache(known);
  const texts: string[] = [];
  const watched = { ...prover, describe: (...args: Parameters<typeof prover.describe>) => (texts.push(args[1]), prover.describe(...args)) };
  try {
    await compileGraph(buildGraph(await loadFiles({ "sources/shop/lines.ts": source, "models/shop/a.ts": model(query) })), { dialect, prover: watched, proofs, executionTime });
    return { texts: texts.length, proofs };
  } finally {
    prover.close();
  }
}

test("what was proved once is not proved again", async () => {
  const first = await asked("select ${lines.as('l').id} as id from ${lines.as('l')}");
  const second = await asked("select ${lines.as('l').id} as id from ${lines.as('l')}", first.proofs.proofs() as never);
  expect([first.texts, first.proofs.grew, second.texts, second.proofs.grew]).toEqual([1, true, 0, false]);
});

test("a query that reads by reference is proved over just these columns, any other a second time over all", async () => {
  expect((await asked("select id from ${lines} as l where ${lines.as('l').note} = ''")).texts).toBe(1);
  expect((await asked("select l.id from ${lines} as l where ${lines.as('l').note} = ''")).texts).toBe(2);
});

test("a cache keeps only the proofs that a run used", async () => {
  const proof = { ok: true, columns: [], readsWholeRows: false, functions: [] } as const;
  const cache = proofCache({ used: proof, unused: proof });
  expect(await cache.get("used", () => Promise.reject(new Error("proved again")))).toBe(proof);
  expect([cache.proofs(), cache.grew]).toEqual([{ used: proof }, false]);
});
