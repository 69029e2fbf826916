import { expect, test } from "vitest";
import { formatBytes, formatElapsed, formatPlural, formatShare, formatTime } from "./format.ts";

test.each([
  [formatPlural(1, "row"), "1 row"],
  [formatPlural(524_878, "row"), "524,878 rows"],
  [formatBytes(0), "0 bytes"],
  [formatBytes(31_457_280), "31.5 MB"],
  [formatBytes(5e15), "5,000 TB"],
  [formatElapsed(84.4), "84 ms"],
  [formatElapsed(2140), "2.14 s"],
  [formatElapsed(125_000), "2 min 5 s"],
  [formatTime("2026-11-21T08:14:09Z"), "21 Nov 2026, 08:14 UTC"],
  [formatTime("not a time"), "not a time"],
  [formatShare(999, 1000), "99 %"],
  [formatShare(1, 1000), "1 %"],
  [formatShare(3, 3), "100 %"],
  [formatShare(0, 0), "–"],
])("%s", (shown, expected) => {
  expect(shown).toBe(expected);
});
