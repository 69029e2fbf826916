import type { Bundle } from "./bundle.ts";
import type { Imports } from "./imports.ts";
import type { Modules } from "./evaluate.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { Parameter, Project, ProjectConfig } from "./project.ts";
import { Problems } from "./problems.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { bundle } from "./bundle.ts";
import { configFile, projectFiles } from "./files.ts";
import { evaluate } from "./evaluate.ts";
import { isBelow } from "./identity.ts";
import { checkOptions } from "./options.ts";
import { nodesOf } from "./nodes.ts";
import { originMapper } from "./origins.ts";
import { readMacros } from "./macros.ts";

export interface LoadOptions {
  /** Absolute path of the project's folder. */
  readonly root: string;
  /** `--vars`: values of parameters by name. */
  readonly vars: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A project with the files that it was read from. */
export interface Loaded {
  readonly project: Project;
  /** Every source file that went in, relative to the project, with what it imports. */
  readonly imports: Imports;
}

/**
 * Reads, bundles and runs the project's files, and names and checks everything they define.
 *
 * @throws RmodelErrors every mistake that was found (codes RM1xxx), sorted by place
 */
export async function loadProject(options: LoadOptions): Promise<Loaded> {
  const { root, vars } = options;
  const paths = projectFiles(root).map(({ path }) => path);
  if (!paths.includes(configFile)) {
    throw new RmodelError("RM1004", undefined, `there is no ${configFile} in ${root}, so it is no rmodel project`, "run rmodel in the project's folder, name it with --project-dir, or start one with rmodel init");
  }
  const problems = new Problems(root);
  const [bundled, macros] = await Promise.all([bundle(root, paths), readMacros(root, paths)]);
  const { modules, parameters, mapOrigin } = runFiles(bundled, options, problems);
  for (const name of Object.keys(vars)) {
    if (!parameters.some((parameter) => parameter.name === name)) problems.add("RM1041", undefined, `--vars names "${name}", which is no parameter of the project`, `its parameters: ${parameters.map((parameter) => parameter.name).join(", ") || "none"}`);
  }
  // A parameter without a value is the cause of whatever its uses would be reported for.
  problems.raise();
  const config = configOf(modules, mapOrigin, problems);
  const nodes = nodesOf(modules, config.name, mapOrigin, problems);
  problems.raise();
  const unread = Object.fromEntries(paths.filter((path) => bundled.imports[path] === undefined).map((path) => [path, []]));
  return { project: { kind: "project", root, config, macros, parameters, ...nodes }, imports: { ...bundled.imports, ...unread } };
}

/** What bundled files export, and the parameters that they declare. */
interface RunFiles {
  readonly modules: Modules;
  readonly parameters: readonly Parameter[];
  readonly mapOrigin: (origin: Origin) => Origin;
}

export function runFiles(bundled: Bundle, { root, vars, environment }: LoadOptions, problems: Problems): RunFiles {
  const mapOrigin = originMapper(bundled);
  const parameters: Parameter[] = [];
  const declared = (parameter: Parameter & { problem?: string }): void => {
    const { problem, ...rest } = parameter;
    const origin = problems.near(mapOrigin(parameter.origin), parameter.name);
    if (problem !== undefined) problems.add("RM1040", origin, `parameter ${parameter.name} has no usable value: ${problem}`, `set it with --vars '{"${parameter.name}": …}' or the environment variable ${parameter.name.toUpperCase()}`);
    parameters.push({ ...rest, origin });
  };
  return { modules: evaluate(root, bundled, { vars, environment, declared }, mapOrigin), parameters, mapOrigin };
}

function configOf(modules: Modules, mapOrigin: (origin: Origin) => Origin, problems: Problems): ProjectConfig {
  const found = modules[configFile]?.default as { kind?: string; options?: Record<string, unknown>; origin?: Origin } | undefined;
  if (found?.kind !== "config") {
    throw new RmodelError("RM1005", { file: configFile, line: 1, column: 1 }, `${configFile} exports no config`, 'write export default config({ name: "shop" })');
  }
  const origin = mapOrigin(found.origin!);
  checkOptions("config", found.options!, origin, problems);
  const { name = "project", profile = name, exportFolder, retain = 2 } = found.options as Partial<ProjectConfig>;
  if (exportFolder !== undefined && !isBelow(exportFolder)) problems.add("RM1023", problems.near(origin, "exportFolder"), `the export folder "${exportFolder}" lies outside the project`, "write a path below it, without ..");
  return { name, profile, retain, ...(exportFolder === undefined ? {} : { exportFolder }) };
}
