import { expect, test } from "vitest";
import { codeFrame } from "./code-frame.ts";

const lines = (...text: readonly string[]): string => text.join("\n");

test("the line stands between its neighbours, with a caret under the column", () => {
  expect(codeFrame("from: i,\nwhere: sql`${i.Quantty} > 0`,\ncolumns: {", 2, 14)).toBe(
    lines("   1 | from: i,", "   2 | where: sql`${i.Quantty} > 0`,", "     |              ^", "   3 | columns: {"),
  );
});

test("line numbers of different length end in the same column", () => {
  const source = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`).join("\n");
  expect(codeFrame(source, 9, 1)).toBe(lines("    8 | line 8", "    9 | line 9", "      | ^", "   10 | line 10"));
});

test.each([
  ["at the first line nothing stands before", "a\nb", 1, 1, lines("   1 | a", "     | ^", "   2 | b")],
  ["blank neighbours are left out", "a\n\nb\n", 3, 1, lines("   3 | b", "     | ^")],
  ["a column after the end of the line puts the caret behind its text", "ab", 1, 9, lines("   1 | ab", "     |   ^")],
  ["an empty line has its caret at the left", "", 1, 1, lines("   1 |", "     | ^")],
  ["Windows line ends are no part of a line", "a\r\nb\r\n", 1, 2, lines("   1 | a", "     |  ^", "   2 | b")],
  ["tabs stay tabs above and below", "\t\tx y", 1, 5, lines("   1 | \t\tx y", "     | \t\t  ^")],
  ["wide characters take two cells", "名前 x", 1, 4, lines("   1 | 名前 x", "     |      ^")],
  ["an emoji of several code points takes two cells", "👩‍👩‍👧 x", 1, 10, lines("   1 | 👩‍👩‍👧 x", "     |    ^")],
  ["a combining accent takes none", "e\u0301 x", 1, 4, lines("   1 | e\u0301 x", "     |   ^")],
  ["control characters cannot colour the terminal", "\u001b[31mx", 1, 6, lines("   1 | \uFFFD[31mx", "     |      ^")],
  ["a line that the file has not gives nothing", "a", 2, 1, ""],
  ["line 0 gives nothing", "a", 0, 0, ""],
])("%s", (_, source, line, column, expected) => {
  expect(codeFrame(source, line, column)).toBe(expected);
});

test("a very long line is cut around the caret", () => {
  const [shown, caret] = codeFrame(`${"a".repeat(500)}!${"b".repeat(500)}`, 1, 501).split("\n");
  expect(shown!.length).toBeLessThan(180);
  expect(shown).toMatch(/^ {3}1 \| ….*…$/);
  expect(shown![caret!.indexOf("^")]).toBe("!");
});
