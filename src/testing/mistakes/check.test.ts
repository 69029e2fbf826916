import { describe, expect, test } from "vitest";
import { checkMistakes } from "./check-mistakes.ts";
import { placeOf, sound, withMistake } from "./mistake.ts";
import { problemsIn } from "../project.ts";

test("the sound project has no problem", async () => {
  expect(await problemsIn(sound)).toEqual([]);
});

test("there are twenty mistakes", () => {
  expect(checkMistakes).toHaveLength(20);
});

describe("is refused before any data is read, at its place", () => {
  test.each(checkMistakes)("$title", async (mistake) => {
    const problems = await problemsIn(withMistake(mistake));
    expect(problems.map(({ at }) => at)).toEqual([`${mistake.code} ${placeOf(mistake)}`]);
    expect(`${problems[0]!.message}\n${problems[0]!.fix}`).toContain(mistake.says);
  });
});
