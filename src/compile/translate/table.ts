import type { Column, Place, Source } from "./scope.ts";
import type { From } from "./from.ts";
import type { Node } from "./tree.ts";
import type { OpaqueRaw, OpaqueRelation } from "./translate.ts";
import { columnList, fromOf, noFrom, renamed } from "./from.ts";
import { markOf } from "./places.ts";
import { placeOf, textIn, textsIn } from "./tree.ts";

/** A name in `from`: a relation of the project, a query of `with`, or text of the target's own. */
export function writeTable(node: Node, place: Place): From {
  const { context } = place;
  const name = textIn(node, "table_name");
  const opaque = context.open.get(name);
  if (textIn(node, "schema_name") === "") {
    if (opaque?.kind === "relation") return writeRelation(opaque, node, place);
    if (opaque?.kind === "raw") return writeRaw(opaque, node, place);
    const table = place.scope.tables.get(name.toLowerCase());
    if (table !== undefined) return writeNamed(table, node, place);
  }
  context.refuse(node, `"${name}" is no relation of this project`, "put the relation into the query as ${relation}");
  return noFrom;
}

function writeRelation({ relation, name, columns }: OpaqueRelation, node: Node, { context }: Place): From {
  const { quote } = context.target;
  const alias = textIn(node, "alias") || name;
  const names = textsIn(node, "column_name_alias");
  const held = markOf(placeOf(node)) + context.hold([{ relation }]);
  const known = renamed(columns, names) ?? [];
  // The table may have columns that nobody declared, so that a list of new names would not fit it.
  const list = columns.map((column, index) => `${quote(column.name)} as ${quote(known[index]!.name)}`).join(", ");
  return fromOf(`${names.length === 0 ? held : `(select ${list} from ${held})`} as ${quote(alias)}`, { alias, columns: known });
}

function writeRaw({ template, columns }: OpaqueRaw, node: Node, { context }: Place): From {
  const { quote } = context.target;
  const alias = textIn(node, "alias");
  const names = textsIn(node, "column_name_alias");
  const known = columns === undefined ? (names.length > 0 ? names.map((name): Column => ({ name, type: undefined })) : undefined) : renamed(columns.map(({ name, type }) => ({ name, type })), names);
  const written = alias === "" ? "" : ` as ${quote(alias)}${names.length === 0 ? "" : columnList(known ?? [], quote)}`;
  return fromOf(markOf(placeOf(node)) + context.hold(template) + written, { alias, columns: known });
}

function writeNamed({ alias: name, columns: known, isFailed }: Source, node: Node, { context }: Place): From {
  const { quote } = context.target;
  const alias = textIn(node, "alias") || name;
  const names = textsIn(node, "column_name_alias");
  if (isFailed) return noFrom;
  const columns = renamed(known, names);
  const list = names.length === 0 ? "" : columnList(columns ?? names.map((column): Column => ({ name: column, type: undefined })), quote);
  return fromOf(`${markOf(placeOf(node))}${quote(name)}${alias === name && names.length === 0 ? "" : ` as ${quote(alias)}${list}`}`, { alias, columns });
}
