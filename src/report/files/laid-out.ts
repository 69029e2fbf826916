import { join } from "node:path";
import type { Compiled } from "../../compile/compiled.ts";
import type { CompiledIndex } from "./compiled-files.ts";
import type { Effects } from "../../run/effects.ts";
import type { Hide } from "../hide.ts";
import type { NodeId } from "../../load/node.ts";
import { compiledPath } from "./compiled-text.ts";
import { loadLayOut } from "./lay-out.ts";
import { modelFiles, writeCompiled } from "./compiled-files.ts";

/**
 * Lays out the compiled SQL of all models, for the docs site. The files below `target/compiled` are the cache: what
 * was laid out before and has not changed is read back.
 *
 * @param before the index of compiled files, and after it the one to keep
 */
export async function laidOutModels(compiled: Compiled, before: CompiledIndex, { targetPath, effects, hide }: { readonly targetPath: string; readonly effects: Effects; readonly hide: Hide }): Promise<{ readonly index: CompiledIndex; readonly sqlOf: (id: NodeId) => string | undefined }> {
  const files = modelFiles(compiled).map(({ path, sql }) => ({ path, sql: hide.text(sql) }));
  const index = await writeCompiled(files, before, targetPath, effects, { keepOthers: true, layOut: await loadLayOut(compiled.dialect) });
  const texts = new Map(await Promise.all(files.map(async ({ path, sql }) => [path, await effects.readFile(join(targetPath, path)).then((bytes) => Buffer.from(bytes).toString().trimEnd(), () => sql)] as const)));
  return { index, sqlOf: (id) => texts.get(compiledPath(compiled.graph.nodes.get(id)!)) };
}
