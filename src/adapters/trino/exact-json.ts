/** A JSON string, or a number: only these can hold digits. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/gs;

/**
 * Reads JSON whose whole numbers may be longer than a double holds; from 16 digits on they come as text.
 *
 * Digits inside of strings stay as they are.
 *
 * @throws SyntaxError it is no JSON
 * @example parseExactly('[9007199254740993, "a,9007199254740993"]') // ["9007199254740993", "a,9007199254740993"]
 */
export function parseExactly(text: string): unknown {
  return JSON.parse(/\d{16}/.test(text) ? text.replace(tokens, (token) => (token.length >= 16 && /^-?\d+$/.test(token) ? `"${token}"` : token)) : text);
}
