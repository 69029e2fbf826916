import { createRequire } from "node:module";
import { join } from "node:path";
import vm from "node:vm";
import * as api from "../index.ts";
import type { Bundle } from "./bundle.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { ParameterInputs } from "../define/parameters.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { bindParameters } from "../define/parameters.ts";
import { scriptName } from "./origins.ts";

export type Modules = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Runs the bundle and gives each file's exports by path.
 *
 * It runs as a script, not as a module, so that a watch can load a project many times without keeping every copy.
 *
 * @throws RM1003 a file of the project threw while it was read
 */
export function evaluate(root: string, bundle: Bundle, inputs: ParameterInputs, mapOrigin: (origin: Origin) => Origin): Modules {
  const fromProject = createRequire(join(root, "package.json"));
  const fromHere = createRequire(import.meta.url);
  const namespace = { ...api, parameters: bindParameters(inputs) };
  const require = (name: string): unknown => (name === "rmodel" ? namespace : name === "zod" ? fromHere("zod") : fromProject(name));
  const module = { exports: {} as { modules?: Modules } };
  const script = new vm.Script(`(function (module, exports, require) {\n${bundle.code}\n})`, { filename: scriptName, lineOffset: -1 });
  try {
    script.runInThisContext()(module, module.exports, require);
  } catch (thrown) {
    throw new RmodelError("RM1003", mapOrigin(placeOf(thrown)), `this file failed while it was read: ${inWordsOfTheFile((thrown as Error)?.message ?? String(thrown))}`, undefined, thrown);
  }
  return module.exports.modules ?? {};
}

/** esbuild writes an import as `import_stg_orders.default`, or as `import_rmodel2.test`. */
const inWordsOfTheFile = (message: string): string => message.replace(/\(0 , ([\w$.]+)\)/g, "$1").replace(/\bimport_([\w$]+?)\d*\.default\b/g, "$1").replace(/\bimport_[\w$]+\./g, "");

/** The frame of the bundle nearest to the throw. */
function placeOf(thrown: unknown): Origin {
  const found = new RegExp(`${scriptName}:(\\d+):(\\d+)`).exec((thrown as Error)?.stack ?? "");
  return { file: scriptName, line: Number(found?.[1] ?? 1), column: Number(found?.[2] ?? 1) };
}
