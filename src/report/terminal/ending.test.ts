import { expect, test } from "vitest";
import type { EndingContext } from "./ending.ts";
import type { Result } from "../../run/results.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { ending } from "./ending.ts";
import { plain } from "../../errors/paint.ts";

const origin = { file: "models/shop/fct.ts", line: 2, column: 3 };
const passed: Result = { kind: "test", id: "shop.a", node: "shop.fct", what: "unique", status: "pass", message: "", elapsedMs: 1 };
const failed: Result = {
  ...passed, id: "shop.b", status: "fail", message: "12 failures in 1,000 rows", failures: 12,
  sample: [{ id: "7", name: "Ana" }, { id: "12", name: "*****" }],
  queryPath: "compiled/tests/shop/b.sql",
  error: new RmodelError("RM5001", origin, "test shop.b failed: 12 failures in 1,000 rows", "its rows: compiled/tests/shop/b.sql"),
};
const warned: Result = { ...passed, id: "shop.c", status: "warn", message: "1 failure", failures: 1 };
const context: EndingContext = {
  least: "info",
  elapsedMs: 1234,
  rest: { ran: true, redecorated: 0, removed: 0 },
  paint: plain,
  readSource: () => "first\n  second\nthird",
  width: 80,
  placeOf: ({ queryPath }) => ({ origin, sqlFile: queryPath === undefined ? undefined : `target/${queryPath}` }),
  github: undefined,
};
const standing = { ran: [passed, failed], unchanged: [{ ...passed, kind: "relation" as const, status: "no-op" as const }], held: [warned, passed] };

test("a failure is told with its place, rows and query; a warning that still holds, too", () => {
  expect(ending(standing, { withheld: "a test failed: nothing was published", stopped: false }, context)).toBe(`RM5001  test shop.b failed: 12 failures in 1,000 rows
  models/shop/fct.ts:2:3
   1 | first
   2 |   second
     |   ^
   3 | third
  rows: 2 of 12
    id  name
     7  Ana
    12  *****
  sql: target/compiled/tests/shop/b.sql

warn  test shop.c: 1 failure
  models/shop/fct.ts:2:3

A test failed: nothing was published.
Done. PASS=1 WARN=1 ERROR=1 SKIP=0 NO-OP=2 TOTAL=5  1.23 s
`);
});

test("with --quiet only failures are told", () => {
  const text = ending(standing, { stopped: false }, { ...context, least: "error" });
  expect(text).toContain("RM5001");
  expect(text).not.toMatch(/warn|Done/);
});

test("nothing is said at level none", () => {
  expect(ending(standing, { stopped: false }, { ...context, least: "none" })).toBe("");
});

test.each([
  ["what was published", { published: { nodes: 3, elapsedMs: 20 }, stopped: false }, {}, "Published 3 nodes in 0.02 s."],
  ["new comments and removed models alone", { published: { nodes: 0, elapsedMs: 20 }, stopped: false }, { redecorated: 1, removed: 2 }, "Published 1 new description, 2 removals in 0.02 s."],
  ["that it was stopped", { stopped: true }, {}, "Stopped: nothing was published, readers see what they saw before."],
  ["that nothing changed", { stopped: false }, { ran: false }, "Nothing to do: everything is up to date."],
])("the end says %s", (_, publication, rest, text) => {
  expect(ending({ ran: [], unchanged: standing.unchanged, held: [] }, publication, { ...context, rest: { ...context.rest, ...rest } }).split("\n")[0]).toBe(text);
});

test("a selection that is empty is not called up to date", () => {
  const text = ending({ ran: [], unchanged: [], held: [] }, { stopped: false }, { ...context, rest: { ...context.rest, ran: false } });
  expect(text.split("\n")[0]).toBe("Nothing to do: nothing is selected.");
});

test("in GitHub Actions failures are annotations, too", () => {
  const text = ending(standing, { stopped: false }, { ...context, least: "warn", github: { root: "/repo/shop", workspace: "/repo" } });
  expect(text.split("\n").filter((line) => line.startsWith("::"))).toEqual([
    "::error file=shop/models/shop/fct.ts,line=2,col=3,title=shop.b::12 failures in 1,000 rows",
    "::warning file=shop/models/shop/fct.ts,line=2,col=3,title=shop.c::1 failure",
  ]);
});
