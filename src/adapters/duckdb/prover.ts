import type { DuckDBConnection } from "@duckdb/node-api";
import type { Proof, Prover, Refused, Shell } from "../adapter.ts";
import { columnTypeOf } from "./types.ts";
import { detailsOf, offsetIn } from "./errors.ts";
import { dialect } from "./dialect.ts";
import { parseTree } from "./syntax-tree.ts";

/** An in-memory DuckDB that answers what a query would return. One at a time; each describe costs about 1 ms. */
export async function createProver(): Promise<Prover> {
  const { DuckDBInstance, version } = await import("./engine.ts");
  const instance = await DuckDBInstance.create(":memory:", { threads: "1", enable_external_access: "false", errors_as_json: "true" });
  const connection = await instance.connect();
  const made = new Set<string>();
  return {
    dialect,
    version: `DuckDB ${version()}`,
    async describe(shells, query, isSimple) {
      for (const shell of shells) await makeShell(connection, shell, made);
      return describe(connection, query, isSimple);
    },
    syntax: (statements) => syntax(connection, statements),
    parse: (query) => parseTree(connection, query),
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function makeShell(connection: DuckDBConnection, { schema, name, columns }: Shell, made: Set<string>): Promise<void> {
  const relation = `${dialect.quote(schema)}.${dialect.quote(name)}`;
  if (made.has(relation)) return;
  if (!made.has(schema)) await connection.run(`create schema if not exists ${dialect.quote(schema)}`);
  await connection.run(`create table ${relation} (${columns.map((column) => `${dialect.quote(column.name)} ${dialect.typeName(column.type)}`).join(", ")})`);
  made.add(schema).add(relation);
}

async function describe(connection: DuckDBConnection, query: string, isSimple: boolean): Promise<Proof> {
  const parsed = isSimple ? { readsWholeRows: false, functions: [] } : await parse(connection, query);
  if ("ok" in parsed) return parsed;
  try {
    const prepared = await connection.prepare(query);
    const columns = Array.from({ length: prepared.columnCount }, (_, index) => {
      const engineType = String(prepared.columnType(index));
      const family = columnTypeOf(engineType)?.family;
      return { name: prepared.columnName(index), engineType, ...(family === undefined ? {} : { family }) };
    });
    prepared.destroySync();
    return { ok: true, columns, ...parsed };
  } catch (thrown) {
    return failure(query, thrown);
  }
}

async function syntax(connection: DuckDBConnection, statements: string): Promise<Proof> {
  // The client fails over a text without a statement, such as a comment, so one stands before it.
  const before = "select 1;";
  try {
    await connection.extractStatements(`${before}${statements}`);
    return { ok: true, columns: [], readsWholeRows: false, functions: [] };
  } catch (thrown) {
    const { offset, ...refused } = failure(`${before}${statements}`, thrown);
    return offset === undefined ? refused : { ...refused, offset: offset - before.length };
  }
}

interface Parsed {
  readonly readsWholeRows: boolean;
  readonly functions: readonly string[];
}

/** What the syntax tree shows: that it is one select, which functions it calls, whether it reads rows as a whole. */
async function parse(connection: DuckDBConnection, query: string): Promise<Parsed | Proof> {
  const reader = await connection.runAndReadAll("select json_serialize_sql($1::varchar, skip_null := true, skip_empty := true)", [query]);
  const tree = JSON.parse(String(reader.getRows()[0]![0])) as { error: boolean; error_message?: string; position?: string; statements?: readonly { node: unknown }[] };
  if (tree.error) return { ok: false, ...(await complaint(connection, query, tree.error_message ?? "this is no query")), ...offsetIn(query, tree.position) };
  if (tree.statements?.length !== 1) return { ok: false, message: `one query is expected, but there are ${tree.statements?.length ?? 0}` };
  const functions = new Set<string>();
  const aliases = new Set<string>();
  const bare = new Set<string>();
  let star = false;
  visit(tree.statements[0]!.node, (node) => {
    const name = node.function_name;
    if (typeof name === "string") functions.add(name.toLowerCase());
    if (node.class === "STAR" || (node.type === "JOIN" && node.ref_type === "NATURAL")) star = true;
    if (typeof node.alias === "string" && node.type === "BASE_TABLE") aliases.add(node.alias.toLowerCase());
    const path = node.column_names as string[] | undefined;
    if (node.class === "COLUMN_REF" && path?.length === 1) bare.add(path[0]!.toLowerCase());
  });
  // `current_date` and its like are parsed as columns.
  for (const name of bare) if (name.startsWith("current_") || name.startsWith("localtime")) functions.add(name);
  return { readsWholeRows: star || [...bare].some((name) => aliases.has(name)), functions: [...functions].sort() };
}

/** Only queries have a tree; what else there is must be told in words. */
async function complaint(connection: DuckDBConnection, query: string, message: string): Promise<{ readonly message: string; readonly offset?: number }> {
  if (!message.includes("Only SELECT statements")) return { message };
  const { count } = await connection.extractStatements(query);
  const second = query.search(/;\s*\S/);
  if (count > 1) return { message: "the query holds more than one statement", ...(second < 0 ? {} : { offset: second }) };
  return { message: "only a query may stand here: a select, or with … select" };
}

function visit(node: unknown, see: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(node)) for (const item of node) visit(item, see);
  else if (typeof node === "object" && node !== null) {
    see(node as Record<string, unknown>);
    for (const value of Object.values(node)) visit(value, see);
  }
}

function failure(query: string, thrown: unknown): Refused {
  const { exception_message: message, position, candidates } = detailsOf(thrown);
  return { ok: false, message: message.split("\n")[0]!.trim(), ...offsetIn(query, position), ...(candidates === undefined ? {} : { candidates: candidates.split(",") }) };
}
