import type { ErrorCode } from "./codes.ts";
import { codes } from "./codes.ts";

/**
 * What `rmodel explain` prints, or undefined for a code that does not exist.
 *
 * @example explain("rm2002")
 * // RM2002  nodes read each other in a circle
 * //   why: Each would have to be built before the other. The message names the whole path.
 * //   fix: Let one of them read from a third model instead.
 */
export function explain(code: string): string | undefined {
  const known = code.toUpperCase().replace(/^(?=\d{4}$)/, "RM");
  if (!isCode(known)) return undefined;
  const { title, why, fix } = codes[known];
  return `${known}  ${title}\n  why: ${why}\n  fix: ${fix}`;
}

const isCode = (text: string): text is ErrorCode => Object.hasOwn(codes, text);
