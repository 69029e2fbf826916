/**
 * SQL without what does not change its meaning: comments and layout go, words outside of quotes are lower case.
 *
 * Two texts with the same normal form mean the same; not every two that mean the same have it.
 */
export function normalizeSql(text: string): string {
  return [...tokens(text)].map(({ kind, text }) => (kind === "word" ? text.toLowerCase() : text)).join(" ");
}

export interface Token {
  readonly kind: "word" | "quoted" | "text" | "symbol";
  readonly text: string;
}

// An operator ends where a comment begins; in a text after `e`, a backslash takes the next character along.
const pattern = /\s+|--[^\n]*|\/\*|(?<text>'(?:[^']|'')*'|e'(?:[^'\\]|''|\\[\s\S])*'|\$(?<tag>\w*)\$[\s\S]*?\$\k<tag>\$)|(?<quoted>"(?:[^"]|"")*")|(?<word>[\p{L}\p{N}_$.]+)|(?<symbol>(?:(?!--|\/\*)[<>=!|&:~@^*/%+-]){2,}|[\s\S])/giuy;

/** The tokens of a SQL text, comments and white space left out. */
export function* tokens(text: string): Generator<Token> {
  let match: RegExpExecArray | null;
  for (let at = 0; at < text.length; at = match[0] === "/*" ? endOfComment(text, at) : at + match[0].length) {
    pattern.lastIndex = at;
    match = pattern.exec(text)!;
    const { text: literal, quoted, word, symbol } = match.groups!;
    if (literal !== undefined) yield { kind: "text", text: literal };
    else if (quoted !== undefined) yield { kind: "quoted", text: quoted };
    else if (word !== undefined) yield { kind: "word", text: word };
    else if (symbol !== undefined) yield { kind: "symbol", text: symbol };
  }
}

/** Comments of this kind stand in each other. */
function endOfComment(text: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  for (let depth = 0, match = mark.exec(text); match !== null; match = mark.exec(text)) {
    depth += match[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return text.length;
}
