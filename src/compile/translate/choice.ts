import type { Context } from "./context.ts";
import type { Node } from "./tree.ts";
import type { Place } from "./scope.ts";
import type { Value } from "./value.ts";
import { alike } from "./comparison.ts";
import { commonType } from "./value-type.ts";
import { failedIn } from "./convert.ts";
import { nodeIn, nodesIn, placeOf } from "./tree.ts";
import { simple } from "./value.ts";
import { write } from "./expression.ts";

/** `case`, and `if(…)`, which the parser makes one. */
export function writeCase(node: Node, place: Place): Value {
  const { context } = place;
  const checks = nodesIn(node, "case_checks");
  const tests = checks.map((check) => write(nodeIn(check, "when_expr") ?? node, place));
  const otherwise = nodeIn(node, "else_expr");
  const results = [...checks.map((check) => nodeIn(check, "then_expr")), otherwise].flatMap((result) => (result === undefined ? [] : [write(result, place)]));
  const failure = failedIn([...tests, ...results]);
  if (failure !== undefined) return failure;
  const chosen = alike(results, node, context);
  const pairs = tests.map((test, index) => `when ${test.sql} then ${chosen[index]!.sql}`);
  const last = chosen[tests.length];
  // An else that nobody wrote is a null that the parser made up.
  const isMade = last === undefined || (last.literal === null && otherwise !== undefined && placeOf(otherwise) === undefined);
  return failedIn(chosen) ?? simple(`case ${pairs.join(" ")}${isMade ? "" : ` else ${last.sql}`} end`, commonType(chosen.map(({ type }) => type)));
}

export function writeCoalesce(node: Node, values: readonly Value[], context: Context): Value {
  const parts = alike(values, node, context);
  return failedIn(parts) ?? simple(`coalesce(${parts.map(({ sql }) => sql).join(", ")})`, commonType(parts.map(({ type }) => type)));
}
