/**
 * A pattern of RE2 as Trino's Java flavour reads it.
 *
 * `$` is the very end there, but before a last line break in Java.
 */
export function javaPattern(pattern: string): string {
  return outsideClasses(pattern, (character) => (character === "$" ? "\\z" : character));
}

/** Whether a pattern has a group that can be asked for. */
export const hasGroup = (pattern: string): boolean => /(?<!\\)\((?!\?)/.test(pattern);

/** `\1` stands for a group in RE2, `$1` in Java. */
export const javaReplacement = (replacement: string): string => replacement.replace(/\\(\d)|\\\\|\$|\\/g, (found, group: string | undefined) => (group !== undefined ? `$${group}` : found === "$" ? "\\$" : "\\\\"));

function outsideClasses(pattern: string, change: (character: string) => string): string {
  let inClass = false;
  let out = "";
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    if (character === "\\") {
      out += character + (pattern[++at] ?? "");
      continue;
    }
    if (character === "[") inClass = true;
    else if (character === "]") inClass = false;
    out += inClass ? character : change(character);
  }
  return out;
}
