import type { Context } from "./context.ts";
import type { Node } from "./tree.ts";
import { nodeIn, nodesIn, textIn } from "./tree.ts";

/** What stands after a query, or changes its rows as a whole. */
export interface Modifiers {
  readonly isDistinct: boolean;
  /** Expressions of `distinct on`. */
  readonly distinctOn: readonly Node[];
  readonly orders: readonly Node[];
  /** ` offset … limit …`, or nothing. */
  readonly limit: string;
}

export function modifiersOf(node: Node, context: Context): Modifiers {
  let found: Modifiers = { isDistinct: false, distinctOn: [], orders: [], limit: "" };
  for (const modifier of nodesIn(node, "modifiers")) {
    switch (textIn(modifier, "type")) {
      case "DISTINCT_MODIFIER": {
        const distinctOn = nodesIn(modifier, "distinct_on_targets");
        found = { ...found, isDistinct: distinctOn.length === 0, distinctOn };
        break;
      }
      case "ORDER_MODIFIER":
        found = { ...found, orders: nodesIn(modifier, "orders") };
        break;
      case "LIMIT_MODIFIER":
        found = { ...found, limit: limitOf(modifier, context) };
        break;
      default:
        context.refuse(modifier, `${textIn(modifier, "type").toLowerCase().replace("_modifier", "").replaceAll("_", " ")} is not translated for ${context.rules.title}`);
    }
  }
  return found;
}

/** Both targets take the offset before the limit. */
function limitOf(modifier: Node, context: Context): string {
  const part = (word: string, key: string): string => {
    const expression = nodeIn(modifier, key);
    if (expression === undefined) return "";
    const count = nodeIn(expression, "value")?.value;
    if (typeof count === "number" && Number.isInteger(count) && count >= 0) return `\n${word} ${count}`;
    context.refuse(expression, `only a number is translated as a ${word}`);
    return "";
  };
  return part("offset", "offset") + part("limit", "limit");
}
