import type { Found } from "./catalog.ts";
import type { PostgresSession } from "./session.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { dialect } from "./dialect.ts";
import { indexName, longestName, nameOf } from "./create-table.ts";
import { shortened } from "../../define/shortened.ts";

/** An index that somebody else made on a version that readers leave, or a key with its index: primary, unique, excluding. */
interface Foreign {
  readonly view: Found;
  readonly kind: "index" | "key";
  readonly table: string;
  readonly name: string;
  /** Foreign keys that refer to it. */
  readonly referrers: string | undefined;
  /** Statements, the first up to the new name. */
  readonly rename: string;
  readonly drop: string;
  readonly create: string;
  /** Finds one on the new version that says the same. */
  readonly same: string;
}

/**
 * Makes indexes and keys that others gave to what views show so far on what they are to show, under the same names. The
 * caller owns the transaction; readers see nothing of it yet.
 *
 * @throws RM4040 one that cannot be made there, or that a foreign key refers to, by name
 */
export async function keepIndexes(session: PostgresSession, views: readonly Found[]): Promise<void> {
  const moving = views.filter(({ oid, relation }) => oid !== undefined && relation !== undefined);
  if (moving.length === 0) return;
  for (const { view, kind, table, name, referrers, rename, drop, create, same } of await foreignIndexes(session, moving)) {
    const problem = (text: string, fix: string, cause?: unknown) => new RmodelError("RM4040", undefined, `"${view.view.schema}.${view.view.name}" has the ${kind} "${name}" of somebody else, ${text}`, fix, cause);
    if (referrers !== undefined) throw problem(`and ${referrers}, which cannot follow it to a new version, refers to it`, "drop that constraint: what rmodel builds is a new table each time, and only views stay");
    if ((await session.query(same)).length > 0) continue;
    try {
      await session.part(async () => {
        // Names of indexes are of the schema, so the old version's gives up its own.
        await session.execute(`${rename} ${dialect.quote(shortened(`${name}__${table}`, longestName))}`);
        await session.execute(create);
      });
    } catch (thrown) {
      if (!(thrown instanceof EngineError) || thrown.cancelled || thrown.transient) throw thrown;
      throw problem(`which its new version cannot have: ${thrown.message}`, `${drop}, build, and make it again`, thrown);
    }
  }
}

async function foreignIndexes(session: PostgresSession, views: readonly Found[]): Promise<readonly Foreign[]> {
  const rows = await session.query(`select distinct r.ev_class as view, s.nspname as schema, t.relname as table, x.relname as index, pg_get_indexdef(i.indexrelid) as definition, format(' INDEX %I ON %s%I.%I', x.relname, case t.relkind when 'p' then 'ONLY ' else '' end, s.nspname, t.relname) as middle,
  pg_get_constraintdef(k.oid) as key, (select string_agg(pg_describe_object('pg_constraint'::regclass, f.oid, 0), ', ' order by f.oid) from pg_constraint as f where f.conindid = i.indexrelid and f.contype = 'f' and f.conparentid = 0) as referrers
from pg_rewrite as r
join pg_depend as d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass and d.refobjid <> r.ev_class
join pg_class as t on t.oid = d.refobjid
join pg_namespace as s on s.oid = t.relnamespace
join pg_index as i on i.indrelid = t.oid
join pg_class as x on x.oid = i.indexrelid
left join pg_constraint as k on k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u', 'x')
where r.ev_class in (${views.map(({ oid }) => oid).join(", ")}) and r.rulename = '_RETURN'
order by 1, 4`);
  return rows.flatMap((row): readonly Foreign[] => {
    const [schema, table, name, definition, middle] = [row.schema, row.table, row.index, row.definition, row.middle].map(String) as [string, string, string, string, string];
    const view = views.find(({ oid }) => oid === row.view)!;
    const isStaying = view.relation!.schema === schema && view.relation!.name === table;
    const isOurs = rows.some((_, at) => indexName({ schema, name: table }, at) === name);
    const at = definition.indexOf(middle);
    if (isStaying || isOurs || at < 0) return [];
    const [next, quoted] = [nameOf(view.relation!), dialect.quote(name)];
    const [regclass, literal] = [`${dialect.literal(next, "text")}::regclass`, (text: string) => dialect.literal(text, "text")];
    const common = { view, table, name, referrers: row.referrers === null ? undefined : String(row.referrers) };
    if (row.key !== null) {
      const [old, key] = [`alter table ${nameOf({ schema, name: table })}`, String(row.key)];
      const same = `select 1 from pg_constraint where conrelid = ${regclass} and pg_get_constraintdef(oid) = ${literal(key)}`;
      return [{ ...common, kind: "key", rename: `${old} rename constraint ${quoted} to`, drop: `${old} drop constraint ${quoted}`, create: `alter table ${next} add constraint ${quoted} ${key}`, same }];
    }
    const [index, create, using] = [`index ${nameOf({ schema, name })}`, `${definition.slice(0, at)} INDEX `, definition.slice(at + middle.length)];
    const same = `select 1 from pg_index as i where i.indrelid = ${regclass} and pg_get_indexdef(i.indexrelid) like ${literal(`${create}%${using.replace(/[\\%_]/g, "\\$&")}`)}`;
    return [{ ...common, kind: "index", rename: `alter ${index} rename to`, drop: `drop ${index}`, create: `${create}${quoted} on ${next}${using}`, same }];
  });
}
