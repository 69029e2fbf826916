import { DuckDBInstance } from "@duckdb/node-api";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { databaseOf } from "./process.ts";

/** Hash by name. */
export type Hashes = Readonly<Record<string, string>>;

/** Runs queries over a database file that no process holds, read only. */
export async function reading<T>(file: string, work: (query: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(file, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  try {
    return await work(async (sql) => (await connection.runAndReadAll(sql)).getRowObjects());
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/**
 * Everything that readers of a database see: the hash of rows, columns and comments of each relation outside the
 * schemas of rmodel; empty when there is no database.
 */
export async function published(file: string): Promise<Hashes> {
  if (!existsSync(file)) return {};
  return reading(file, async (query) => {
    const found = await query("select schema_name as s, view_name as n, comment as c from duckdb_views() where not internal and schema_name not like '%\\_\\_%' escape '\\' union all select schema_name, table_name, comment from duckdb_tables() where schema_name not like '%\\_\\_%' escape '\\'");
    const hashes: Record<string, string> = {};
    for (const { s, n, c } of found) {
      const columns = await query(`select column_name, data_type, comment from duckdb_columns() where schema_name = ${text(s)} and table_name = ${text(n)} order by column_index`);
      const rows = await query(`select relation::varchar as row from ${name(s)}.${name(n)} as relation order by row`);
      hashes[`${s}.${n}`] = hash(JSON.stringify([c, columns, rows]));
    }
    return hashes;
  });
}

const text = (value: unknown): string => `'${String(value).replaceAll("'", "''")}'`;

const name = (value: unknown): string => `"${String(value).replaceAll('"', '""')}"`;

export const hash = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex").slice(0, 16);

export const fileHash = (path: string): string => hash(readFileSync(path));

/** Files of external models, by path below the export folder. */
export function exported(root: string): Hashes {
  const folder = join(root, "target/exports");
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith(".tmp"));
  return Object.fromEntries(files.map((entry) => [entry.name, fileHash(join(entry.parentPath, entry.name))]));
}

/** What a project shows: in the database, in its copy for readers, in files. */
export interface Shown {
  readonly relations: Hashes;
  readonly copy: Hashes;
  readonly files: Hashes;
}

export const shownBy = async (root: string): Promise<Shown> => ({ relations: await published(databaseOf(root)), copy: await published(join(root, "published/warehouse.duckdb")), files: exported(root) });

/** What builds left behind that nothing points at. A log of the engine (.wal) is part of its database. */
export async function leftovers(root: string): Promise<readonly string[]> {
  const relations = await reading(databaseOf(root), (query) => query(leftoverQuery));
  return [...leftoverFiles(root), ...relations.map(({ relation }) => String(relation))];
}

export const leftoverFiles = (root: string): readonly string[] => readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => /\.(tmp|lock)$/.test(path));

/** The ledger against what is there, as every engine reads it. */
export const leftoverQuery = `
  select table_schema || '.' || table_name as relation from information_schema.tables where table_schema like '%\\_\\_store' escape '\\'
    and not exists (select 1 from rmodel__state.versions where relation_schema = table_schema and relation_name = regexp_replace(table_name, '__rejects$', ''))
  union all select 'announced ' || relation_name from rmodel__state.announced
  union all select 'export ' || path from rmodel__state.exports
  union all select 'version ' || relation_name from rmodel__state.versions where not exists (select 1 from information_schema.tables where table_schema = relation_schema and table_name = relation_name)
  union all select 'schema ' || schema_name from information_schema.schemata where catalog_name = current_database() and schema_name like '%\\_\\_%' escape '\\' and schema_name <> 'rmodel__state' and schema_name not like '%\\_\\_store' escape '\\'
`;
