import { expect, test } from "vitest";
import { expandEnvironment } from "./env-var.ts";

const origin = { file: "profiles.yaml", line: 3, column: 5 };
const expand = (text: string, environment = {}): string => expandEnvironment(text, { HOST: "db", EMPTY: "", ...environment }, origin);

test.each([
  ["{{ env_var('HOST') }}", "db"],
  ['{{env_var "HOST"}}', "db"],
  ["{{ env_var('PORT', '5432') | int }}", "5432"],
  ['{{env_var "PORT" "5432"}}', "5432"],
  ["{{ env_var('EMPTY', 'x') }}", ""],
  ["//{{ env_var('HOST') }}:{{ env_var('PORT', \"1\") }}/", "//db:1/"],
  ["no variable", "no variable"],
])("%s is %s", (text, expected) => {
  expect(expand(text)).toBe(expected);
});

test("a value is not looked into again", () => {
  expect(expand("{{ env_var('HOST') }}", { HOST: "{{ env_var('EMPTY') }} $& $1" })).toBe("{{ env_var('EMPTY') }} $& $1");
});

test.each([
  ["a variable without value", "{{ env_var('PORT') }}", "RM1052", /the environment variable PORT is not set/],
  ["anything else in braces", "{{ var('x') }}", "RM1051", /only env_var may stand between/],
])("%s is refused at its place", (_, text, code, message) => {
  expect(() => expand(text)).toThrow(expect.objectContaining({ code, origin, message: expect.stringMatching(message) }));
});
