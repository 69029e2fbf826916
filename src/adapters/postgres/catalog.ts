import type { PostgresSession } from "./session.ts";
import type { RelationName } from "../adapter.ts";
import { dialect } from "./dialect.ts";

/** A name that readers use, as the database has it. */
export interface Found {
  readonly view: RelationName;
  /** What it is to show; undefined when it is to go. */
  readonly relation: RelationName | undefined;
  readonly exists: boolean;
  readonly oid: bigint | undefined;
  readonly kind: string;
  readonly owner: string;
  /** `name=value` of `with (…)`. */
  readonly options: readonly string[];
  /** The view's columns are the first of the relation's: name, type, collation. */
  readonly fits: boolean;
}

const columnsOf = (oid: string): string =>
  `(select coalesce(json_agg(json_build_array(a.attname, format_type(a.atttypid, a.atttypmod), a.attcollation::bigint) order by a.attnum), '[]')::text from pg_attribute as a where a.attrelid = ${oid} and a.attnum > 0 and not a.attisdropped)`;

/** Looks all of them up in one query. */
export async function findViews(session: PostgresSession, views: readonly { readonly view: RelationName; readonly relation?: RelationName }[]): Promise<readonly Found[]> {
  const text = (value: string | undefined) => (value === undefined ? "cast(null as text)" : dialect.literal(value, "text"));
  const wanted = views.map(({ view, relation }, index) => `(${index}, ${text(view.schema)}, ${text(view.name)}, ${text(relation?.schema)}, ${text(relation?.name)})`);
  const rows = await session.query(`select wanted.n, c.oid, case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'i' then 'index' when 'S' then 'sequence' when 'f' then 'foreign table' else 'table' end as kind,
  pg_get_userbyid(c.relowner) as owner, array_to_json(c.reloptions)::text as options, ${columnsOf("c.oid")} as columns, ${columnsOf("r.oid")} as relation_columns
from (values ${wanted.join(", ")}) as wanted(n, schema, name, relation_schema, relation_name)
left join (pg_class as c join pg_namespace as cs on cs.oid = c.relnamespace) on cs.nspname = wanted.schema and c.relname = wanted.name
left join (pg_class as r join pg_namespace as rs on rs.oid = r.relnamespace) on rs.nspname = wanted.relation_schema and r.relname = wanted.relation_name
order by wanted.n`);
  return rows.map((row, index) => {
    const { view, relation } = views[index]!;
    const [old, next] = [row.columns, row.relation_columns].map((value) => (JSON.parse(String(value)) as unknown[]).map((column) => JSON.stringify(column)));
    return {
      view,
      relation,
      exists: row.oid !== null,
      oid: row.oid === null ? undefined : (row.oid as bigint),
      kind: String(row.kind),
      owner: String(row.owner),
      options: row.options === null ? [] : (JSON.parse(String(row.options)) as string[]),
      fits: old!.every((column, at) => column === next![at]),
    };
  });
}

export interface Dependent {
  readonly on: bigint;
  readonly name: string;
}

/** What somebody else built on views: views, materialized views, functions, policies, triggers, rules, columns of their row type. */
export async function dependentsOf(session: PostgresSession, oids: readonly bigint[]): Promise<readonly Dependent[]> {
  const rows = await session.query(`with asked as (select oid, reltype, (select typarray from pg_type where pg_type.oid = reltype) as arraytype from pg_class where oid in (${oids.join(", ")}))
select distinct asked.oid as on_oid, case when rule.oid is not null then pg_describe_object('pg_class'::regclass, rule.ev_class, 0) else pg_describe_object(d.classid, d.objid, d.objsubid) end as name
from asked
join pg_depend as d on (d.refclassid = 'pg_class'::regclass and d.refobjid = asked.oid) or (d.refclassid = 'pg_type'::regclass and d.refobjid in (asked.reltype, asked.arraytype))
left join pg_rewrite as rule on d.classid = 'pg_rewrite'::regclass and rule.oid = d.objid and rule.rulename = '_RETURN'
where d.deptype <> 'i' and coalesce(rule.ev_class, 0) <> asked.oid
and not (d.classid = 'pg_type'::regclass and d.objid in (asked.reltype, asked.arraytype))
order by 1, 2`);
  return rows.map((row) => ({ on: row.on_oid as bigint, name: String(row.name) }));
}
