/** What a piece of code is, for its colour; `plain` has none. */
export type TokenKind = "plain" | "comment" | "string" | "number" | "keyword" | "call" | "type";
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}
export type Language = "sql" | "ts";

const sqlPattern = /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>'(?:[^']|'')*(?:'|$))|(?<quoted>"(?:[^"]|"")*(?:"|$))|(?<number>\b\d+(?:\.\d+)?\b)|(?<word>[A-Za-z_][\w]*)|(?<space>\s+)|[\s\S]/y;
const tsPattern = /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)|(?<number>\b\d[\d_]*(?:\.\d+)?n?\b)|(?<word>[A-Za-z_$][\w$]*)|(?<space>\s+)|[\s\S]/y;

const sqlKeywords = words(
  "add all alter and any as asc begin between by cast create cross delete desc distinct drop else end except exists extract false filter first following for from full group having if ilike in inner insert intersect interval into is join last lateral left like limit merge natural not null nulls offset on or order outer over partition preceding qualify range recursive references replace right row rows select set table temp then true union unbounded unique update using values view when where window with within",
);
const sqlTypes = words("bigint boolean bool char date decimal double float int integer json numeric precision real smallint text time timestamp timestamptz uuid varchar");
const tsKeywords = words(
  "as async await break case catch class const continue default delete do else export extends false finally for from function if implements import in instanceof interface let new null of return satisfies static super switch this throw true try type typeof undefined var void while yield",
);

/**
 * Cuts code into pieces to colour; the pieces joined are the code. Linear, and forgiving: code that is
 * not finished or not valid is cut as far as it goes.
 *
 * In TypeScript the text of a template after `sql` is cut as SQL, and its `${…}` as TypeScript again.
 */
export function tokenize(code: string, language: Language): readonly Token[] {
  const tokens = language === "sql" ? scan(code, sqlPattern, sqlKind) : tokenizeTypeScript(code);
  return mergePlain(tokens);
}

function tokenizeTypeScript(code: string): Token[] {
  const tokens: Token[] = [];
  let rest = code;
  for (;;) {
    const { plain, template } = splitTemplate(rest);
    tokens.push(...scan(plain, tsPattern, tsKind, template));
    if (template === "") return tokens;
    tokens.push(...tokenizeTemplate(template, /\bsql\s*$/.test(plain)));
    rest = rest.slice(plain.length + template.length);
  }
}

/** Finds the first template outside of comments and strings, with all that nests in it. */
function splitTemplate(code: string): { plain: string; template: string } {
  const start = findOutside(code, "`");
  if (start === -1) return { plain: code, template: "" };
  let at = start + 1;
  while (at < code.length && code[at] !== "`") {
    if (code[at] === "\\") at += 2;
    else if (code.startsWith("${", at)) at = holeEnd(code, at);
    else at += 1;
  }
  return { plain: code.slice(0, start), template: code.slice(start, at + 1) };
}

function findOutside(code: string, wanted: string): number {
  tsPattern.lastIndex = 0;
  for (let found = tsPattern.exec(code); found; found = tsPattern.exec(code)) {
    if (found[0] === wanted) return found.index;
  }
  return -1;
}

/** The place after the `}` that ends the hole which starts at `at`. */
function holeEnd(code: string, at: number): number {
  let depth = 0;
  for (let place = at + 1; place < code.length; place += 1) {
    if (code[place] === "`") place += splitTemplate(code.slice(place)).template.length - 1;
    else if (code[place] === "{") depth += 1;
    else if (code[place] === "}" && --depth === 0) return place + 1;
  }
  return code.length;
}

function tokenizeTemplate(template: string, isSql: boolean): Token[] {
  const tokens: Token[] = [];
  let from = 0;
  const pushText = (to: number): void => {
    const text = template.slice(from, to);
    if (isSql) tokens.push(...scan(text, sqlPattern, sqlKind));
    else if (text !== "") tokens.push({ kind: "string", text });
  };
  for (let at = 0; at < template.length; at += 1) {
    if (template[at] === "\\") at += 1;
    else if (template.startsWith("${", at)) {
      pushText(at);
      const end = holeEnd(template, at);
      tokens.push(...tokenizeTypeScript(template.slice(at, end)));
      from = end;
      at = end - 1;
    }
  }
  pushText(template.length);
  return tokens;
}

type Groups = Readonly<Record<string, string | undefined>>;

/** `after` is what follows the code; a word before it may be a call. */
function scan(code: string, pattern: RegExp, kindOf: (groups: Groups, next: string) => TokenKind, after = ""): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  for (let found = pattern.exec(code); found; found = pattern.exec(code)) {
    const [text] = found;
    tokens.push({ kind: kindOf(found.groups ?? {}, code[found.index + text.length] ?? after[0] ?? ""), text });
    if (pattern.lastIndex >= code.length) break;
  }
  return tokens;
}

function sqlKind(groups: Groups, next: string): TokenKind {
  const word = groups["word"]?.toLowerCase();
  if (word === undefined) return literalKind(groups);
  if (sqlKeywords.has(word)) return "keyword";
  if (sqlTypes.has(word)) return "type";
  return next === "(" ? "call" : "plain";
}

function tsKind(groups: Groups, next: string): TokenKind {
  const word = groups["word"];
  if (word === undefined) return literalKind(groups);
  if (tsKeywords.has(word)) return "keyword";
  return next === "(" || next === "`" ? "call" : "plain";
}

function literalKind(groups: Groups): TokenKind {
  if (groups["comment"]) return "comment";
  if (groups["string"]) return "string";
  return groups["number"] ? "number" : "plain";
}

function mergePlain(tokens: readonly Token[]): readonly Token[] {
  const merged: Token[] = [];
  for (const token of tokens) {
    const last = merged.at(-1);
    if (last?.kind === "plain" && token.kind === "plain") merged[merged.length - 1] = { kind: "plain", text: last.text + token.text };
    else merged.push(token);
  }
  return merged;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}
