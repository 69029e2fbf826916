import { expect, test } from "vitest";
import { explain } from "./explain.ts";

const cycle = [
  "RM2002  nodes read each other in a circle",
  "  why: Each would have to be built before the other. The message names the whole path.",
  "  fix: Let one of them read from a third model instead.",
].join("\n");

test.each(["RM2002", "rm2002", "2002"])("%s is explained with title, why and fix", (code) => {
  expect(explain(code)).toBe(cycle);
});

test.each(["RM2003", "2", "", "toString"])("%o is no code, so there is nothing to explain", (code) => {
  expect(explain(code)).toBeUndefined();
});
