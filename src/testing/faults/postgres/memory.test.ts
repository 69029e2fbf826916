import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { afterAll, describe, expect, test, vi } from "vitest";
import type { Ended } from "../process.ts";
import type { Files } from "../../project.ts";
import { buildOf } from "../shop.ts";
import { failingBuilds } from "../failing-builds.ts";
import { postgres } from "./target.ts";
import { start } from "../process.ts";
import { tell } from "../scale.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const target = await postgres();
const { copy, expectFailed, expectMended } = failingBuilds(target);
const counts = { tried: 0, spilled: 0, refused: 0, "killed by the system": 0, "most memory of rmodel MB": 0 };

afterAll(() => tell("F9 memory of PostgreSQL", counts));

/** Hundreds of times the memory that a query gets. */
const greedy = (query: string, more = ""): Files => ({
  "models/sales/greedy.ts": `
import { model, sql, t } from "rmodel";
export default model({ description: "More than fits.", ${more === "" ? 'materialized: "table"' : more}, query: sql\`${query}\`, columns: { n: t.integer(), noise: t.text() } });
`,
});
const numbers = "select cast(n.range as bigint) as n, cast(n.range % 100003 as varchar) || 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' as noise from range(300000) as n";
const sort = `${numbers} order by noise, n`;
const aggregate = `select max(n) as n, noise from (${numbers}) as big group by noise`;

/** Builds and looks how much memory the process has at most. */
async function built(root: string): Promise<Ended> {
  const { child, ended } = start(root, buildOf("new"));
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const status = await Promise.resolve().then(() => readFileSync(`/proc/${child.pid}/status`, "utf8")).catch(() => "");
      counts["most memory of rmodel MB"] = Math.max(counts["most memory of rmodel MB"], Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024));
      await setTimeout(20);
    }
  })();
  const result = await ended.finally(() => (isOver = true));
  await watching;
  counts.tried++;
  counts["killed by the system"] += Number(result.killed);
  return result;
}

describe.each([["a sort", sort], ["an aggregate", aggregate]])("%s that needs hundreds of times its work_mem", (_, query) => {
  const files = greedy(query);

  test("spills to disk", async () => {
    const root = await copy(files);
    await target.asking(root, (client) => client.query(`alter database ${target.databaseOf(root)} set work_mem = '64kB'`));
    const { code, said } = await built(root);
    expect(code, said).toBe(0);
    counts.spilled++;
  });

  test("exits 1 and names the model where the server does not let it spill", async () => {
    const root = await copy(files);
    await target.asking(root, (client) => client.query(`alter database ${target.databaseOf(root)} set work_mem = '64kB'; alter database ${target.databaseOf(root)} set temp_file_limit = '1MB'`));
    await expectFailed(root, await built(root), /RM4010 {2}"sales\.greedy" .*temp_file_limit/);
    counts.refused++;
    await target.asking(root, (client) => client.query(`alter database ${target.databaseOf(root)} reset all`));
    await expectMended(root, files);
  });
});

test("a file of many rows is written without having them in memory", async () => {
  const files = greedy(numbers.replace("300000", "1000000"), 'materialized: "external", files: ["greedy.csv"]');
  const root = await copy(files);
  const { code, said } = await built(root);
  expect(code, said).toBe(0);
  expect(counts["most memory of rmodel MB"]).toBeLessThan(600);
});
