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

const pattern = /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|(?<text>'(?:[^']|'')*'|\$(?<tag>\w*)\$[\s\S]*?\$\k<tag>\$)|(?<quoted>"(?:[^"]|"")*")|(?<word>[\p{L}\p{N}_$.]+)|(?<symbol>[<>=!|&:~@^*/%+-]{2,}|[\s\S])/gu;

/** The tokens of a SQL text, comments and white space left out. */
export function* tokens(text: string): Generator<Token> {
  for (const { groups } of text.matchAll(pattern)) {
    const { text: literal, quoted, word, symbol } = groups!;
    if (literal !== undefined) yield { kind: "text", text: literal };
    else if (quoted !== undefined) yield { kind: "quoted", text: quoted };
    else if (word !== undefined) yield { kind: "word", text: word };
    else if (symbol !== undefined) yield { kind: "symbol", text: symbol };
  }
}
