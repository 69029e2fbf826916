import type { Dialect, Session } from "../../adapters/adapter.ts";
import type { RelationNode } from "../../load/node.ts";
import { hashOf } from "../../compile/fingerprint.ts";

type Grants = RelationNode["grants"];

/** What the ledger keeps of the comments and grants that a view was given: whether they are the same, and which to take back. */
interface Decoration {
  readonly key: string;
  /** Columns with a comment; "" is the view itself. */
  readonly commented: readonly string[];
  readonly grants: Grants;
}

type Grant = readonly [privilege: string, role: string];

/**
 * Sets the comments and grants of a published view, and takes back those that it was given and the project has no more.
 * What others gave it stays.
 *
 * Some engines keep both when a view is replaced and some do not, so they are set every time.
 *
 * @param before what the ledger has of the view
 */
export async function decorate(session: Session, node: RelationNode, dialect: Dialect, before: string | undefined): Promise<void> {
  const view = `${dialect.quote(node.domain)}.${dialect.quote(node.name)}`;
  const text = (value: string) => dialect.literal(value, "text");
  const given = read(before);
  for (const { name, description } of [{ name: "", description: node.description }, ...node.columns]) {
    if (description === "" && !given.commented.includes(name)) continue;
    const target = name === "" ? `view ${view}` : `column ${view}.${dialect.quote(name)}`;
    await session.execute(`comment on ${target} is ${description === "" ? "null" : text(description)}`);
  }
  if (!dialect.grants) return;
  const isGranted = ([privilege, role]: Grant): boolean => node.grants[privilege]?.includes(role) ?? false;
  const gone = listed(given.grants).filter((grant) => !isGranted(grant));
  if (gone.length > 0) {
    // A role may be gone, too, and all that it was granted with it.
    const rows = await session.query(`select distinct grantee from information_schema.table_privileges where table_schema = ${text(node.domain)} and table_name = ${text(node.name)}`);
    const grantees = new Set(rows.map(({ grantee }) => (grantee === "PUBLIC" ? "public" : String(grantee))));
    for (const [privilege, role] of gone) if (grantees.has(role)) await session.execute(`revoke ${privilege} on ${view} from ${dialect.quote(role)}`);
  }
  for (const [privilege, role] of listed(node.grants)) await session.execute(`grant ${privilege} on ${view} to ${dialect.quote(role)}`);
}

/** A relation's comments and grants, as text for the ledger. */
export function decorationOf({ description, columns, grants }: RelationNode): string {
  const comments = [{ name: "", description }, ...columns];
  const decoration: Decoration = {
    key: hashOf(description, ...columns.map((column) => `${column.name}=${column.description}`)),
    commented: comments.filter((one) => one.description !== "").map(({ name }) => name),
    grants,
  };
  return JSON.stringify(decoration);
}

/** Nothing, where the ledger has no text or one of an older rmodel. */
const read = (decoration: string | undefined): Pick<Decoration, "commented" | "grants"> => (decoration?.startsWith("{") === true ? (JSON.parse(decoration) as Decoration) : { commented: [], grants: {} });

const listed = (grants: Grants): readonly Grant[] => Object.entries(grants).flatMap(([privilege, roles]) => roles.map((role): Grant => [privilege, role]));
