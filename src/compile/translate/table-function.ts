import type { Column, Place } from "./scope.ts";
import type { Context } from "./context.ts";
import type { From } from "./from.ts";
import type { Node } from "./tree.ts";
import type { Value } from "./value.ts";
import type { ValueType } from "./value-type.ts";
import type { Written } from "./rules.ts";
import { columnList, fromOf, noFrom, renamed } from "./from.ts";
import { failedIn } from "./convert.ts";
import { integer, isMoment, timestamp } from "./value-type.ts";
import { markOf } from "./places.ts";
import { nodeIn, nodesIn, placeOf, textIn, textsIn } from "./tree.ts";
import { has, write } from "./expression.ts";
import { writeCall } from "./call.ts";

/** A function in `from`: `generate_series`, `range`, `unnest`, or one of `fn`. */
export function writeTableFunction(node: Node, place: Place): From {
  const { context } = place;
  const { quote } = context.target;
  const call = nodeIn(node, "function") ?? {};
  const name = textIn(call, "function_name");
  const opaque = context.open.get(name);
  const isPlain = textIn(node, "with_ordinality") === "WITHOUT_ORDINALITY";
  const mark = markOf(placeOf(node));
  if (isPlain && opaque?.kind === "call" && (opaque.name === "days" || opaque.name === "integers")) {
    const given: readonly Column[] = opaque.name === "days" ? [{ name: "day", type: { family: "date" } }] : [{ name: "n", type: integer }];
    const names = textsIn(node, "column_name_alias");
    const alias = textIn(node, "alias") || context.newName();
    const columns = renamed(given, names) ?? [];
    // The table is a query: to see the columns to its left it must be said to.
    const lateral = has(call, (part) => textIn(part, "class") === "COLUMN_REF") ? "lateral " : "";
    return fromOf(`${lateral}${mark}${writeCall(opaque.name, call, place).sql} as ${quote(alias)}${names.length === 0 ? "" : columnList(columns, quote)}`, { alias, columns });
  }
  const args = nodesIn(call, "children").map((child) => write(child, place));
  if (!isPlain || failedIn(args) !== undefined) {
    if (!isPlain) context.refuse(node, "with ordinality is not translated");
    return noFrom;
  }
  const made = rows(name, args, context);
  if (made === undefined || typeof made.sql !== "string") {
    context.refuse(call, made === undefined || typeof made.sql === "string" ? `${name}(${args.map(({ type }) => type?.family ?? "unknown").join(", ")}) in from is not translated for ${context.rules.title}` : made.sql.refused);
    return noFrom;
  }
  const alias = textIn(node, "alias") || name;
  const columns: readonly Column[] = [{ name: textsIn(node, "column_name_alias")[0] ?? name, type: made.type }];
  return fromOf(`${mark}${made.sql} as ${quote(alias)}${columnList(columns, quote)}`, { alias, columns });
}

function rows(name: string, args: readonly Value[], context: Context): { readonly sql: Written; readonly type: ValueType | undefined } | undefined {
  const { series } = context.rules;
  const [first] = args;
  if (name === "unnest" && args.length === 1 && first?.type?.family === "list") return { sql: series.unnest(first.sql), type: first.type.of };
  if (name !== "generate_series" && name !== "range") return undefined;
  if (args.every(({ type }) => type?.family === "integer")) return { sql: integers(name, args, context), type: integer };
  const [start, end, step] = args;
  if (name === "range" || start === undefined || end === undefined || !isMoment(start.type) || !isMoment(end.type) || step?.type?.family !== "interval") return undefined;
  const moment = (value: Value): string => (value.type?.family === "timestamp" ? value.sql : context.target.cast(value.sql, { family: "timestamp" }, false));
  return { sql: series.timestamps(moment(start), moment(end), step.sql), type: timestamp };
}

/** `range` leaves its end out, and starts at 0 when only that is given. */
function integers(name: string, args: readonly Value[], { rules }: Context): Written {
  const [first, second, step] = args;
  const start = second === undefined ? "0" : first!.sql;
  const end = (second ?? first)!;
  if (step !== undefined && (typeof step.literal !== "number" || step.literal === 0)) return { refused: "only a number other than 0 is translated as a step" };
  const isDown = typeof step?.literal === "number" && step.literal < 0;
  const last = name === "range" ? (typeof end.literal === "number" ? String(end.literal + (isDown ? 1 : -1)) : `(${end.sql}) ${isDown ? "+" : "-"} 1`) : end.sql;
  return rules.series.integers(start, last, step?.sql);
}
