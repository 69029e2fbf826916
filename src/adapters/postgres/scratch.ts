import type { Client } from "pg";
import { dialect } from "./dialect.ts";

/** Schema of copies that live as long as the driver. Whatever is in it is ours and goes. */
export const scratchSchema = "rmodel__scratch";

export interface Scratch {
  /** Schema, quoted. */
  readonly name: string;
  drop(client: Client): Promise<void>;
}

/** Makes or empties the schema; undefined where the role may not have one: then no copies are made. */
export async function openScratch(client: Client): Promise<Scratch | undefined> {
  const { rows: [found] } = await client.query<{ exists: boolean; ours: boolean; may_create: boolean }>(
    `select count(s.oid) > 0 as exists, coalesce(bool_or(has_schema_privilege(s.oid, 'create')), false) as ours, has_database_privilege(current_database(), 'create') as may_create from (select 1) as one left join pg_namespace as s on s.nspname = '${scratchSchema}'`,
  );
  const { exists, ours, may_create: mayCreate } = found!;
  if (!(exists ? ours : mayCreate)) return undefined;
  if (exists) await empty(client);
  else await client.query(`create schema if not exists ${dialect.quote(scratchSchema)}`);
  return {
    name: dialect.quote(scratchSchema),
    async drop(last) {
      await empty(last);
      if (mayCreate) await last.query(`drop schema if exists ${dialect.quote(scratchSchema)}`);
    },
  };
}

async function empty(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string; kind: string }>(`select relname as name, case relkind when 'v' then 'view' else 'table' end as kind from pg_class where relnamespace = (select oid from pg_namespace where nspname = '${scratchSchema}') and relkind in ('r', 'p', 'v')`);
  for (const { name, kind } of rows) await client.query(`drop ${kind} if exists ${dialect.quote(scratchSchema)}.${dialect.quote(name)}`);
}
