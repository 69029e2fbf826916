import { expect, test } from "vitest";
import { projectOf } from "../testing/project.ts";
import { templatePlace } from "./template-place.ts";

const text = "const a = sql`one ${b} two\n  three ${sql`in ${c} ${`x`}`} four ${{ d: '}' }} \\` \\n five`;\n";
const root = projectOf({ "a.ts": text });
const tag = { file: "a.ts", line: 1, column: 11 };

test.each([
  ["the first chunk", 0, 0, "one"],
  ["a later place of a chunk, in its own line", 1, " two\n  ".length, "three"],
  ["behind a nested template", 2, 1, "four"],
  ["behind a brace in quotes and escapes", 3, " ` \n ".length, "five"],
  ["no further than the end of the chunk", 0, 99, "${b}"],
])("%s", (_, index, offset, word) => {
  const { line, column } = templatePlace(root, tag, index, offset);
  expect(text.split("\n")[line - 1]!.slice(column - 1)).toMatch(new RegExp(`^${word.replace(/[${}]/g, "\\$&")}`));
});

test("a file that is gone leaves the place of the tag", () => {
  expect(templatePlace(root, { ...tag, file: "gone.ts" }, 1, 1)).toEqual({ ...tag, file: "gone.ts" });
});
