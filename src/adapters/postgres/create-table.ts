import type { PostgresSession } from "./session.ts";
import type { Made, RelationName, TableScope } from "../adapter.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { dialect } from "./dialect.ts";
import { shortened } from "../../define/shortened.ts";

/** Bytes that the server keeps of a name. */
export const longestName = 63;

/** More than these take the server longer to plan every query than they save. */
const mostPartitions = 1000;

/** Makes a table from a query, with its indexes and its statistics, which queries of other models are planned by. */
export async function createTable(session: PostgresSession, table: TableScope): Promise<Made> {
  const { target, query, storage } = table;
  const rows = storage.partitionBy === undefined ? await session.execute(`create ${storage.unlogged ? "unlogged " : ""}table ${nameOf(target)} as\n${query}`) : await createPartitioned(session, table);
  for (const [index, columns] of storage.indexes.entries()) {
    await session.execute(`create index ${dialect.quote(indexName(target, index))} on ${nameOf(target)} (${columns.map(dialect.quote).join(", ")})`);
  }
  await session.execute(`analyze ${nameOf(target)}`);
  return { rows };
}

/** How an index that the project declares is called, by its place among them. */
export const indexName = ({ name }: RelationName, index: number): string => shortened(`${name}__index_${index + 1}`, longestName);

export const nameOf = ({ schema, name }: RelationName): string => `${dialect.quote(schema)}.${dialect.quote(name)}`;

/** The query runs once, into a table that goes again: only its rows tell which partitions there are. */
async function createPartitioned(session: PostgresSession, { target, query, storage }: TableScope): Promise<number | undefined> {
  const { column, by } = storage.partitionBy!;
  const staging = { schema: target.schema, name: shortened(`${target.name}__rows`, longestName) };
  const partition = (suffix: string) => ({ schema: target.schema, name: shortened(`${target.name}__${suffix}`, longestName) });
  const create = (suffix: string, bounds: string) => session.execute(`create ${storage.unlogged ? "unlogged " : ""}table ${nameOf(partition(suffix))} partition of ${nameOf(target)} ${bounds}`);
  await session.execute(`create unlogged table ${nameOf(staging)} as\n${query}`);
  await session.execute(`create table ${nameOf(target)} (like ${nameOf(staging)}) partition by ${by === "value" ? "list" : "range"} (${dialect.quote(column)})`);
  const bounds = await session.query(boundsQuery(nameOf(staging), dialect.quote(column), by));
  if (bounds.length > mostPartitions) throw new EngineError(`the table would have ${bounds.length.toLocaleString("en")} partitions by ${by} of "${column}"; ${mostPartitions.toLocaleString("en")} are the most`, query);
  for (const [index, { low, high }] of bounds.entries()) {
    const text = (value: unknown) => dialect.literal(String(value), "text");
    await create(by === "value" ? String(index + 1) : String(low).replaceAll("-", "").slice(0, { day: 8, month: 6, year: 4 }[by]), by === "value" ? `for values in (${text(low)})` : `for values from (${text(low)}) to (${text(high)})`);
  }
  await create("others", "default");
  const rows = await session.execute(`insert into ${nameOf(target)} select * from ${nameOf(staging)}`);
  await session.execute(`drop table ${nameOf(staging)}`);
  return rows;
}

/** What has no stretch of time of its own, null and infinity, goes to the default partition. */
function boundsQuery(table: string, column: string, by: "value" | "day" | "month" | "year"): string {
  if (by === "value") return `select distinct cast(${column} as text) as low from ${table} where ${column} is not null order by 1`;
  return `select cast(low as text) as low, cast(cast(low + interval '1 ${by}' as date) as text) as high from (select distinct cast(date_trunc('${by}', cast(${column} as timestamp)) as date) as low from ${table} where isfinite(${column})) as stretches order by 1`;
}
