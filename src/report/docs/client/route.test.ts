import { expect, test } from "vitest";
import { payloads } from "../fixture/payloads.ts";
import { formatRoute, parseRoute, type Route } from "./route.ts";

test.each<[string, Route]>([
  ["", { page: "start" }],
  ["#/", { page: "start" }],
  ["#/elsewhere", { page: "start" }],
  ["#/node/", { page: "start" }],
  ["#/node/online_retail.fact_sales", { page: "node", id: "online_retail.fact_sales" }],
  ["#/node/a.b?column=c%20d", { page: "node", id: "a.b", column: "c d" }],
  ["#/node/100%", { page: "node", id: "100%" }],
  ["#/lineage", { page: "lineage", up: 2, down: 2 }],
  ["#/lineage/a.b?up=0&down=all", { page: "lineage", focus: "a.b", up: 0, down: Infinity }],
  ["#/lineage/a.b?up=-1&down=x", { page: "lineage", focus: "a.b", up: 2, down: 2 }],
])("%s leads to its page", (hash, route) => {
  expect(parseRoute(hash)).toEqual(route);
});

test.each(payloads)("an address keeps any name: %s", (name) => {
  for (const route of [{ page: "node", id: name, column: name }, { page: "lineage", focus: name, up: 1, down: Infinity }] satisfies Route[]) expect(parseRoute(formatRoute(route))).toEqual(route);
});
