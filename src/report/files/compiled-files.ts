import { join } from "node:path";
import type { Compiled } from "../../compile/compiled.ts";
import type { Effects } from "../../run/effects.ts";
import type { LayOut } from "./lay-out.ts";
import { compiledPath, logicalText } from "./compiled-text.ts";
import { hashOf } from "../../compile/fingerprint.ts";
import { testPath } from "../../run/audit.ts";

/** Hash of the statement in each compiled file by path; laid out files are marked, so that a build leaves them so. */
export type CompiledIndex = Readonly<Record<string, { readonly hash: string; readonly laidOut?: true }>>;

/** A statement and where it lies below the target folder. */
export interface CompiledFile {
  readonly path: string;
  readonly sql: string;
}

/** Queries of all models. */
export const modelFiles = (compiled: Compiled): readonly CompiledFile[] =>
  [...compiled.relations.values()].flatMap(({ node, query }) => (query === undefined ? [] : [{ path: compiledPath(node), sql: logicalText(query, compiled) }]));

/** Queries of the failing rows of all tests, or of some. */
export function testFiles(compiled: Compiled, wanted: (id: string) => boolean = () => true): readonly (CompiledFile & { readonly id: string })[] {
  const tests = [...[...compiled.relations.values()].flatMap((relation) => relation.tests.map((test) => ({ id: test.test.id, test }))), ...[...compiled.dataTests].map(([id, test]) => ({ id, test }))];
  return tests.filter(({ id }) => wanted(id)).map((planned) => ({ id: planned.id, path: testPath(planned), sql: logicalText(planned.test.failures, compiled) }));
}

/**
 * Writes what changed of `target/compiled` and takes away files of models that are gone.
 *
 * What the index knows with the same hash is not even looked at, so an unchanged project costs hashes only.
 *
 * @param files every file that should be there after; with `keepOthers` there may be more
 * @param layOut given when somebody is about to read the files
 * @returns the index to pass next time
 */
export async function writeCompiled(files: readonly CompiledFile[], before: CompiledIndex, targetPath: string, effects: Effects, options: { readonly keepOthers?: boolean; readonly layOut?: LayOut | undefined } = {}): Promise<CompiledIndex> {
  const { keepOthers = false, layOut } = options;
  const known = (await effects.stat(join(targetPath, "compiled"))) === undefined ? {} : before;
  const after: Record<string, CompiledIndex[string]> = {};
  const stale: CompiledFile[] = [];
  for (const file of files) {
    const hash = hashOf(file.sql);
    const entry = known[file.path];
    const isRight = entry !== undefined && entry.hash === hash && (layOut === undefined || entry.laidOut === true);
    after[file.path] = isRight ? entry : { hash, ...(layOut === undefined ? {} : { laidOut: true as const }) };
    if (!isRight) stale.push(file);
  }
  await inBatches(stale, ({ path, sql }) => effects.writeFile(join(targetPath, path), `${layOut === undefined ? sql : layOut(sql)}\n`));
  if (keepOthers) return { ...known, ...after };
  await inBatches(Object.keys(known).filter((path) => after[path] === undefined), (path) => effects.remove(join(targetPath, path)));
  return after;
}

/** A few at a time: faster than one after the other, and no run on file handles. */
export async function inBatches<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += 32) await Promise.all(items.slice(start, start + 32).map(work));
}
