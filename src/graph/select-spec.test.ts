import { expect, test } from "vitest";
import { parseSpec } from "./select-spec.ts";

const atom = { method: "name", key: "", value: "a", parents: 0, children: 0, withNeeds: false };

test.each([
  ["a", {}],
  ["+a", { parents: Infinity }],
  ["a+", { children: Infinity }],
  ["2+a", { parents: 2 }],
  ["a+3", { children: 3 }],
  ["12+a+0", { parents: 12, children: 0 }],
  ["@a", { withNeeds: true }],
  ["@+a+", { withNeeds: true, parents: Infinity, children: Infinity }],
  ["tag:a", { method: "tag" }],
  ["2+tag:a+1", { method: "tag", parents: 2, children: 1 }],
  ["config.meta.team:a", { method: "config", key: "meta.team" }],
  ["git:main@{1}", { method: "git", value: "main@{1}" }],
  ["shop/a", { method: "path", value: "shop/a" }],
  ["a.ts", { method: "file", value: "a.ts" }],
  ["shop.a", { value: "shop.a" }],
  ["Tag:a", { method: "Tag" }],
])("%s is one atom", (text, expected) => {
  expect(parseSpec([text])).toEqual([[{ ...atom, text, ...expected }]]);
});

test("spaces and several texts mean either, commas mean both", () => {
  const texts = parseSpec([" a  b,c ", "d"]).map((atoms) => atoms.map(({ text }) => text));
  expect(texts).toEqual([["a"], ["b", "c"], ["d"]]);
});

test.each(["+", "@", "tag:", "++a", "@@a", ":a", ",a", "a,,b", "3+"])("%s cannot be read", (text) => {
  expect(() => parseSpec([text])).toThrow(expect.objectContaining({ code: "RM2014" }));
});
