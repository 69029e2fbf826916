/**
 * A pattern as a test of whole texts: `*` is any characters but `/`, `**` any at all, `?` one character,
 * `[abc]`, `[a-z]` and `[!a]` one of these or none of them.
 *
 * @example matcher("stg_*")("stg_orders") // true
 */
export function matcher(pattern: string): (text: string) => boolean {
  const source = pattern.replace(/\*\*|[*?]|\[[^\]]+\]|[\\^$.|+(){}[\]]/g, translate);
  try {
    const expression = new RegExp(`^${source}$`);
    return (text) => expression.test(text);
  } catch {
    // A range that runs backwards, [z-a], has nothing in it.
    return () => false;
  }
}

/** Whether a text is a pattern, and so may match nothing. */
export const isPattern = (text: string): boolean => /[*?[]/.test(text);

function translate(token: string): string {
  if (token === "**") return ".*";
  if (token === "*") return "[^/]*";
  if (token === "?") return "[^/]";
  if (token.length === 1) return `\\${token}`;
  return token.replace(/\\/g, "\\\\").replace(/^\[!/, "[^");
}
