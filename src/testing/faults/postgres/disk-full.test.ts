import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { buildOf, dataOf, write } from "../shop.ts";
import { cases, tell } from "../scale.ts";
import { clientOf, giveToServer } from "../../postgres-server.ts";
import { emptyFolder } from "../../cli.ts";
import { postgres } from "./target.ts";
import { rmodel, stackLines } from "../process.ts";
import { tryMount } from "../mount.ts";

vi.setConfig({ testTimeout: 900_000, hookTimeout: 60_000 });

const counts = { tried: 0, "rows lost": 0, "not usable with space again": 0 };
const whyNot = tryMount() ?? (process.env.RMODEL_POSTGRES_URL === undefined ? undefined : "the server is somebody else's");
if (whyNot !== undefined) console.log(`F8 disk full of PostgreSQL: skipped, ${whyNot}`);
const target = await postgres();
const tablespaces = new Map<string, string>();

afterAll(async () => {
  const admin = await clientOf(target.url);
  for (const [name, folder] of tablespaces) {
    for (const { datname } of (await admin.query<{ datname: string }>(`select d.datname from pg_database as d join pg_tablespace as t on t.oid = d.dattablespace where t.spcname = '${name}'`)).rows) await admin.query(`drop database ${datname} with (force)`);
    await admin.query(`drop tablespace if exists ${name}`);
    execFileSync("umount", ["-l", folder]);
  }
  await admin.end();
  if (whyNot === undefined) tell("F8 disk full of PostgreSQL", counts);
});

/** A table of numbers that take some 40 bytes a row. */
const big = (rows: number) => ({
  "models/sales/big.ts": `
import { model, sql, t } from "rmodel";
export default model({ description: "Numbers.", materialized: "table", query: sql\`select n.range as n from range(${rows}) as n\`, columns: { n: t.integer() } });
`,
});

/** Free space that the new build will miss, in kB. */
const sizes = cases(2, 10) === 2 ? [1000, 8000] : Array.from({ length: 10 }, (_, index) => (index + 1) * 1000);

describe.skipIf(whyNot !== undefined).each(sizes)("with %i kB left for the database", (spare) => {
  test("a build that needs more exits 1, keeps the old rows, and works when there is space", async () => {
    counts.tried++;
    const root = await target.shop("old");
    const parent = emptyFolder();
    giveToServer(parent);
    const folder = join(parent, "disk");
    mkdirSync(folder);
    const resize = (kilobytes: number) => execFileSync("mount", ["-o", `remount,size=${kilobytes}k`, folder]);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=80000k", "tmpfs", folder], { stdio: "pipe" });
    giveToServer(folder);
    const tablespace = `small_${process.pid}_${spare}`;
    tablespaces.set(tablespace, folder);
    const admin = await clientOf(target.url);
    await admin.query(`create tablespace ${tablespace} location '${folder}'`);
    await admin.query(`alter database ${target.databaseOf(root)} set tablespace ${tablespace}`);
    await admin.end();

    expect((await rmodel(root, buildOf("old"))).code).toBe(0);
    const before = await target.shownBy(root);
    const used = Number(execFileSync("du", ["-sk", folder]).toString().split("\t")[0]);
    resize(used + spare);
    write(root, { ...dataOf("new"), ...big(1_000_000) });
    const failed = await rmodel(root, buildOf("new"));
    expect(failed.code, failed.said).toBe(1);
    expect(failed.said).toMatch(/RM4005 .*no space left/i);
    expect(failed.said).toContain("fix: make space where the server keeps its data");
    expect(stackLines(failed.said)).toEqual([]);
    const after = await target.shownBy(root);
    counts["rows lost"] += Number(JSON.stringify(after) !== JSON.stringify(before));
    expect(after).toEqual(before);

    write(root, big(1000));
    resize(80_000);
    const next = await rmodel(root, buildOf("new"));
    counts["not usable with space again"] += Number(next.code !== 0);
    expect(`${next.code} ${next.stderr}`).toMatch(/^0 /);
    expect(await target.leftovers(root)).toEqual([]);
  });
});
