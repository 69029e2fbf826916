import type { Found } from "./catalog.ts";
import type { PostgresSession } from "./session.ts";
import type { ResultRow } from "../adapter.ts";
import { dialect } from "./dialect.ts";
import { nameOf } from "./create-table.ts";

/** What users gave to a view, which a new one of its name does not have. */
export interface Belongings {
  readonly owner: string;
  readonly grants: readonly ResultRow[];
  readonly comments: readonly ResultRow[];
}

const grantsQuery = (oid: bigint): string => `select null as column_name, coalesce(pg_get_userbyid(nullif(g.grantee, 0)), '') as grantee, lower(g.privilege_type) as privilege, g.is_grantable from pg_class as c, aclexplode(c.relacl) as g where c.oid = ${oid}
union all
select a.attname, coalesce(pg_get_userbyid(nullif(g.grantee, 0)), ''), lower(g.privilege_type), g.is_grantable from pg_attribute as a, aclexplode(a.attacl) as g where a.attrelid = ${oid} and a.attnum > 0 and not a.attisdropped
order by 1, 2, 3`;

export async function belongingsOf(session: PostgresSession, oid: bigint): Promise<Belongings> {
  const [row] = await session.query(`select pg_get_userbyid(relowner) as owner from pg_class where oid = ${oid}`);
  const comments = await session.query(`select a.attname as column_name, d.description from pg_description as d left join pg_attribute as a on a.attrelid = d.objoid and a.attnum = d.objsubid and d.objsubid > 0 where d.classoid = 'pg_class'::regclass and d.objoid = ${oid} order by d.objsubid`);
  return { owner: String(row!.owner), grants: await session.query(grantsQuery(oid)), comments };
}

/** Statements that give a view that was just made what the old one had: its columns that are left, its owner last. */
export async function restored(session: PostgresSession, { view }: Found, { owner, grants, comments }: Belongings): Promise<readonly string[]> {
  const [made] = await session.query(`select c.oid, pg_get_userbyid(c.relowner) as owner from pg_class as c join pg_namespace as s on s.oid = c.relnamespace where s.nspname = ${dialect.literal(view.schema, "text")} and c.relname = ${dialect.literal(view.name, "text")}`);
  const columns = new Set((await session.query(`select attname from pg_attribute where attrelid = ${String(made!.oid)} and attnum > 0`)).map((row) => String(row.attname)));
  const given = await session.query(grantsQuery(made!.oid as bigint));
  const isLeft = (column: ResultRow["column_name"]) => column === null || columns.has(String(column));
  const name = nameOf(view);
  const role = (grantee: ResultRow["grantee"]) => (grantee === "" ? "public" : dialect.quote(String(grantee)));
  // What default privileges gave to the new one and the old one did not have, goes.
  const revokes = [...new Set(given.map(({ grantee }) => grantee))].filter((grantee) => grantee !== made!.owner).map((grantee) => `revoke all on ${name} from ${role(grantee!)}`);
  return [
    ...revokes,
    ...grants.filter(({ column_name: column, grantee }) => isLeft(column!) && grantee !== owner).map(({ column_name: column, grantee, privilege, is_grantable: isGrantable }) => `grant ${privilege}${column === null ? "" : ` (${dialect.quote(String(column))})`} on ${name} to ${role(grantee!)}${isGrantable === true ? " with grant option" : ""}`),
    ...comments.filter(({ column_name: column }) => isLeft(column!)).map(({ column_name: column, description }) => `comment on ${column === null ? `view ${name}` : `column ${name}.${dialect.quote(String(column))}`} is ${dialect.literal(String(description), "text")}`),
    ...(owner === made!.owner ? [] : [`alter view ${name} owner to ${dialect.quote(owner)}`]),
  ];
}
