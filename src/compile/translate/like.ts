import type { Context } from "./context.ts";
import type { Node } from "./tree.ts";
import type { Value } from "./value.ts";
import { asText, failedIn } from "./convert.ts";
import { boolean } from "./value-type.ts";
import { compound, operand } from "./value.ts";

/** Names that the parser gives to `like` and its kin: [negated, upper and lower case alike]. */
const names: Readonly<Record<string, readonly [boolean, boolean]>> = {
  "~~": [false, false], "!~~": [true, false], "~~*": [false, true], "!~~*": [true, true],
  like_escape: [false, false], not_like_escape: [true, false], ilike_escape: [false, true], not_ilike_escape: [true, true],
};

/** `like` and `ilike`, with or without an escape character; undefined for other calls. */
export function writeLike(name: string, node: Node, args: readonly Value[], context: Context): Value | undefined {
  const [isNot, ignoresCase] = names[name] ?? [];
  if (isNot === undefined) return undefined;
  const [value, pattern, escape] = args.map((arg) => asText(arg, node, context));
  const failure = failedIn([value!, pattern!, ...(escape === undefined ? [] : [escape])]);
  if (failure !== undefined) return failure;
  if (escape !== undefined && (typeof escape.literal !== "string" || !/^[^\p{L}]$/u.test(escape.literal))) return context.refuse(node, "only one character that is no letter is translated as an escape");
  const clause = escape === undefined ? context.rules.noEscape : ` escape ${escape.sql}`;
  const written = ignoresCase ? context.rules.ilike(operand(value!), operand(pattern!), clause) : `${operand(value!)} like ${operand(pattern!)}${clause}`;
  if (typeof written !== "string") return context.refuse(node, written.refused, written.fix);
  return compound(isNot ? `not (${written})` : written, boolean);
}
