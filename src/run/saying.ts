type Row = Readonly<Record<string, unknown>>;

/** Rows that are told in words; the others are counted. */
const most = 3;

/**
 * What failing rows mean, in the words of their test.
 *
 * @param says a sentence with the rows' columns in braces; one without is followed by the rows themselves
 * @param count of all failing rows, of which there are some in `rows`
 * @example saying("{chosen} does not beat {best}", [{ chosen: 4120.34, best: 3969.7 }], 1) // "4,120.3 does not beat 3,969.7"
 */
export function saying(says: string, rows: readonly Row[], count: number): string {
  const some = rows.slice(0, most);
  const more = count > some.length ? ` (and ${(count - some.length).toLocaleString("en")} more)` : "";
  if (/\{\w+\}/.test(says)) return `${some.map((row) => says.replace(/\{(\w+)\}/g, (_, name: string) => wordOf(row[name]))).join("; ")}${more}`;
  return `${says.replace(/\.$/, "")}, but: ${some.map((row) => Object.entries(row).map(([name, value]) => `${name} ${wordOf(value)}`).join(", ")).join("; ")}${more}`;
}

/** Whole numbers may be keys, so only measures get separators. */
function wordOf(value: unknown): string {
  if (typeof value !== "number") return String(value ?? "null");
  return value.toLocaleString("en", Math.abs(value) >= 10_000 ? { maximumFractionDigits: 1 } : { maximumSignificantDigits: 5 });
}
