import type { Found } from "./catalog.ts";
import type { PostgresConfig } from "./config.ts";
import type { PostgresSession } from "./session.ts";
import type { RelationName, Shown } from "../adapter.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { codeOf } from "./errors.ts";
import { dependentsOf, findViews } from "./catalog.ts";
import { keepIndexes } from "./indexes.ts";
import { lockViews } from "./lock-views.ts";
import { nameOf } from "./create-table.ts";
import { belongingsOf, restored } from "./belongings.ts";

/**
 * Makes readers' names show other relations, and takes the names of `hidden` away; the caller owns the transaction.
 *
 * All views that are there are locked first and together. A view whose old columns stay as they are is replaced in
 * place: what others built on it goes on and shows the new rows. Otherwise it is made anew with the grants, comments
 * and owner that it had. Indexes that others gave to the version it showed are made on the new one.
 *
 * @throws RM4040 a view has to be made anew, or goes, and something else depends on it
 * @throws RM4041 its name is taken by something else
 * @throws RM4042 readers do not let go of the views
 */
export async function show(session: PostgresSession, views: readonly Shown[], hidden: readonly RelationName[], config: PostgresConfig): Promise<void> {
  if (views.length + hidden.length === 0) return;
  const all = await findViews(session, [...views, ...hidden.map((view) => ({ view }))]);
  const found = all.slice(0, views.length);
  // What has the name of a view that goes and is none was made by somebody else.
  const going = all.slice(views.length).filter(({ exists, kind }) => exists && kind === "view");
  refuseTaken(found);
  const changed = [...found.filter(({ exists, fits }) => exists && !fits), ...going];
  await refuseDependents(session, changed);
  await keepIndexes(session, found);
  await lockViews(session, [...found, ...going], config);
  // Until then anybody could build on them.
  await refuseDependents(session, changed);
  for (const one of found) {
    const options = one.options.length === 0 ? "" : ` with (${one.options.join(", ")})`;
    const create = `view ${nameOf(one.view)}${options} as select * from ${nameOf(one.relation!)}`;
    if (!one.exists || one.fits) {
      await session.execute(`create or replace ${create}`);
      continue;
    }
    const belongings = await belongingsOf(session, one.oid!);
    await session.execute(`drop view ${nameOf(one.view)}`);
    await session.execute(`create ${create}`);
    for (const statement of await restored(session, one, belongings)) await session.execute(statement);
  }
  for (const { view } of going) await session.execute(`drop view ${nameOf(view)}`);
}

/** Never waits for readers: whoever drops holds views that they may want next. */
export async function drop(session: PostgresSession, relation: RelationName, kind: "table" | "view"): Promise<boolean> {
  try {
    await session.part(async () => {
      await session.execute("set local lock_timeout = '20ms'");
      await session.execute(`drop ${kind} if exists ${nameOf(relation)}`);
      await session.execute("set local lock_timeout to default");
    });
    return true;
  } catch (thrown) {
    const code = codeOf(thrown);
    // The schema may be gone, too.
    if (code === "3F000") return true;
    if (code === "2BP01" || code === "55P03" || code === "42809") return false;
    throw thrown;
  }
}

function refuseTaken(found: readonly Found[]): void {
  for (const { view, exists, kind } of found) {
    if (exists && kind !== "view") throw new RmodelError("RM4041", undefined, `"${view.schema}.${view.name}" is a ${kind} that rmodel did not make, so no view can have its name`, "rename or drop it, or rename the model");
  }
}

async function refuseDependents(session: PostgresSession, found: readonly Found[]): Promise<void> {
  if (found.length === 0) return;
  const dependents = await dependentsOf(session, found.map(({ oid }) => oid!));
  const refusals = found.flatMap(({ view, relation, oid }) => {
    const names = dependents.filter((one) => one.on === oid).map(({ name }) => name);
    const reason = relation === undefined ? "is no part of the project any more" : "has to be made anew, because its columns changed";
    return names.length === 0 ? [] : [`"${view.schema}.${view.name}" ${reason}, and ${names.join(", ")} depend${names.length === 1 ? "s" : ""} on it`];
  });
  if (refusals.length > 0) throw new RmodelError("RM4040", undefined, refusals.join("; "), "drop what depends on it, build, and make it again; or publish the changed columns under a new name");
}
