const escapes: Readonly<Record<string, string>> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};

/**
 * Writes a value as JSON that can stand inside a `<script>` element.
 *
 * `<`, `>`, `&`, U+2028 and U+2029 become `\uXXXX`, so no text in the value can close the
 * element, open a comment or end a line of script; `JSON.parse` gives the same value back.
 *
 * @example jsonForScript({ a: "</script>" }) // {"a":"\u003c/script\u003e"}
 */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => escapes[character] ?? character);
}
