import { expect, test } from "vitest";
import { onlineRetail } from "../fixture/online-retail.ts";
import { pictures } from "../fixture/pictures.ts";
import { countHealth, healthOfNode } from "./health.ts";
import { compareLayers, toneOf } from "./layers.ts";
import { compactNeighbourhood, neighbourhood } from "./neighbourhood.ts";
import { buildSite } from "./site.ts";
import { buildTree, filterNodes } from "./tree.ts";

const site = buildSite(onlineRetail);
const id = (name: string): string => `online_retail.${name}`;
const names = (ids: ReadonlySet<string>): readonly string[] => [...ids].map((one) => one.split(".")[1] ?? "").sort();

test("parents and children are looked up both ways; an unknown parent is left out", () => {
  const stray = buildSite({ ...onlineRetail, nodes: onlineRetail.nodes.map((node) => ({ ...node, dependsOn: [...node.dependsOn, "gone.away"] })) });
  expect(stray.parents.get(id("rpt_rfm"))?.map((node) => node.name)).toEqual(["dim_customers", "fact_sales"]);
  expect(stray.children.get(id("holidays"))?.map((node) => node.name)).toEqual(["dim_date"]);
});

test.each([
  [0, 0, ["feat_daily_revenue"]],
  [1, 0, ["dim_date", "fact_sales", "feat_daily_revenue"]],
  [0, 1, ["feat_daily_revenue", "forecast_daily_revenue", "rpt_revenue_outlook"]],
])("%i up and %i down", (up, down, expected) => {
  expect(names(neighbourhood(site, id("feat_daily_revenue"), up, down))).toEqual(expected);
});

test("the compact neighbourhood grows as far as the limit lets it", () => {
  expect(compactNeighbourhood(site, id("fact_sales"), 1)).toEqual(neighbourhood(site, id("fact_sales"), 1, 1));
  expect(compactNeighbourhood(site, id("fact_sales"), 1000)).toEqual(neighbourhood(site, id("fact_sales"), Infinity, Infinity));
});

test("what is made along with a node counts as that node, and stands for itself on its own page only", () => {
  const shop = buildSite(pictures);
  const around = (name: string) => [shop.parents, shop.children].map((map) => map.get(`shop.${name}`)?.map((node) => node.name));
  expect(around("ahead")).toEqual([["fct_daily"], ["rpt_scores"]]);
  expect(around("rpt_scores")).toEqual([["ahead"], []]);
  expect(around("fct_daily")[1]).toEqual(["ahead", "fit", "rpt_bars", "rpt_lines", "rpt_wrong", "single", "unbuilt"]);
  expect(around("ahead__fit")).toEqual([["ahead__series"], ["ahead", "ahead__scores"]]);
  expect(around("ahead__scores")).toEqual([["ahead__fit"], ["ahead", "rpt_scores"]]);
  expect(shop.nodes.map((node) => node.name)).not.toContain("ahead__fit");
  expect(shop.companions.get("shop.ahead")?.map((node) => node.name)).toEqual(["ahead__series", "ahead__fit", "ahead__scores"]);
});

test("the tree follows the pipeline", () => {
  expect(buildTree(site.data.nodes).map((domain) => [domain.name, domain.layers.map((layer) => layer.name)])).toEqual([
    ["online_retail", ["sources", "seeds", "snapshots", "staging", "dims", "facts", "features", "forecast", "reports", "tests"]],
  ]);
  expect(["zeta", "reports", "tests", "alpha", "staging"].sort(compareLayers)).toEqual(["staging", "reports", "alpha", "zeta", "tests"]);
});

test("the filter takes words of id, layer, kind and tags", () => {
  expect(filterNodes(site.data.nodes, "fact FINANCE").map((node) => node.name)).toEqual(["fact_sales", "fact_returns"]);
});

test("whatever a layer is called, its colour is one of ours", () => {
  for (const layer of ["staging", "x", "</style>", '"'] ) expect(toneOf(layer)).toMatch(/^tone-(staging|spare-[123])$/);
});

test("the worst test decides", () => {
  expect(countHealth(site.data.nodes)).toMatchObject({ fail: 1, warn: 1, idle: 2 });
  expect(["fact_sales", "stg_online_retail", "dim_date", "forecast_daily_revenue"].map((name) => healthOfNode(site.byId.get(id(name))!))).toEqual(["fail", "warn", "pass", "idle"]);
});
