import type { Part } from "../define/fragment.ts";

/**
 * What is wrong with the quotes around the holes of a fragment: a value becomes a literal with quotes of its own, so
 * inside of others it would stand outside of all quotes, as SQL.
 */
export function quotingProblem(parts: readonly Part[]): { readonly message: string; readonly fix: string } | undefined {
  let open: string | undefined;
  for (const part of parts) {
    if (part.kind === "text") open = openAfter(part.text, open);
    // A column in a comment is a line of SQL that was put aside; anything else may hold what ends the comment.
    else if (open !== undefined && !(isComment(open) && part.kind === "column")) {
      if (isComment(open)) return { message: "a hole stands inside a comment", fix: "take the comment out of the SQL: put it into a comment of TypeScript" };
      return { message: `a hole stands inside quotes (${open})`, fix: "write ${…} without quotes around it: a value becomes a literal by itself; join texts with ||" };
    }
  }
  if (open === undefined || open === "--") return undefined;
  return { message: isComment(open) ? "a comment is not closed" : `a quote (${open}) is not closed`, fix: "close it in the same sql`…`" };
}

const isComment = (open: string): boolean => open === "--" || open === "/*";

const opening = /--|\/\*|(?<![\w$])\$\w*\$|(?<![\w$])[eE]'|['"]/g;

const closing: Readonly<Record<string, RegExp>> = { "--": /\n/g, "/*": /\*\//g, "'": /'/g, '"': /"/g, "e'": /(?<!\\)(?:\\\\)*'/g };

/** The quote or comment that is open at the end of a text, when `open` was at its start. */
function openAfter(text: string, open: string | undefined): string | undefined {
  for (let at = 0; at < text.length; ) {
    const pattern = open === undefined ? opening : (closing[open] ?? new RegExp(open.replaceAll("$", "\\$"), "g"));
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) return open;
    open = open === undefined ? (match[0] === "E'" ? "e'" : match[0]) : undefined;
    at = pattern.lastIndex;
  }
  return open;
}
