import type { Message, Metafile, Plugin } from "esbuild";
import type { Imports } from "./imports.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import { readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { RmodelError, RmodelErrors } from "../errors/rmodel-error.ts";
import { configFile } from "./files.ts";
import { importCycles } from "./import-cycles.ts";
import { nearest } from "../errors/nearest.ts";

/** All definition files as one script, with the map back to them. */
export interface Bundle {
  readonly code: string;
  readonly map: string;
  /** Every source file that went in, relative to the project, with what it imports. */
  readonly imports: Imports;
}

/**
 * Bundles the project's TypeScript into one CommonJS script that exports `modules`, by path.
 *
 * `rmodel` and `zod` stay outside: the loader hands in its own. A macro file becomes a call of that macro.
 *
 * @throws RM1001 a file that is no TypeScript, or an import that cannot be found
 * @throws RM1002 files that import each other in a circle
 */
export async function bundle(root: string, paths: readonly string[]): Promise<Bundle> {
  const { build } = await import("esbuild");
  const definitions = paths.filter((path) => path.endsWith(".ts"));
  // Required, so that each file stays a function of its own: V8 finds a place in a function in time linear in its length.
  const entry = `exports.modules = {${definitions.map((path) => `${JSON.stringify(path)}: require(${JSON.stringify(`./${path}`)})`).join(",\n")}};`;
  const result = await build({
    stdin: { contents: entry, resolveDir: root, loader: "js", sourcefile: entryName },
    absWorkingDir: root,
    outfile: "bundle.js",
    bundle: true,
    write: false,
    metafile: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    sourcemap: "external",
    sourcesContent: false,
    treeShaking: false,
    logLevel: "silent",
    logOverride: { "import-is-undefined": "error" },
    external: ["rmodel", "zod"],
    plugins: [macroPlugin],
  }).catch((failure: unknown) => {
    throw new RmodelErrors(messagesOf(failure).map((message) => problemOf(message, paths)));
  });
  const cycles = importCycles(result.metafile as Metafile, (path) => path !== configFile && path.endsWith(".ts"));
  if (cycles.length > 0) throw new RmodelErrors(cycles.map((cycle) => cycleProblem(root, cycle)));
  const text = (ending: string) => result.outputFiles!.find((file) => file.path.endsWith(ending))!.text;
  return { code: text("bundle.js"), map: text("bundle.js.map"), imports: importsOf(result.metafile as Metafile) };
}

function importsOf({ inputs }: Metafile): Imports {
  const files = Object.entries(inputs).filter(([path]) => path !== entryName);
  return Object.fromEntries(files.map(([path, { imports }]) => [path, imports.filter(({ external }) => external !== true).map(({ path: imported }) => imported)]));
}

const entryName = "<entry>";

/** `macros/x.hbs` is imported as a function that makes a call of the macro `x`; the template itself is read by `macros.ts`. */
const macroPlugin: Plugin = {
  name: "rmodel-macros",
  setup({ onLoad }) {
    onLoad({ filter: /\.hbs$/ }, ({ path }) => {
      const name = path.replace(/^.*[/\\]/, "").replace(/\.hbs$/, "");
      return { contents: `import { macro } from "rmodel"; export default macro(${JSON.stringify(name)});`, loader: "js" };
    });
  },
};

function messagesOf(failure: unknown): readonly Message[] {
  const messages = (failure as { errors?: readonly Message[] }).errors;
  if (messages === undefined || messages.length === 0) throw failure;
  return messages;
}

function problemOf(message: Message, paths: readonly string[]): RmodelError {
  const place = message.location;
  const origin: Origin | undefined = place === null ? undefined : { file: place.file, line: place.line, column: place.column + 1 };
  const missing = /^Could not resolve "(.*)"/.exec(message.text)?.[1];
  if (missing === undefined) return new RmodelError("RM1001", origin, message.text.replace(/\.$/, ""), /^No matching export .* "default"$/.test(message.text) ? "a definition that others read is exported with `export default`" : undefined);
  const meant = missing.startsWith(".") && origin !== undefined ? nearestFile(origin.file, missing, paths) : undefined;
  const hint = meant !== undefined ? `did you mean "${meant}"?` : missing.startsWith(".") && !/\.(ts|hbs)$/.test(missing) ? `write the ending: "${missing}.ts"` : "check the path: it is relative to this file";
  return new RmodelError("RM1001", origin, `cannot find "${missing}"`, hint);
}

/** The import of the file of nearly the same name, from where the missing one was looked for. */
function nearestFile(from: string, missing: string, paths: readonly string[]): string | undefined {
  const others = paths.filter((path) => path !== from);
  const name = nearest(basename(missing), others.map((path) => basename(path)));
  const path = others.find((candidate) => basename(candidate) === name);
  if (path === undefined) return undefined;
  const found = relative(dirname(from), path).replaceAll("\\", "/");
  return found.startsWith(".") ? found : `./${found}`;
}

function cycleProblem(root: string, cycle: readonly string[]): RmodelError {
  const names = [...cycle, cycle[0]!].join(" → ");
  const next = (cycle[1] ?? cycle[0]!).replace(/^.*\//, "");
  const origin = placeOfText(root, cycle[0]!, `/${next}"`);
  return new RmodelError("RM1002", origin, `these files import each other in a circle: ${names}`, "let one of them read from a third model instead");
}

function placeOfText(root: string, file: string, text: string): Origin {
  const lines = readFileSync(join(root, file), "utf8").split("\n");
  const line = Math.max(0, lines.findIndex((candidate) => candidate.includes(text)));
  return { file, line: line + 1, column: Math.max(0, lines[line]!.indexOf(text)) + 1 };
}
