import type { Bundle } from "./bundle.ts";
import type { LoadOptions, Loaded } from "./load-project.ts";
import type { Parameter } from "./project.ts";
import { Problems } from "./problems.ts";
import { bundle } from "./bundle.ts";
import { configFile, isDefinitionFile, isMacroFile, isProjectFile } from "./files.ts";
import { nodesOf } from "./nodes.ts";
import { problemsOf } from "../errors/rmodel-error.ts";
import { readMacros } from "./macros.ts";
import { runFiles } from "./load-project.ts";
import { withImported, withImporters } from "./imports.ts";

/**
 * The project after a change of some of its files: these and what imports them are read again, with what those import;
 * every other node is as it was. Costs what is read, not what there is.
 *
 * @param before the project as it was loaded with the same parameters
 * @param changed files with other content since; none came, none went
 * @returns undefined where more may have changed than the nodes of those files, or something is wrong in them: then the whole project tells
 */
export async function loadChanged(options: LoadOptions, before: Loaded, changed: readonly string[]): Promise<Loaded | undefined> {
  const { root } = options;
  const { project } = before;
  const again = withImporters(changed, before.imports);
  if (again.has(configFile)) return undefined;
  const problems = new Problems(root);
  try {
    const known = withImported(again, before.imports);
    const bundled = await bundleWhole(root, [...known].filter(isDefinitionFile));
    const { modules, parameters, mapOrigin } = runFiles(bundled, options, problems);
    const isRead = (path: string): boolean => known.has(path) || bundled.imports[path] !== undefined;
    if (!sameParameters(parameters, project.parameters.filter(({ origin }) => isRead(origin.file)))) return undefined;
    const isKept = ({ path }: { readonly path: string }): boolean => !again.has(path);
    const nodes = nodesOf(modules, project.config.name, mapOrigin, problems, { nodes: project.nodes.filter(isKept), disabled: project.disabled.filter(isKept), isRead: (path) => again.has(path) });
    const names = [...nodes.nodes, ...nodes.disabled].map(({ id }) => id.toLowerCase());
    problems.raise();
    if (new Set(names).size < names.length) return undefined;
    const imports = { ...before.imports, ...bundled.imports };
    const files = Object.keys(imports).filter(isProjectFile).sort();
    const used = withImported(files, imports);
    return { project: { ...project, ...nodes, macros: await readMacros(root, files.filter(isMacroFile)) }, imports: Object.fromEntries([...used].map((path) => [path, imports[path]!])) };
  } catch (thrown) {
    if (problemsOf(thrown) === undefined) throw thrown;
    return undefined;
  }
}

/** What is imported has to be named, too, so a new import of another definition makes that one an entry. */
async function bundleWhole(root: string, paths: readonly string[]): Promise<Bundle> {
  const bundled = await bundle(root, paths);
  const more = Object.keys(bundled.imports).filter((path) => isDefinitionFile(path) && !paths.includes(path));
  return more.length === 0 ? bundled : bundleWhole(root, [...paths, ...more]);
}

const sameParameters = (declared: readonly Parameter[], before: readonly Parameter[]): boolean => textOf(declared) === textOf(before);

/** Files run in an order that depends on which there are. */
const textOf = (parameters: readonly Parameter[]): string => JSON.stringify(parameters.map((parameter) => JSON.stringify(parameter)).sort());
