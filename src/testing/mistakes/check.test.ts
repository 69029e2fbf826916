import { describe, expect, test } from "vitest";
import { checkMistakes } from "./check-mistakes.ts";
import { forecastCheckMistakes } from "./forecast-mistakes.ts";
import { placeOf, sound, withMistake } from "./mistake.ts";
import { problemsIn } from "../project.ts";
import { reader, withForecast } from "./forecast-project.ts";
import { regressionCheckMistakes } from "./regression-mistakes.ts";
import { expected, withRegression } from "./regression-project.ts";

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

test("the sound forecast has no problem", async () => {
  expect(await problemsIn(withForecast)).toEqual([]);
});

describe("of a forecast, refused before any data is read, at its place", () => {
  test.each(forecastCheckMistakes)("$title", async (mistake) => {
    const { [reader]: readerText, ...alone } = withMistake(mistake, withForecast);
    const problems = await problemsIn(mistake.file === reader ? { ...alone, [reader]: readerText! } : alone);
    expect(problems.map(({ at }) => at), problems.map(({ message }) => message).join("\n")).toEqual([`${mistake.code} ${placeOf(mistake, withForecast)}`]);
    expect(`${problems[0]!.message}\n${problems[0]!.fix}`).toContain(mistake.says);
  });
});

test("the sound regression has no problem", async () => {
  expect(await problemsIn(withRegression)).toEqual([]);
});

describe("of a regression, refused before any data is read, at its place", () => {
  test.each(regressionCheckMistakes)("$title", async (mistake) => {
    const { [expected]: _, ...alone } = withMistake(mistake, withRegression);
    const problems = await problemsIn(alone);
    expect(problems.map(({ at }) => at), problems.map(({ message }) => message).join("\n")).toEqual([`${mistake.code} ${placeOf(mistake, withRegression)}`]);
    expect(`${problems[0]!.message}\n${problems[0]!.fix}`).toContain(mistake.says);
  });
});
