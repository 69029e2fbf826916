/**
 * A regular expression as DuckDB takes it (RE2), in PostgreSQL's flavour.
 *
 * What differs: a dot is any character but a line end, `\b` is a word's end, `\z` the text's. Flags are known at the
 * beginning only: `(?i)`, `(?s)`.
 */
export function patternOf(source: string): string {
  const flags = /^\(\?([is]+)\)/.exec(source);
  const body = source.slice(flags?.[0].length ?? 0);
  const dot = flags?.[1]!.includes("s") === true ? "." : "[^\\n]";
  let out = flags?.[1]!.includes("i") === true ? "(?i)" : "";
  let inBrackets = false;
  for (let at = 0; at < body.length; at++) {
    const character = body[at]!;
    if (character === "\\") {
      const next = body[++at] ?? "";
      out += inBrackets ? `\\${next}` : (escapes[next] ?? `\\${next}`);
    } else if (inBrackets) {
      out += character;
      // The first bracket after the opening one stands for itself.
      if (character === "]") inBrackets = false;
    } else if (character === "[") {
      inBrackets = true;
      const first = /^\^?\]?/.exec(body.slice(at + 1))![0];
      out += `[${first}`;
      at += first.length;
    } else if (character === ".") {
      out += dot;
    } else if (body.startsWith("(?P<", at)) {
      out += "(";
      at = body.indexOf(">", at);
    } else {
      out += character;
    }
  }
  return out;
}

const escapes: Readonly<Record<string, string>> = { b: "\\y", B: "\\Y", z: "\\Z" };

/** A replacement of RE2, where `\0` is the whole match. */
export const replacementOf = (source: string): string => source.replace(/\\(\\|0)/g, (pair, what: string) => (what === "0" ? "\\&" : pair));
