import { expect, test } from "vitest";
import { readFileSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";

/**
 * What each layer may import besides itself; `type` in front allows types only.
 *
 * The stages stand in order and may import every earlier one. Engines stand beside the stages, which get them as
 * arguments. A folder that is missing here fails: it has to be given its place.
 */
const stages = ["errors", "define", "index", "forecast", "load", "graph", "adapter", "compile", "run", "report"];
const earlier = Object.fromEntries(stages.map((stage, index) => [stage, stages.slice(0, index)]));
const mayImport: Readonly<Record<string, readonly string[]>> = {
  ...earlier,
  index: ["define"],
  engine: ["errors", "define", "type load", "adapter"],
  engines: ["errors", "define", "type load", "adapter", "engine"],
  semantic: [...stages, "engines"],
  importer: [...stages, "engines"],
  cli: [...stages, "engine", "engines", "semantic", "importer"],
};

/** Which layers, or files, may do what touches the world. */
const effects: readonly { readonly what: string; readonly pattern: RegExp; readonly allowed: readonly string[] }[] = [
  { what: "process", pattern: /(?<![\w$.])process\.[a-z]|["']node:process["']/g, allowed: ["cli", "adapters/duckdb/lock-file.ts", "adapters/duckdb/driver.ts", "adapters/postgres/lock.ts"] },
  { what: "console", pattern: /(?<![\w$./])console\.[a-z]/g, allowed: ["cli", "report/console.ts"] },
  { what: "node:fs", pattern: /["'](?:node:)?fs(?:\/promises)?["']/g, allowed: ["load", "run/disk.ts", "run/plan/glob.ts", "report", "engine", "engines", "cli"] },
];

/** Queries hold expressions and expressions hold queries: so do the files that write them. */
const recursive = "compile/translate/";

const src = import.meta.dirname;
const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts") && !/\.(test|d)\.ts$/.test(file) && !file.startsWith("testing/") && !/\/(projects|fixture)\//.test(file));

function layerOf(file: string): string {
  const [folder, ...rest] = file.split("/");
  if (folder === "adapters") return rest[0] === "adapter.ts" ? "adapter" : rest.length > 1 ? "engine" : "engines";
  return folder === "index.ts" || folder === "zod.ts" ? "index" : folder!;
}

/** Engines do not know of each other. */
const isSameLayer = (a: string, b: string): boolean => layerOf(a) === layerOf(b) && (layerOf(a) !== "engine" || a.split("/")[1] === b.split("/")[1]);

interface Import {
  readonly line: number;
  readonly to: string;
  readonly typesOnly: boolean;
}

const importLine = /^(?:import|export)\s+(?<type>type\s)?(?:[\w*\s{},$]+?\sfrom\s+)?"(?<from>\.[^"]+)"|\bimport\("(?<lazily>\.[^"]+)"\)/gm;

/** Imports of our own files, lazy ones and re-exports among them. */
function importsOf(file: string, text: string): readonly Import[] {
  return Array.from(text.matchAll(importLine), (match) => {
    const { type, from, lazily } = match.groups!;
    return { line: lineAt(text, match.index), to: posix.join(posix.dirname(file), (from ?? lazily)!), typesOnly: type !== undefined };
  });
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split("\n").length;

/** What engines on a server have their files read and written with. */
const sharedByEngines = ["adapters/duckdb/stage.ts", "adapters/duckdb/csv/stream.ts", "adapters/duckdb/unstage.ts", "adapters/temporary-folder.ts"];

function isAllowed(file: string, { to, typesOnly }: Import): boolean {
  if (isSameLayer(file, to) || (layerOf(file) === "engine" && sharedByEngines.includes(to))) return true;
  const allowed = mayImport[layerOf(file)] ?? [];
  return allowed.includes(layerOf(to)) || (typesOnly && allowed.includes(`type ${layerOf(to)}`));
}

const readFile = (file: string): string => readFileSync(join(src, file), "utf8");

/** Comments may speak of what code may not do; lines keep their numbers. */
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, (comment) => comment.replace(/[^\n]/g, " "));

test("an import points to an earlier layer", () => {
  const wrong = files.flatMap((file) => importsOf(file, readFile(file)).filter((found) => !isAllowed(file, found)).map(({ line, to }) => `${file}:${line} imports ${to}`));
  expect(wrong).toEqual([]);
});

test("no files import each other in a circle", () => {
  const imports = new Map(files.map((file) => [file, importsOf(file, readFile(file)).map(({ to }) => to)]));
  expect(files.filter((file) => !file.startsWith(recursive) && reaches(file, file, imports))).toEqual([]);
});

/** Whether following imports leads from one file to another. */
function reaches(from: string, to: string, imports: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>();
  const ahead = [from];
  for (let file = ahead.pop(); file !== undefined; file = ahead.pop()) {
    for (const next of imports.get(file) ?? []) {
      if (next === to) return true;
      if (!seen.has(next)) ahead.push(next);
      seen.add(next);
    }
  }
  return false;
}

test.each(effects)("$what is used only where effects belong", ({ what, pattern, allowed }) => {
  const wrong = files
    .filter((file) => !allowed.includes(file) && !allowed.includes(layerOf(file)))
    .flatMap((file) => Array.from(withoutComments(readFile(file)).matchAll(pattern), ({ index }) => `${file}:${lineAt(readFile(file), index)} uses ${what}`));
  expect(wrong).toEqual([]);
});

test.each([
  ["a stage may import an earlier one", "compile/a.ts", 'import { a } from "../load/b.ts";', true],
  ["a stage may not import a later one", "load/a.ts", 'import { a } from "../compile/b.ts";', false],
  ["a type is an import too", "load/a.ts", 'import type { A } from "../compile/b.ts";', false],
  ["several lines are one import", "load/a.ts", 'import {\n  a,\n  b,\n} from "../run/b.ts";', false],
  ["a lazy import is an import too", "run/a.ts", 'const { a } = await import("../cli/b.ts");', false],
  ["a re-export is an import too", "graph/a.ts", 'export { a } from "../compile/b.ts";', false],
  ["what model files import is made of define only", "index.ts", 'export * from "./load/a.ts";', false],
  ["stages know the seam", "compile/a.ts", 'import type { A } from "../adapters/adapter.ts";', true],
  ["stages know no engine", "run/a.ts", 'import { a } from "../adapters/duckdb/adapter.ts";', false],
  ["engines see the nouns of load as types", "adapters/duckdb/a.ts", 'import type { A } from "../../load/node.ts";', true],
  ["engines do not call load", "adapters/duckdb/a.ts", 'import { a } from "../../load/node.ts";', false],
  ["engines do not know each other", "adapters/trino/a.ts", 'import { a } from "../postgres/b.ts";', false],
  ["engines on a server have their files read by DuckDB", "adapters/trino/a.ts", 'import { a } from "../duckdb/stage.ts";', true],
  ["the command line starts engines", "cli/a.ts", 'import { a } from "../adapters/engines.ts";', true],
  ["a folder without a place is refused", "tools/a.ts", 'import { a } from "../errors/nearest.ts";', false],
])("%s", (_, file, text, expected) => {
  expect(importsOf(file, text).map((found) => isAllowed(file, found))).toEqual([expected]);
});
