import { createWriteStream, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { finished } from "node:stream/promises";
import { join, resolve } from "node:path";
import { once } from "node:events";
import { tmpdir } from "node:os";
import type { Run } from "./measure.ts";
import { inTurn, median, ratio } from "./measure.ts";
import { makeServer } from "../src/testing/postgres-server.ts";

/**
 * Measures how fast a checked CSV file gets into PostgreSQL, against `psql \copy` of the same file: ratios of paired runs.
 *
 * Usage: node bin/run-ts.js bench/load.ts      RUNS=5  ROWS=2000000  (psql in the path; the server is one of its own)
 */
const rounds = Number(process.env.RUNS ?? 5);
const rows = Number(process.env.ROWS ?? 2_000_000);
const work = join(tmpdir(), "rmodel-bench-load");
mkdirSync(work, { recursive: true });
const loader = join(resolve("dist"), "bench-load-file.mjs");
await build({ entryPoints: ["bench/load-file.ts"], bundle: true, platform: "node", format: "esm", packages: "external", outfile: loader, logLevel: "warning" });

const columns = [
  { name: "order_id", type: { family: "integer" }, nullable: true },
  { name: "sold_at", type: { family: "timestamp" }, nullable: true },
  { name: "customer", type: { family: "text" }, nullable: true },
  { name: "amount", type: { family: "decimal", precision: 12, scale: 2 }, nullable: true },
  { name: "note", type: { family: "text" }, nullable: true },
];

const folder = join(work, "server");
rmSync(folder, { recursive: true, force: true });
const server = await makeServer(folder);
try {
  const { url } = server;
  const output = { type: "postgres", host: url.hostname, port: Number(url.port), user: url.username, password: url.password, dbname: url.pathname.slice(1) };
  console.log(`node ${process.version}, ${rows.toLocaleString("en")} rows, ${rounds} paired runs each, medians; cpu is the client's\n`);
  for (const [label, lineEnd] of [["LF", "\n"], ["CR LF", "\r\n"]] as const) {
    const path = join(work, `orders-${rows}-${label.replace(" ", "")}.csv`);
    if (!existsSync(path)) await writeFile(path, lineEnd);
    const request = (name: string, csv: object): string => {
      const file = join(work, `${name}.json`);
      writeFileSync(file, JSON.stringify({ output, file: { path, format: "csv", csv, columns } }));
      return file;
    };
    const psql = ["psql", url.href, "-q", "-v", "ON_ERROR_STOP=1", "-c", "drop table if exists public.copied", "-c", "create table public.copied (order_id bigint, sold_at timestamp, customer text, amount numeric(12, 2), note text)", "-c", `\\copy public.copied from '${path}' (format csv, header)`];
    const [copied, analyzed, loaded, staged] = await inTurn([
      { label: "psql \\copy", argv: psql },
      { label: "psql \\copy, analyze", argv: [...psql, "-c", "analyze public.copied"] },
      { label: "load: checked, analyzed", argv: [process.execPath, loader, request("streamed", {})] },
      // Nulls of its own make the same file one that has to be written anew.
      { label: "load: written anew", argv: [process.execPath, loader, request("staged", { nulls: [""] })] },
    ], rounds);
    console.log(`${label} line ends, ${(statSync(path).size / 1e6).toFixed(0)} MB`);
    row("psql \\copy", copied!, copied!);
    row("psql \\copy, analyze", analyzed!, copied!);
    row("load: checked, analyzed", loaded!, copied!);
    row("load: written anew", staged!, copied!);
    console.log(`  load against \\copy with analyze: wall × ${ratio(loaded!, analyzed!, (run) => run.wallMs).toFixed(2)}\n`);
  }
} finally {
  await server.stop("immediate");
  rmSync(folder, { recursive: true, force: true });
}

function row(label: string, runs: readonly Run[], base: readonly Run[]): void {
  const middle = (pick: (run: Run) => number) => median(runs.map(pick));
  console.log(`  ${label.padEnd(26)} wall ${(middle((run) => run.wallMs) / 1000).toFixed(2).padStart(6)} s  cpu ${(middle((run) => run.cpuMs) / 1000).toFixed(2).padStart(6)} s  peak ${middle((run) => run.peakMb).toFixed(0).padStart(5)} MB   wall × ${ratio(runs, base, (run) => run.wallMs).toFixed(2)}`);
}

async function writeFile(path: string, lineEnd: string): Promise<void> {
  const file = createWriteStream(path);
  file.write(`order_id,sold_at,customer,amount,note${lineEnd}`);
  for (let from = 0; from < rows; from += 10_000) {
    const lines = Array.from({ length: Math.min(10_000, rows - from) }, (_, at) => {
      const n = from + at;
      return `${n},2024-01-${String((n % 28) + 1).padStart(2, "0")} 10:${String(n % 60).padStart(2, "0")}:00,customer ${n % 5003},${n % 997}.${String(n % 100).padStart(2, "0")},${n % 10 === 0 ? `"said ""${n}"", twice"` : `note ${n}`}${lineEnd}`;
    });
    if (!file.write(lines.join(""))) await once(file, "drain");
  }
  file.end();
  await finished(file);
}
