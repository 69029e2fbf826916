/** What texts are made of that break careless quoting. */
const pieces = [
  "'", '"', "`", "''", '""', "\\", "\\'", "\\\\", "\n", "\r\n", "\t", "\u0001", "\u001a", "\u007f", "--", "/*", "*/", ";", "$$", "$1", "$tag$", "${", "{{", "}}", "%s", "?", ":a", "@",
  "select", "drop table x", "or 1=1", "null", "NULL", "", " ", "  ", "a", "Z", "0", "-1", "E'", "U&'", "x'", "é", "e\u0301", "ß", "İ", "ñ", "日本", "עב", "\u202e", "\u2028", "\ufeff", "\u00a0", "😀", "👩‍👩‍👧", "\ue000", "\ue0000\ue001", "\ue0021\ue003",
];

/** A text of up to twelve pieces; `random` gives numbers in [0, 1). */
export function awkwardText(random: () => number): string {
  const length = Math.floor(random() * 12) + 1;
  return Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]!).join("");
}
