import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { GlobalFlags } from "../environment.ts";
import type { Invocation } from "../invocation.ts";
import { UsageError } from "../usage.ts";
import { exitCodes } from "../exit-codes.ts";
import { packageRoot } from "../package-root.ts";
import { version } from "../version.ts";

export interface InitFlags extends GlobalFlags {
  readonly template: string;
  readonly engine: string;
}

/** Copies a template into an empty folder. */
export async function init(folder: string, { template, projectDir }: InitFlags, { terminal }: Invocation): Promise<number> {
  const target = resolve(projectDir, folder);
  refuseUsed(target, folder);
  const source = join(packageRoot(), "templates", template);
  const project = projectName(basename(target));
  const files = filesBelow(source);
  for (const file of files) {
    // npm leaves a .gitignore out of packages, so the template's has another name.
    const path = join(target, relative(source, file).replace(/(^|[/\\])_gitignore$/, "$1.gitignore"));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, readFileSync(file, "utf8").replaceAll("__project__", project).replaceAll("__version__", version));
  }
  const enter = relative(process.cwd(), target);
  const next = [...(enter === "" ? [] : [`cd ${enter}`]), ...(findsPackage(target) ? [] : ["npm install        types for the editor"]), "npx rmodel build   builds, tests and publishes it", "npx rmodel show -s fct_orders"];
  terminal.note(`Started the project "${project}" with ${files.length} files in ${enter === "" ? "this folder" : enter}.\n\nNext:\n${next.map((line) => `  ${line}`).join("\n")}`);
  return exitCodes.ok;
}

/** Whether the package is installed above the folder already, where Node and the editor look for it. */
function findsPackage(folder: string): boolean {
  try {
    createRequire(join(folder, "package.json")).resolve("rmodel/package.json");
    return true;
  } catch {
    return false;
  }
}

function refuseUsed(target: string, written: string): void {
  let found: readonly string[];
  try {
    found = readdirSync(target).filter((name) => name !== ".git");
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return;
    throw new UsageError(`a project cannot be started in ${written}: ${(thrown as Error).message}`);
  }
  if (found.length > 0) throw new UsageError(`the folder ${written} is not empty: it has ${found.slice(0, 3).join(", ")}${found.length > 3 ? " …" : ""}`, "name a new folder: rmodel init my_shop");
}

/** The name of a folder as one of a project. */
function projectName(folder: string): string {
  const name = folder.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^[^a-z]+|_+$/g, "");
  return name === "" ? "project" : name;
}

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]));
