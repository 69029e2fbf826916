import type { Dialect, Session } from "../adapters/adapter.ts";
import type { RelationNode } from "../load/node.ts";

/**
 * Sets the comments and grants of a published view: they do not outlive `create or replace view`.
 *
 * @param again old ones are there, and go where the project says nothing any more
 */
export async function decorate(session: Session, node: RelationNode, dialect: Dialect, again = false): Promise<void> {
  const view = `${dialect.quote(node.domain)}.${dialect.quote(node.name)}`;
  const text = (value: string) => dialect.literal(value, "text");
  if (node.description !== "" || again) await session.execute(`comment on view ${view} is ${text(node.description)}`);
  for (const column of node.columns) {
    if (column.description !== "" || again) await session.execute(`comment on column ${view}.${dialect.quote(column.name)} is ${text(column.description)}`);
  }
  if (!dialect.grants) return;
  for (const [privilege, roles] of Object.entries(node.grants)) {
    for (const role of roles) await session.execute(`grant ${privilege} on ${view} to ${dialect.quote(role)}`);
  }
}
