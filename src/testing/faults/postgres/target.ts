import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll } from "vitest";
import type pg from "pg";
import type { Hashes } from "../relations.ts";
import type { Target } from "../target.ts";
import { clientOf } from "../../postgres-server.ts";
import { databaseName, outputOf, runningServer } from "../../postgres.ts";
import { dataOf, models } from "../shop.ts";
import { exported, hash, leftoverFiles, leftoverQuery } from "../relations.ts";
import { projectOf } from "../../project.ts";
import { texts } from "../target.ts";

/** Settings of an output in profiles.yaml, besides where its database is. */
export type Settings = Readonly<Record<string, string | number>>;

/** Shops on a server. */
export interface PostgresTarget extends Target {
  readonly url: URL;
  databaseOf(root: string): string;
  /** Runs `work` with a connection of somebody else, which is closed again: a database that is copied has no other. */
  asking<T>(root: string, work: (client: pg.Client) => Promise<T>, user?: string): Promise<T>;
  /** Writes the project's profile anew. */
  profile(root: string, settings: Settings): void;
}

/** Statements and their rows by name. */
export const rowsOf = async (client: pg.Client, sql: string) => (await client.query(sql)).rows as readonly Readonly<Record<string, unknown>>[];

/** @param given a server of the test's own; otherwise the one that all tests share */
export async function postgres(given?: URL): Promise<PostgresTarget> {
  const url = given ?? (await runningServer());
  const databases = new Map<string, string>();
  const copies: string[] = [];
  afterAll(async () => {
    const admin = await clientOf(url);
    for (const name of databases.values()) await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
    for (const copy of copies) rmSync(copy, { recursive: true, force: true });
  });

  async function create(root: string, template: string): Promise<void> {
    const name = databaseName();
    const admin = await clientOf(url);
    try {
      // A session that just ended may still be seen.
      for (let attempt = 1; ; attempt++) {
        const refusal = await admin.query(`create database ${name} template ${template}`).then(() => undefined, (thrown: unknown) => thrown as Error);
        if (refusal === undefined) break;
        if (attempt === 20) throw refusal;
        await setTimeout(50);
      }
      databases.set(root, name);
    } finally {
      await admin.end();
    }
    target.profile(root, {});
  }

  const target: PostgresTarget = {
    name: "PostgreSQL",
    url,
    databaseOf: (root) => databases.get(root)!,
    profile: (root, settings) => writeFileSync(join(root, "profiles.yaml"), JSON.stringify({ shop: { target: "dev", outputs: { dev: { ...outputOf(url, databases.get(root)!), ...settings } } } })),
    async asking(root, work, user) {
      const client = await clientOf(url, databases.get(root), user);
      try {
        return await work(client);
      } finally {
        await client.end();
      }
    },
    shop: (edition, more = {}) => target.project({ ...models, ...dataOf(edition), ...more }),
    async project(files) {
      const root = projectOf(files);
      await create(root, "template0");
      return root;
    },
    rows: async (root, query) => texts(await target.asking(root, (client) => rowsOf(client, query))),
    async copyOf(root) {
      const copy = mkdtempSync(join(root, "..", "rmodel-copy-"));
      copies.push(copy);
      cpSync(root, copy, { recursive: true });
      await create(copy, databases.get(root)!);
      return copy;
    },
    shownBy: async (root) => ({ relations: await target.asking(root, published), copy: {}, files: exported(root) }),
    async leftovers(root) {
      // Partitions belong to their table.
      const relations = await target.asking(root, (client) => rowsOf(client, `select relation from (${leftoverQuery}) as found where relation not in (select s.nspname || '.' || c.relname from pg_class as c join pg_namespace as s on s.oid = c.relnamespace where c.relispartition)`));
      return [...leftoverFiles(root), ...relations.map(({ relation }) => String(relation))];
    },
    whenLocked: (root) => target.asking(root, async (client) => {
      for (let waitedMs = 0; ; waitedMs += 5) {
        const held = await rowsOf(client, "select 1 from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())");
        if (held.length > 0) return;
        if (waitedMs > 10_000) throw new Error("no build took the lock");
        await setTimeout(5);
      }
    }),
    whenGone: (root, limitMs) => target.asking(root, async (client) => {
      const until = performance.now() + limitMs;
      for (;;) {
        const left = await rowsOf(client, "select pid, state, query from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'");
        if (left.length === 0) return;
        if (performance.now() > until) throw new Error(`after ${limitMs} ms there still are ${JSON.stringify(left)}`);
        await setTimeout(20);
      }
    }),
  };
  return target;
}

/** Everything that readers of a database see: the hash of rows, columns and comments of each relation outside the schemas of rmodel. */
export async function published(client: pg.Client): Promise<Hashes> {
  const found = await rowsOf(client, `select s.nspname as schema, c.relname as name, c.oid::regclass::text as relation, obj_description(c.oid, 'pg_class') as comment,
    (select json_agg(json_build_array(a.attname, format_type(a.atttypid, a.atttypmod), col_description(c.oid, a.attnum)) order by a.attnum) from pg_attribute as a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
    from pg_class as c join pg_namespace as s on s.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm') and s.nspname !~ '^pg_|__|^information_schema$' order by 1, 2`);
  const hashes: Record<string, string> = {};
  for (const { schema, name, relation, comment, columns } of found) {
    const rows = await rowsOf(client, `select r::text as row from ${relation} as r order by r::text collate "C"`);
    hashes[`${schema}.${name}`] = hash(JSON.stringify([comment, columns, rows]));
  }
  return hashes;
}
