import type { Item } from "./select-list.ts";
import type { Node } from "./tree.ts";
import type { Place } from "./scope.ts";
import { aggregates } from "./aggregate.ts";
import { has, write } from "./expression.ts";
import { listIn, nodeIn, nodesIn, textIn } from "./tree.ts";
import { unmark } from "./places.ts";
import { synonyms } from "./functions.ts";

/** `group by`: expressions, numbers, grouping sets, or `all`. */
export function writeGroups(node: Node, items: readonly Item[], place: Place): string {
  const { context } = place;
  const expressions = nodesIn(node, "group_expressions");
  switch (textIn(node, "aggregate_handling")) {
    case "STANDARD_HANDLING":
      break;
    case "FORCE_AGGREGATES":
      return groupsOfAll(items, place);
    default:
      context.refuse(node, "this grouping is not translated");
      return "";
  }
  const sets = listIn(node, "group_sets").map((set) => (Array.isArray(set) ? set.map(Number) : []));
  if (sets.length === 0) return "";
  const written = expressions.map((expression) => groupOf(expression, items, place));
  if (sets.length === 1 && sets[0]!.length === expressions.length && expressions.length > 0) return `\ngroup by ${written.join(", ")}`;
  const strange = context.rules.groupingExpressions ? undefined : expressions.find((_, index) => !/^(?:"(?:[^"]|"")*"\.)?"(?:[^"]|"")*"$/.test(unmark(written[index]!).text));
  if (strange !== undefined) context.refuse(strange, `${context.rules.title} groups by sets of columns only`, "compute it in a query of its own");
  return `\ngroup by grouping sets (${sets.map((set) => `(${set.map((index) => written[index]!).join(", ")})`).join(", ")})`;
}

/** A number stands for a column of the result; written out, it means the same inside grouping sets. */
function groupOf(expression: Node, items: readonly Item[], place: Place): string {
  const value = textIn(expression, "class") === "CONSTANT" ? nodeIn(expression, "value")?.value : undefined;
  if (value === undefined) {
    const written = write(expression, place);
    return written.type?.family === "json" ? place.context.refuse(expression, "grouping by JSON is not translated", "group by a value of it: fn.jsonText").sql : written.sql;
  }
  const item = typeof value === "number" ? items[value - 1] : undefined;
  return item === undefined ? place.context.refuse(expression, "this is no column to group by").sql : item.value.sql;
}

/** Every column of the result that has no aggregate in it. */
function groupsOfAll(items: readonly Item[], { context }: Place): string {
  const groups = items.flatMap((item) => {
    const { node } = item;
    if (node === undefined) return item.isOpen ? [context.refuse({}, "the columns that * stands for here are known to the target only", "name the columns").sql] : [item.value.sql];
    if (has(node, (part) => textIn(part, "class") === "WINDOW")) return [context.refuse(node, "group by all beside a window function is not translated", "name the groups").sql];
    if (has(node, (part) => isAggregate(part, context.open))) return [];
    return has(node, (part) => textIn(part, "class") === "COLUMN_REF") ? [item.value.sql] : [];
  });
  return groups.length === 0 ? "" : `\ngroup by ${groups.join(", ")}`;
}

function isAggregate(node: Node, open: Place["context"]["open"]): boolean {
  const name = textIn(node, "function_name");
  if (textIn(node, "class") !== "FUNCTION") return false;
  const opaque = open.get(name);
  if (opaque?.kind === "call") return ["string_agg", "arg_max", "percentile", "average"].includes(opaque.name);
  return name === "list_sort" || Object.hasOwn(aggregates, synonyms[name.toLowerCase()] ?? name.toLowerCase());
}
