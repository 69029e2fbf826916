import type { Atom } from "./select-spec.ts";
import { isPattern, matcher } from "./select-glob.ts";
import { unknownName } from "./select-names.ts";

/**
 * A matcher for a value that is one of these words, or a pattern over them.
 *
 * @throws RM2012 the value is neither
 */
export function wordMatcher(atom: Atom, words: readonly string[]): (word: string) => boolean {
  const { method, value } = atom;
  if (!isPattern(value) && !words.includes(value)) throw unknownName(atom, `there is no ${method} "${value}"`, words);
  return matcher(value);
}
