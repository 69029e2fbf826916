import type { Node } from "./tree.ts";
import type { Place } from "./scope.ts";
import type { Value } from "./value.ts";
import { compound, operand, simple } from "./value.ts";
import { failedIn } from "./convert.ts";
import { markOf } from "./places.ts";
import { isNode, nodeIn, nodesIn, placeOf, textIn, unknownIn } from "./tree.ts";
import { writeBetween, writeComparison, writeIn } from "./comparison.ts";
import { writeCase, writeCoalesce } from "./choice.ts";
import { writeCast } from "./cast.ts";
import { writeColumn } from "./column.ts";
import { writeConstant } from "./constant.ts";
import { writeElement } from "./list.ts";
import { writeFunction } from "./function-call.ts";
import { writeSubquery } from "./subquery.ts";
import { writeWindow } from "./window.ts";

/** An expression in the target's text, with the mark of its place before it. */
export function write(node: Node, place: Place): Value {
  const known = properties[textIn(node, "class")];
  const strange = known === undefined ? undefined : unknownIn(node, known);
  if (strange !== undefined) return place.context.refuse(node, `"${strange}" of this expression is not translated`);
  const value = writeUnmarked(node, place);
  return value.failed ? value : { ...value, sql: markOf(placeOf(node)) + value.sql };
}

/** What a node of each class may say; anything else has a meaning that nobody has looked at. */
const common = ["class", "type", "alias", "query_location"];
const keys = (...more: readonly string[]): ReadonlySet<string> => new Set([...common, ...more]);
const properties: Readonly<Record<string, ReadonlySet<string>>> = {
  COLUMN_REF: keys("column_names"),
  CONSTANT: keys("value"),
  COMPARISON: keys("left", "right"),
  CONJUNCTION: keys("children"),
  OPERATOR: keys("children"),
  BETWEEN: keys("input", "lower", "upper"),
  CASE: keys("case_checks", "else_expr"),
  CAST: keys("child", "cast_type", "try_cast"),
  SUBQUERY: keys("subquery_type", "subquery", "child", "comparison_type"),
  FUNCTION: keys("function_name", "schema", "children", "filter", "order_bys", "distinct", "is_operator"),
  WINDOW: keys(
    "function_name", "schema", "children", "partitions", "orders", "start", "end", "start_expr", "end_expr", "offset_expr", "default_expr", "ignore_nulls", "filter_expr", "exclude_clause", "distinct",
  ),
};

function writeUnmarked(node: Node, place: Place): Value {
  const { context } = place;
  switch (textIn(node, "class")) {
    case "COLUMN_REF":
      return writeColumn(node, place);
    case "CONSTANT":
      return writeConstant(node, context);
    case "FUNCTION":
      return writeFunction(node, place);
    case "WINDOW":
      return writeWindow(node, place);
    case "COMPARISON":
      return writeComparison(textIn(node, "type"), node, part(node, "left", place), part(node, "right", place), context);
    case "BETWEEN":
      return writeBetween(node, part(node, "input", place), part(node, "lower", place), part(node, "upper", place), context);
    case "CONJUNCTION":
      return writeConjunction(node, place);
    case "CASE":
      return writeCase(node, place);
    case "CAST":
      return writeCast(node, part(node, "child", place), context);
    case "SUBQUERY":
      return writeSubquery(node, place);
    case "OPERATOR":
      return writeOperator(node, place);
    default:
      return context.refuse(node, `${words[textIn(node, "class")] ?? `"${textIn(node, "class").toLowerCase()}"`} is not translated for ${context.rules.title}`);
  }
}

const words: Readonly<Record<string, string>> = {
  STAR: "a list of columns by a pattern", LAMBDA: "-> (a lambda function, or a path into JSON)", COLLATE: "collate", PARAMETER: "a parameter of the statement", POSITIONAL_REFERENCE: "a column by its position",
};

function part(node: Node, key: string, place: Place): Value {
  const child = nodeIn(node, key);
  return child === undefined ? place.context.refuse(node, `this expression without "${key}" is not translated`) : write(child, place);
}

function writeConjunction(node: Node, place: Place): Value {
  const parts = nodesIn(node, "children").map((child) => write(child, place));
  const word = { CONJUNCTION_AND: "and", CONJUNCTION_OR: "or" }[textIn(node, "type")];
  if (word === undefined) return place.context.refuse(node, "this conjunction is not translated");
  return failedIn(parts) ?? compound(parts.map(operand).join(` ${word} `), { family: "boolean" });
}

function writeOperator(node: Node, place: Place): Value {
  const { context } = place;
  const children = nodesIn(node, "children").map((child) => write(child, place));
  const [first] = children;
  const failure = failedIn(children);
  if (failure !== undefined || first === undefined) return failure ?? context.refuse(node, "this operator without operands is not translated");
  switch (textIn(node, "type")) {
    case "OPERATOR_NOT":
      return compound(`not ${operand(first)}`, { family: "boolean" });
    case "OPERATOR_IS_NULL":
      return compound(`${operand(first)} is null`, { family: "boolean" });
    case "OPERATOR_IS_NOT_NULL":
      return compound(`${operand(first)} is not null`, { family: "boolean" });
    case "COMPARE_IN":
      return writeIn(node, "in", children, context);
    case "COMPARE_NOT_IN":
      return writeIn(node, "not in", children, context);
    case "OPERATOR_COALESCE":
      return writeCoalesce(node, children, context);
    case "ARRAY_EXTRACT":
      return writeElement(node, children, context);
    case "GROUPING_FUNCTION":
      return simple(`grouping(${children.map(({ sql }) => sql).join(", ")})`, { family: "integer" });
    default:
      return context.refuse(node, `the operator ${textIn(node, "type").toLowerCase()} is not translated for ${context.rules.title}`);
  }
}

/** Whether some node inside, the node itself included, is as asked; queries inside are their own. */
export function has(node: Node, isIt: (node: Node) => boolean): boolean {
  if (isIt(node)) return true;
  if (textIn(node, "class") === "SUBQUERY") return false;
  return Object.values(node).some((value) => (Array.isArray(value) ? value : [value]).some((item) => isNode(item) && has(item, isIt)));
}
