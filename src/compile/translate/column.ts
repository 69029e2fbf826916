import type { Node } from "./tree.ts";
import type { Place, Scope } from "./scope.ts";
import type { Value } from "./value.ts";
import { compound, failed, simple } from "./value.ts";
import { find } from "./scope.ts";
import { textsIn } from "./tree.ts";
import { write } from "./expression.ts";

/** A name: a column, an alias of the select list (its expression is put in its place), or text of the target's own. */
export function writeColumn(node: Node, place: Place): Value {
  const { context } = place;
  const path = textsIn(node, "column_names");
  const opaque = path.length === 1 ? context.open.get(path[0]!) : undefined;
  if (opaque?.kind === "raw") return compound(context.hold(opaque.template), opaque.type);
  if (opaque !== undefined) return context.refuse(node, `${context.rules.title} has no value for a table as a whole`, "name the columns");
  const found = path.length > 2 ? undefined : find(place.scope, path);
  const { quote } = context.target;
  switch (found?.kind) {
    case "column": {
      if (found.source.isFailed || found.column?.isFailed) return failed;
      const name = quote(found.column?.name ?? path.at(-1)!);
      const isQualified = path.length === 2 || place.scope.sources.length > 1 || place.scope.isQualified === true;
      return simple(isQualified ? `${quote(found.source.alias)}.${name}` : name, found.column?.type);
    }
    case "merged":
      return found.value;
    case "alias":
      return write(found.alias.node, { context, scope: found.alias.scope });
    case "row":
      return context.refuse(node, `"${path.join(".")}" is a row as a whole, which is not translated for ${context.rules.title}`, "name the columns");
    case "ambiguous":
      return context.refuse(node, `"${path.join(".")}" may be a column of several tables`, "write the table's alias before it");
    default:
      if (seesFailure(place.scope)) return failed;
      if (/^(current_|localtime)/i.test(path[0]!)) return context.refuse(node, `"${path[0]!}" changes with the clock`, "write fn.executionTime()");
      return context.refuse(node, `what "${path.join(".")}" is cannot be told, so that it is not translated for ${context.rules.title}`);
  }
}

/** Whether a table around here was refused, which may have had the name. */
const seesFailure = (scope: Scope): boolean => scope.sources.some(({ isFailed }) => isFailed) || (scope.outer !== undefined && seesFailure(scope.outer));
