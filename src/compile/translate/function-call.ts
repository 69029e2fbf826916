import type { Node } from "./tree.ts";
import type { Place } from "./scope.ts";
import type { Value } from "./value.ts";
import { aggregates, writeAggregate } from "./aggregate.ts";
import { alike } from "./comparison.ts";
import { asDouble, asText, failedIn, typeNeeded } from "./convert.ts";
import { compound, failed } from "./value.ts";
import { flagIn, nodeIn, nodesIn, placeOf, textIn } from "./tree.ts";
import { functions, synonyms } from "./functions.ts";
import { isMoment, isNumber } from "./value-type.ts";
import { write } from "./expression.ts";
import { writeArithmetic } from "./arithmetic.ts";
import { writeCall } from "./call.ts";
import { writeIntervalCall } from "./interval.ts";
import { writeLike } from "./like.ts";
import { writeList } from "./list.ts";

/** A call by name, which most operators are too. */
export function writeFunction(node: Node, place: Place): Value {
  const { context } = place;
  const written = textIn(node, "function_name");
  const opaque = context.open.get(written);
  if (opaque?.kind === "call") return writeCall(opaque.name, node, place);
  const schema = textIn(node, "schema");
  if (schema !== "" && schema !== "main") return context.refuse(node, "a call after a point is not translated", `write ${written}(value, …)`);
  const name = synonyms[written.toLowerCase()] ?? written.toLowerCase();
  if (Object.hasOwn(aggregates, name)) return writeAggregate(name, node, place);
  const sorted = name === "list_sort" ? sortedList(node) : undefined;
  if (sorted !== undefined) return writeAggregate("list", sorted, place);
  if (nodeIn(node, "filter") !== undefined || flagIn(node, "distinct") || nodesIn(nodeIn(node, "order_bys") ?? {}, "orders").length > 0) return unknownFunction(node, written, place);
  const interval = writeIntervalCall(node, place);
  if (interval !== undefined) return interval;
  const args = nodesIn(node, "children").map((child) => write(child, place));
  const failure = failedIn(args);
  if (failure !== undefined) return failure;
  if (name === "list_value") return writeList(node, args, context);
  return writeArithmetic(name, node, args, context) ?? writeLike(name, node, args, context) ?? writeScalar(name, written, node, args, place);
}

/** Functions whose arguments meet each other. */
const meeting: ReadonlySet<string> = new Set(["nullif", "greatest", "least"]);

function writeScalar(name: string, written: string, node: Node, called: readonly Value[], place: Place): Value {
  const { context } = place;
  const given = meeting.has(name) ? alike(called, node, context) : called;
  const meaning = Object.hasOwn(functions, name) ? functions[name] : undefined;
  const spelling = Object.hasOwn(context.rules.functions, name) ? context.rules.functions[name] : meaning?.write;
  if (meaning === undefined || spelling === undefined) return unknownFunction(node, written, place);
  const [least, most] = meaning.takes;
  if (given.length < least || given.length > most) return context.refuse(node, `${written} with ${given.length} arguments is not translated for ${context.rules.title}`);
  const args = given.map((arg, index) => accept(arg, meaning.accepts[Math.min(index, meaning.accepts.length - 1)]!, written, node, place));
  const failure = failedIn(args);
  if (failure !== undefined) return failure;
  const text = spelling({ node, args, context });
  return typeof text === "string" ? compound(text, meaning.type(args)) : text.refused === "" ? failed : context.refuse(node, text.refused, text.fix);
}

/** An argument as a function takes it. */
function accept(arg: Value, kind: string, name: string, node: Node, { context }: Place): Value {
  const wrong = (): Value => context.refuse(node, `${name} of a ${arg.type!.family} is not translated for ${context.rules.title}`);
  if (arg.type?.family === "null") return arg;
  switch (kind) {
    case "any":
      return arg;
    case "text":
      return arg.type === undefined ? arg : arg.type.family === "list" ? wrong() : asText(arg, node, context);
    case "double":
      return asDouble(arg, node, context);
    case "number":
      return arg.type === undefined ? typeNeeded(node, `what ${name} does depends on it`, context) : isNumber(arg.type) ? arg : wrong();
    case "integer":
      return arg.type === undefined ? typeNeeded(node, `what ${name} does depends on it`, context) : arg.type.family === "integer" ? arg : wrong();
    case "moment":
      return arg.type === undefined ? typeNeeded(node, `what ${name} does depends on it`, context) : isMoment(arg.type) ? arg : wrong();
    default:
      return failed;
  }
}

const unknownFunction = (node: Node, name: string, { context }: Place): Value =>
  context.refuse(node, `${name} is not translated for ${context.rules.title}`, `use a function of fn, or write it with sql.dialect({ duckdb: …, ${context.target.name}: … })`);

/** `list(x order by x)`, which the parser makes `list_sort(list(x), …)`, as it was written. */
function sortedList(node: Node): Node | undefined {
  const [list, direction, nulls] = nodesIn(node, "children");
  if (list === undefined || direction === undefined || nulls === undefined || placeOf(list) !== undefined || placeOf(direction) !== undefined) return undefined;
  const word = (constant: Node): string => textIn(nodeIn(constant, "value") ?? {}, "value");
  const order = { type: word(direction), null_order: word(nulls), expression: nodesIn(list, "children")[0] };
  return { ...list, query_location: node.query_location, order_bys: { orders: [order] } };
}
