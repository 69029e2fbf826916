import { expect, test } from "vitest";
import type { Result } from "../run/results.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { junit } from "./junit.ts";

const origin = { file: "models/shop/fct.ts", line: 2, column: 3 };
const base: Result = { kind: "test", id: "shop.unique_fct_id", node: "shop.fct", what: "unique", status: "pass", message: "", elapsedMs: 1 };
const context = { project: "shop", factsOf: () => ({ owner: "shop.fct", origin }) };

test("a relation is a suite, its build and its tests are cases", () => {
  const ran: readonly Result[] = [
    { ...base, kind: "relation", id: "shop.fct", what: "table", status: "success", elapsedMs: 120 },
    { ...base, status: "fail", message: "2 failures", queryPath: "compiled/tests/shop/x.sql", sample: [{ name: "Ana" }], error: new RmodelError("RM5001", origin, "…", "its rows: …") },
    { ...base, id: "shop.b", status: "skipped", message: "because of shop.stg", elapsedMs: 0 },
    { ...base, id: "shop.c", status: "warn", message: "1 failure" },
  ];
  expect(junit({ ran, unchanged: [], held: [{ ...base, id: "shop.d", elapsedMs: 0 }] }, context)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="shop" tests="5" failures="1" errors="0" skipped="1" time="0.122">
  <testsuite name="shop.fct" tests="5" failures="1" errors="0" skipped="1" time="0.122">
    <testcase classname="shop.fct" name="build (table)" time="0.120" file="models/shop/fct.ts" line="2"/>
    <testcase classname="shop.fct" name="unique_fct_id" time="0.001" file="models/shop/fct.ts" line="2">
      <failure message="2 failures" type="RM5001">2 failures&#10;query: compiled/tests/shop/x.sql</failure>
    </testcase>
    <testcase classname="shop.fct" name="b" time="0.000" file="models/shop/fct.ts" line="2">
      <skipped message="because of shop.stg"/>
    </testcase>
    <testcase classname="shop.fct" name="c" time="0.001" file="models/shop/fct.ts" line="2">
      <system-out>warning: 1 failure</system-out>
    </testcase>
    <testcase classname="shop.fct" name="d" time="0.000" file="models/shop/fct.ts" line="2"/>
  </testsuite>
</testsuites>
`);
});

test("where a relation failed is told with it", () => {
  const error = new RmodelError("RM4020", { file: "data/orders.csv", line: 7, column: 10 }, "a bad row", "correct it");
  expect(junit({ ran: [{ ...base, kind: "relation", id: "shop.orders", status: "error", message: "a bad row", error }], unchanged: [], held: [] }, context)).toContain('<error message="a bad row" type="RM4020">a bad row&#10;at data/orders.csv:7:10&#10;fix: correct it</error>');
});

test("any message makes well-formed XML", () => {
  const message = `<a b="c">&\u0000\u001b\uD800]]>\n`;
  const text = junit({ ran: [{ ...base, status: "error", message }], unchanged: [], held: [] }, context);
  expect(text).toContain('message="&lt;a b=&quot;c&quot;&gt;&amp;\uFFFD\uFFFD\uFFFD]]&gt;&#10;" type="unique"');
});
