/** How a target reads what DuckDB's regular expressions (RE2) leave to the reader. */
export interface Flavour {
  readonly start: string;
  readonly end: string;
  /** Takes the longest match of all instead of trying in order, so that a search must have one way to match only. */
  readonly isLongest: boolean;
}

interface Atom {
  readonly sql: string;
  /** Which of the characters 0 to 127 it matches; 128 stands for all others. Undefined for a group or a place. */
  readonly set: ReadonlySet<number> | undefined;
}

interface Piece extends Atom {
  readonly isVariable: boolean;
  readonly isOptional: boolean;
}

/**
 * A regular expression of RE2 in another engine's form, or undefined when it has something that they read differently.
 *
 * `\d`, `\w`, `\s` and `.` are written out: engines differ on letters beyond ASCII and on line breaks.
 *
 * @param isSearch what matches matters, not only whether something does
 */
export function translatePattern(pattern: string, flavour: Flavour, isSearch: boolean): string | undefined {
  const pieces: Piece[] = [];
  let rest = pattern;
  let depth = 0;
  while (rest !== "") {
    const group = /^\((\?:)?/.exec(rest) ?? /^\)/.exec(rest);
    if (group !== null) {
      if (/^\(\?(?!:)/.test(rest)) return undefined;
      depth += group[0] === ")" ? -1 : 1;
      const quantifier = group[0] === ")" ? quantifierOf(rest.slice(1)) : "";
      if (quantifier === undefined || depth < 0 || (quantifier !== "" && isSearch && flavour.isLongest)) return undefined;
      pieces.push({ sql: group[0] + quantifier, set: undefined, isVariable: false, isOptional: false });
      rest = rest.slice(group[0].length + quantifier.length);
      continue;
    }
    if (rest.startsWith("|")) {
      if (isSearch && flavour.isLongest) return undefined;
      pieces.push({ sql: "|", set: undefined, isVariable: false, isOptional: false });
      rest = rest.slice(1);
      continue;
    }
    const found = atomOf(rest, flavour);
    if (found === undefined) return undefined;
    const quantifier = quantifierOf(rest.slice(found.length));
    if (quantifier === undefined || (found.atom.set === undefined && quantifier !== "")) return undefined;
    pieces.push({ ...found.atom, sql: found.atom.sql + quantifier, isVariable: quantifier !== "" && !/^\{\d+\}$/.test(quantifier), isOptional: /^(?:[*?]|\{0)/.test(quantifier) });
    rest = rest.slice(found.length + quantifier.length);
  }
  if (depth !== 0 || (isSearch && flavour.isLongest && !hasOneWay(pieces))) return undefined;
  return pieces.map(({ sql }) => sql).join("");
}

/** A quantifier at the start of the text, or undefined for a lazy or possessive one. */
function quantifierOf(text: string): string | undefined {
  const found = /^(?:[*+?]|\{\d+(?:,\d*)?\})/.exec(text)?.[0] ?? "";
  return found !== "" && /^[?+*{]/.test(text.slice(found.length)) ? undefined : found;
}

const all = Array.from({ length: 129 }, (_, code) => code);
const matching = (test: RegExp): ReadonlySet<number> => new Set(all.filter((code) => code < 128 && test.test(String.fromCharCode(code))));
const without = (set: ReadonlySet<number>): ReadonlySet<number> => new Set(all.filter((code) => !set.has(code)));
const codeOf = (character: string): number => Math.min(character.codePointAt(0)!, 128);

const classes: Readonly<Record<string, readonly [sql: string, set: ReadonlySet<number>]>> = {
  d: ["0-9", matching(/[0-9]/)],
  w: ["0-9A-Za-z_", matching(/[0-9A-Za-z_]/)],
  s: ["\\t\\n\\f\\r ", matching(/[\t\n\f\r ]/)],
};
const controls: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f" };

function atomOf(text: string, flavour: Flavour): { readonly atom: Atom; readonly length: number } | undefined {
  const character = String.fromCodePoint(text.codePointAt(0)!);
  const place = (sql: string) => ({ atom: { sql, set: undefined }, length: 1 });
  switch (character) {
    case "^":
      return place(flavour.start);
    case "$":
      return place(flavour.end);
    case ".":
      return { atom: { sql: "[^\\n]", set: without(new Set([10])) }, length: 1 };
    case "[":
      return bracketOf(text);
    case "\\": {
      const next = text.charAt(1);
      const known = classes[next.toLowerCase()];
      if (known !== undefined) return { atom: next === next.toLowerCase() ? { sql: `[${known[0]}]`, set: known[1] } : { sql: `[^${known[0]}]`, set: without(known[1]) }, length: 2 };
      const control = controls[next];
      if (control !== undefined) return { atom: { sql: `\\${next}`, set: new Set([codeOf(control)]) }, length: 2 };
      return /^[!-/:-@[-`{-~]$/.test(next) ? { atom: { sql: `\\${next}`, set: new Set([codeOf(next)]) }, length: 2 } : undefined;
    }
    case "*": case "+": case "?": case "{":
      return undefined;
    default:
      return { atom: { sql: /[\]}]/.test(character) ? `\\${character}` : character, set: new Set([codeOf(character)]) }, length: character.length };
  }
}

/** `[a-z_]`, with every character that some engine reads in its own way escaped. */
function bracketOf(text: string): { readonly atom: Atom; readonly length: number } | undefined {
  const [whole, not = "", body = ""] = /^\[(\^?)((?:\\.|[^\]\\[&~])+)\]/su.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const set = new Set<number>();
  let sql = "";
  for (const [part, escaped, from, to] of body.matchAll(/\\(.)|(.)-(.)|./gsu)) {
    if (part.length > 1 && escaped === undefined && (from === "\\" || to === "\\")) return undefined;
    const known = escaped === undefined ? undefined : classes[escaped];
    if (known !== undefined) {
      sql += known[0];
      known[1].forEach((code) => set.add(code));
    } else if (from !== undefined && to !== undefined) {
      if (!/^[\p{L}\p{N}]$/u.test(from) || !/^[\p{L}\p{N}]$/u.test(to)) return undefined;
      sql += part;
      for (let code = codeOf(from); code <= codeOf(to); code++) set.add(code);
    } else {
      const one = escaped === undefined ? part : (controls[escaped] ?? escaped);
      if (escaped !== undefined && controls[escaped] === undefined && /[\p{L}\p{N}]/u.test(escaped)) return undefined;
      sql += escaped !== undefined && controls[escaped] !== undefined ? part : /[\]^\\-]/.test(one) ? `\\${one}` : one;
      set.add(codeOf(one));
    }
  }
  return { atom: { sql: `[${not}${sql}]`, set: not === "" ? set : without(set) }, length: whole.length };
}

/** After each repetition comes something that cannot be one more of it, so that longest and first are the same. */
function hasOneWay(pieces: readonly Piece[]): boolean {
  return pieces.every((piece, index) => {
    if (!piece.isVariable || piece.set === undefined) return true;
    for (const next of pieces.slice(index + 1)) {
      if (next.set === undefined) continue;
      if ([...next.set].some((code) => piece.set!.has(code))) return false;
      if (!next.isOptional) return true;
    }
    return true;
  });
}
