import type { Found } from "./catalog.ts";
import type { PostgresSession } from "./session.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { dialect } from "./dialect.ts";
import { indexName, longestName, nameOf } from "./create-table.ts";
import { shortened } from "../../define/shortened.ts";

/** An index that somebody else made on a version that readers leave. */
interface Foreign {
  readonly view: Found;
  readonly schema: string;
  readonly table: string;
  readonly index: string;
  /** The statement that makes it, up to its name and from its method on. */
  readonly create: string;
  readonly using: string;
}

/**
 * Makes indexes that others gave to what views show so far on what they are to show, under the same names. The caller
 * owns the transaction; readers see nothing of it yet.
 *
 * Indexes of constraints are left out: they belong to the table that has the constraint.
 *
 * @throws RM4040 one that cannot be made there, by name
 */
export async function keepIndexes(session: PostgresSession, views: readonly Found[]): Promise<void> {
  const moving = views.filter(({ oid, relation }) => oid !== undefined && relation !== undefined);
  if (moving.length === 0) return;
  for (const { view, schema, table, index, create, using } of await foreignIndexes(session, moving)) {
    const [same] = await session.query(`select 1 from pg_index as i where i.indrelid = ${dialect.literal(nameOf(view.relation!), "text")}::regclass and pg_get_indexdef(i.indexrelid) like ${dialect.literal(`${create}%${using.replace(/[\\%_]/g, "\\$&")}`, "text")}`);
    if (same !== undefined) continue;
    try {
      await session.part(async () => {
        // Names are of the schema, so the old version's index gives up its own.
        await session.execute(`alter index ${nameOf({ schema, name: index })} rename to ${dialect.quote(shortened(`${index}__${table}`, longestName))}`);
        await session.execute(`${create}${dialect.quote(index)} on ${nameOf(view.relation!)}${using}`);
      });
    } catch (thrown) {
      if (!(thrown instanceof EngineError) || thrown.cancelled || thrown.transient) throw thrown;
      throw new RmodelError("RM4040", undefined, `"${view.view.schema}.${view.view.name}" has the index "${index}" of somebody else, which its new version cannot have: ${thrown.message}`, `drop index ${nameOf({ schema, name: index })}, build, and make it again`, thrown);
    }
  }
}

async function foreignIndexes(session: PostgresSession, views: readonly Found[]): Promise<readonly Foreign[]> {
  const rows = await session.query(`select distinct r.ev_class as view, s.nspname as schema, t.relname as table, x.relname as index, pg_get_indexdef(i.indexrelid) as definition, format(' INDEX %I ON %s%I.%I', x.relname, case t.relkind when 'p' then 'ONLY ' else '' end, s.nspname, t.relname) as middle
from pg_rewrite as r
join pg_depend as d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass and d.refobjid <> r.ev_class
join pg_class as t on t.oid = d.refobjid
join pg_namespace as s on s.oid = t.relnamespace
join pg_index as i on i.indrelid = t.oid
join pg_class as x on x.oid = i.indexrelid
where r.ev_class in (${views.map(({ oid }) => oid).join(", ")}) and r.rulename = '_RETURN' and not exists (select 1 from pg_constraint as c where c.conindid = i.indexrelid)
order by 1, 4`);
  return rows.flatMap((row): readonly Foreign[] => {
    const [schema, table, index, definition, middle] = [row.schema, row.table, row.index, row.definition, row.middle].map(String) as [string, string, string, string, string];
    const view = views.find(({ oid }) => oid === row.view)!;
    const isStaying = view.relation!.schema === schema && view.relation!.name === table;
    const isOurs = rows.some((_, at) => indexName({ schema, name: table }, at) === index);
    const at = definition.indexOf(middle);
    if (isStaying || isOurs || at < 0) return [];
    return [{ view, schema, table, index, create: `${definition.slice(0, at)} INDEX `, using: definition.slice(at + middle.length) }];
  });
}
