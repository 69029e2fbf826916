import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { packageRoot } from "../package-root.ts";

const fromHere = createRequire(import.meta.url);

/**
 * What TypeScript finds wrong with the project, by the compiler that comes with rmodel, in a process of its own.
 *
 * @param cacheFolder where the compiler keeps what it knows, so that the next check is faster
 */
export async function typeErrors(root: string, cacheFolder: string): Promise<readonly RmodelError[]> {
  const compiler = join(dirname(fromHere.resolve("typescript/package.json")), "bin", "tsc");
  const project = writeConfig(root, cacheFolder);
  const output = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, [compiler, "--pretty", "false", "--project", project], { cwd: root, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== "number") reject(new Error(`the TypeScript compiler cannot be run: ${error.message}`));
      else resolve(stdout + stderr);
    });
  });
  // What is outside is not the project's to mend.
  return parse(output).filter(({ origin }) => origin === undefined || !/^(\.\.\/|\/|[a-z]:)/i.test(origin.file));
}

const line = /^(?:(?<file>.+?)\((?<line>\d+),(?<column>\d+)\): )?error (?<code>TS\d+): (?<text>.*)$/;

/** Errors of `tsc --pretty false`; lines that begin with a space go on with the one before. */
export function parse(output: string): readonly RmodelError[] {
  const found: { origin: RmodelError["origin"]; text: string }[] = [];
  for (const text of output.split(/\r?\n/)) {
    const match = line.exec(text)?.groups;
    if (match !== undefined) found.push({ origin: match.file === undefined ? undefined : { file: match.file.replaceAll("\\", "/"), line: Number(match.line), column: Number(match.column) }, text: `${match.code}: ${match.text}` });
    else if (text.startsWith(" ") && found.length > 0) found.at(-1)!.text += `\n${text}`;
  }
  return found.map(({ origin, text }) => {
    const guess = / Did you mean '(?<name>[^']+)'\?$/.exec(text);
    return new RmodelError("RM1060", origin, withShortTypes(guess === null ? text : text.slice(0, guess.index)), guess === null ? undefined : `write ${guess.groups!.name}`);
  });
}

/** The type of a whole library says nothing that its beginning does not. */
const withShortTypes = (text: string): string => text.replace(/'([^'\n]{80})[^'\n]+'/g, "'$1…'");

/**
 * The project's own settings, and with them where the compiler keeps its memory. A project that has not installed
 * rmodel gets the types of this one.
 */
function writeConfig(root: string, cacheFolder: string): string {
  const own = join(root, "tsconfig.json");
  const exists = existsSync(own);
  const from = (path: string): string => relative(cacheFolder, path).replaceAll("\\", "/");
  const isMapped = exists && /"rmodel"\s*:/.test(readFileSync(own, "utf8"));
  const paths = Object.fromEntries(isMapped ? [] : typePaths().filter(([name]) => !isInstalled(root, name.split("/")[0]!)).map(([name, path]) => [name, [from(path)]]));
  const defaults = { strict: true, target: "es2023", module: "nodenext", moduleResolution: "nodenext", allowImportingTsExtensions: true, skipLibCheck: true };
  const file = join(cacheFolder, "tsconfig.check.json");
  mkdirSync(cacheFolder, { recursive: true });
  const config = {
    ...(exists ? { extends: from(own) } : { include: ["rmodel.config.ts", "models", "sources", "seeds", "snapshots", "macros", "tests"].map((path) => from(join(root, path))) }),
    compilerOptions: { ...(exists ? {} : defaults), noEmit: true, incremental: true, tsBuildInfoFile: "./types.tsbuildinfo", typeRoots: typeFolders(root).map(from), ...(Object.keys(paths).length === 0 ? {} : { paths }) },
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** Where the compiler would look if its settings lay in the project's folder. */
const typeFolders = (root: string): readonly string[] => [join(root, "node_modules", "@types"), ...(dirname(root) === root ? [] : typeFolders(dirname(root)))];

/** What model files import that rmodel brings along. */
function typePaths(): readonly (readonly [name: string, path: string])[] {
  const root = packageRoot();
  const types = (name: string): string => [join(root, "dist", "types", `${name}.d.ts`), join(root, "src", `${name}.ts`)].find(existsSync)!;
  return [["rmodel", types("index")], ["rmodel/zod", types("zod")], ["zod", dirname(fromHere.resolve("zod/package.json"))]];
}

function isInstalled(root: string, name: string): boolean {
  return existsSync(join(root, "node_modules", name)) || (dirname(root) !== root && isInstalled(dirname(root), name));
}
