import { setTimeout } from "node:timers/promises";
import type { Found } from "./catalog.ts";
import type { PostgresConfig } from "./config.ts";
import type { PostgresSession } from "./session.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { codeOf } from "./errors.ts";
import { dialect } from "./dialect.ts";
import { nameOf } from "./create-table.ts";

/** How long one attempt waits for its first view; new readers of that one wait behind it. */
const firstMs = 500;

/** How long an attempt waits for each view while it holds others: long enough for a reader that wants none of those. */
const holdingMs = 20;

/**
 * Locks views against readers, all or none.
 *
 * A reader that joins two of them can hold one and wait for the other, which we have: after its `deadlock_timeout` the
 * server would end one of us, most likely the reader. So we wait only for the first view, while we hold none. If another
 * one is not free then, we let go of everything, and that one is the first of the next attempt.
 *
 * `lock table` would lock the tables below the views as well, those of others included. Giving a view to the owner that
 * it has changes nothing and locks it alone.
 *
 * @throws RM4042 some reader does not let go: it is named
 */
export async function lockViews(session: PostgresSession, found: readonly Found[], { lock_timeout: limitMs }: PostgresConfig): Promise<void> {
  const views = found.filter(({ exists }) => exists).sort((a, b) => Number(a.oid! - b.oid!));
  if (views.length === 0) return;
  const statements = views.map(({ view, owner }) => `alter view ${nameOf(view)} owner to ${dialect.quote(owner)}`);
  const until = Date.now() + limitMs;
  for (let attempt = 1; ; attempt++) {
    const patienceMs = Math.min(firstMs, limitMs);
    const thrown = await session.part(() => session.execute(lockAll(statements, patienceMs))).then(() => undefined, (error: unknown) => error);
    if (thrown === undefined) return;
    if (!isTimeout(thrown)) throw thrown;
    if (Date.now() >= until) throw await heldError(session, views, limitMs, thrown);
    const blocked = statements.indexOf((thrown as EngineError).message);
    if (blocked > 0) statements.unshift(...statements.splice(blocked, 1));
    // Readers that came meanwhile get their turn; uneven pauses fall in with none of them.
    await setTimeout(1 + ((attempt * 7) % 11));
  }
}

/** One statement that locks one view after the other; its error is the statement of the view that was not free. */
function lockAll(statements: readonly string[], patienceMs: number): string {
  const list = statements.map((statement) => dialect.literal(statement, "text")).join(", ");
  const body = `declare
  statement text;
  ms_left double precision := ${patienceMs};
  held_since timestamptz;
begin
  foreach statement in array array[${list}] loop
    perform set_config('lock_timeout', greatest(1, least(ms_left, ${patienceMs}))::integer::text, true);
    execute statement;
    held_since := coalesce(held_since, clock_timestamp());
    ms_left := least(${holdingMs}, ${mostHeldMs} - 1000 * extract(epoch from clock_timestamp() - held_since));
  end loop;
  perform set_config('lock_timeout', '0', true);
exception when lock_not_available then
  raise exception using errcode = 'lock_not_available', message = statement;
end`;
  return `do ${dialect.literal(body, "text")}`;
}

/** How long all of it may take while views are held: below the default of `deadlock_timeout`, one second. */
const mostHeldMs = 800;

const isTimeout = (thrown: unknown): boolean => thrown instanceof EngineError && !thrown.cancelled && /^(55P03|40P01)$/.test(codeOf(thrown) ?? "");

async function heldError(session: PostgresSession, views: readonly Found[], limitMs: number, cause: unknown): Promise<RmodelError> {
  const holders = await session.query(
    `select a.pid, array_agg(distinct l.relation::bigint) as held, a.usename, a.application_name, a.state, left(regexp_replace(a.query, '\\s+', ' ', 'g'), 100) as query, cast(a.xact_start as timestamp) as since from pg_locks as l join pg_stat_activity as a on a.pid = l.pid where l.locktype = 'relation' and l.granted and l.relation in (${views.map(({ oid }) => oid).join(", ")}) and l.pid <> pg_backend_pid() group by a.pid, a.usename, a.application_name, a.state, a.query, a.xact_start order by a.pid`,
  );
  const names = holders.map(({ pid, usename, application_name: application, state, query, since }) => `process ${pid} of ${usename}${application === "" || application === null ? "" : ` (${application})`}${since === null ? "" : `, in a transaction since ${since}`}${query === null ? "" : `, ${state}: ${query}`}`);
  const held = views.filter(({ oid }) => holders.some((holder) => (holder.held as readonly unknown[]).includes(oid))).map(({ view }) => `"${view.schema}.${view.name}"`);
  return new RmodelError("RM4042", undefined, `readers did not let go of ${held.length === 0 ? "the views that are to be published" : held.join(", ")} within the lock_timeout of ${limitMs} ms: ${names.length === 0 ? "they let go by now" : names.join("; ")}`, "let those transactions end and build again: finished models are kept", cause);
}
