/** Longer lines are cut around the caret, so that a terminal does not wrap them. */
const longest = 160;

/**
 * The lines around a place of a file, with a caret under it; empty when the file has no such line.
 *
 * @param source whole text of the file
 * @param line counted from 1
 * @param column counted from 1 in UTF-16 units
 * @param around how many lines to show before and after; blank ones are left out
 * @example codeFrame("a\nb c\nd", 2, 3)
 * //    1 | a
 * //    2 | b c
 * //      |   ^
 * //    3 | d
 */
export function codeFrame(source: string, line: number, column: number, around = 1): string {
  const lines = source.split(/\r?\n/);
  const text = lines[line - 1];
  if (text === undefined) return "";
  const start = column <= longest ? 0 : column - longest / 2;
  const before = cut(text, start).slice(0, column - 1 - start + (start === 0 ? 0 : 1));
  const width = String(Math.min(lines.length, line + around)).length;
  const row = (gutter: number | "", shown: string) => `   ${String(gutter).padStart(width)} | ${shown}`.trimEnd();
  return lines.flatMap((candidate, index) => {
    const number = index + 1;
    if (number === line) return [row(number, visible(cut(text, start))), row("", `${blank(before)}^`)];
    const isNeighbour = Math.abs(number - line) <= around && candidate.trim() !== "";
    return isNeighbour ? [row(number, visible(cut(candidate, start)))] : [];
  }).join("\n");
}

function cut(text: string, start: number): string {
  const end = start + longest;
  return `${start > 0 ? "…" : ""}${text.slice(start, end)}${text.length > end ? "…" : ""}`;
}

/** Control characters would move the cursor or recolour the terminal. */
const visible = (text: string): string => text.replace(/(?!\t)\p{Cc}/gu, "\uFFFD");

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** White space as wide as the text: tabs stay tabs, so any tab width is right. */
function blank(text: string): string {
  return Array.from(graphemes.segment(text), ({ segment }) => (segment === "\t" ? "\t" : isWide(segment) ? "  " : " ")).join("");
}

/**
 * Whether a terminal gives the character two cells.
 *
 * @source Unicode Standard Annex #11, classes W and F; emoji as in Unicode Technical Standard #51
 */
const isWide = (grapheme: string): boolean =>
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}|\uFE0F/u.test(grapheme);
