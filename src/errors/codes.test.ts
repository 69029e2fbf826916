import { expect, test } from "vitest";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { ErrorCode } from "./codes.ts";
import { codes } from "./codes.ts";

/** Codes that have an entry before the code that throws them: take one off the list once it is used. */
const announced: ReadonlySet<string> = new Set<ErrorCode>(["RM4020", "RM4021", "RM4022", "RM5002", "RM5003", "RM9001"]);

const src = join(import.meta.dirname, "..");
const catalogue = join("errors", "codes.ts");

/** Each `file:line` outside the catalogue and the tests that matches, by code. */
function places(pattern: RegExp): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && file !== catalogue);
  for (const file of files) {
    readFileSync(join(src, file), "utf8").split("\n").forEach((line, index) => {
      for (const [, code] of line.matchAll(pattern)) found.set(code!, [...(found.get(code!) ?? []), `${file}:${index + 1}`]);
    });
  }
  return found;
}

test("every code that a source file names has an entry", () => {
  const unknown = [...places(/\b(RM\d{4})\b/g)].filter(([code]) => !Object.hasOwn(codes, code));
  expect(unknown).toEqual([]);
});

test("every entry is thrown somewhere or announced", () => {
  const thrown = places(/"(RM\d{4})"/g);
  const unused = Object.keys(codes).filter((code) => !thrown.has(code) && !announced.has(code));
  expect(unused).toEqual([]);
});

test("entries stand in order of their codes, each in a known range", () => {
  const all = Object.keys(codes);
  expect(all).toEqual([...all].sort());
  expect(all.filter((code) => !/^RM[1-69]\d{3}$/.test(code))).toEqual([]);
});

test("a title is a heading, the reason and the fix are sentences", () => {
  const bad = Object.entries(codes).filter(([, { title, why, fix }]) => /\.$|\n/.test(title) || !/^[^\n]+\.$/.test(why) || !/^\p{Lu}[^\n]+$/u.test(fix));
  expect(bad).toEqual([]);
});
