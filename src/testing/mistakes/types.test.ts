import { describe, expect, test } from "vitest";
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { forecastTypeMistakes } from "./forecast-mistakes.ts";
import { placeOf, sound, withMistake, writeFiles } from "./mistake.ts";
import { regressionTypeMistakes } from "./regression-mistakes.ts";
import { typeMistakes } from "./type-mistakes.ts";
import { withForecast } from "./forecast-project.ts";
import { withRegression } from "./regression-project.ts";

interface TypeError {
  /** Folder of the copy; the rest of its path is `at`. */
  readonly copy: string;
  readonly at: string;
  readonly message: string;
}

const repository = join(import.meta.dirname, "../../..");
const all = [...typeMistakes.map((mistake) => ({ mistake, project: sound })), ...forecastTypeMistakes.map((mistake) => ({ mistake, project: withForecast })), ...regressionTypeMistakes.map((mistake) => ({ mistake, project: withRegression }))];
const errors = compileAll();

test.each(["sound", "forecast", "regression"])("the project without mistakes (%s) has no error", (project) => {
  expect(errors.filter(({ copy }) => copy === project)).toEqual([]);
});

test("there are thirty mistakes, and those of forecasts and regressions", () => {
  expect([typeMistakes.length, forecastTypeMistakes.length, regressionTypeMistakes.length]).toEqual([30, 13, 14]);
});

describe("is refused by the compiler at its place", () => {
  test.each(all.map((entry, index) => ({ ...entry, title: entry.mistake.title, index })))("$title", ({ index, mistake, project }) => {
    const found = errors.filter(({ copy }) => copy === `mistake-${index}`);
    expect(found.map(({ at }) => at), found.map(({ message }) => message).join("\n")).toEqual([placeOf(mistake, project)]);
    expect(found[0]!.message).toContain(mistake.says);
  });
});

/** One run of `tsc` over a copy of the project for each mistake. Inside the repository, so that packages are found. */
function compileAll(): readonly TypeError[] {
  const folder = join(repository, "target/mistakes", String(process.pid));
  try {
    writeFiles(join(folder, "sound"), sound);
    writeFiles(join(folder, "forecast"), withForecast);
    writeFiles(join(folder, "regression"), withRegression);
    all.forEach(({ mistake, project }, index) => writeFiles(join(folder, `mistake-${index}`), withMistake(mistake, project)));
    const paths = { rmodel: [join(repository, "src/index.ts")], "rmodel/zod": [join(repository, "src/zod.ts")] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ extends: join(repository, "tsconfig.json"), compilerOptions: { paths }, include: ["."], exclude: [] }));
    return errorsOf(tsc(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tsc(folder: string): string {
  try {
    return execFileSync(process.execPath, [join(repository, "node_modules/typescript/bin/tsc"), "--pretty", "false", "-p", folder], { cwd: folder, encoding: "utf8" });
  } catch (failure) {
    return (failure as { stdout: string }).stdout;
  }
}

/** `copy/file(line,column): error TSnnnn: message`, the following lines indented. */
function errorsOf(output: string): readonly TypeError[] {
  return Array.from(output.matchAll(/^([^\s/]+)\/(.+?)\((\d+),(\d+)\): error TS\d+: (.*(?:\n .*)*)/gm), ([, copy, file, line, column, message]) => ({
    copy: copy!,
    at: `${file}:${line}:${column}`,
    message: message!,
  }));
}
