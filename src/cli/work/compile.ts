import type { CompiledFile, CompiledIndex } from "../../report/files/compiled-files.ts";
import type { Compiled } from "../../compile/compiled.ts";
import type { Invocation } from "../invocation.ts";
import type { Selection } from "../../graph/select.ts";
import type { SelectionFlags } from "../selection.ts";
import { Workspace } from "../workspace.ts";
import { compiledPath, logicalName, logicalText } from "../../report/files/compiled-text.ts";
import { counted } from "../../report/terminal/units.ts";
import { exitCodes } from "../exit-codes.ts";
import { loadLayOut } from "../../report/files/lay-out.ts";
import { modelFiles, testFiles, writeCompiled } from "../../report/files/compiled-files.ts";
import { parseInline } from "../inline.ts";
import { refuseEmpty, selectNodes } from "../selection.ts";

export interface CompileFlags extends SelectionFlags {
  readonly inline?: string;
  readonly output: "text" | "json";
  readonly executionTime?: string;
  readonly allowEmpty?: boolean;
}

/** A query that somebody asked to see. */
interface Shown {
  readonly id: string;
  readonly path: string;
  readonly sql: string;
}

/** Writes `target/compiled`; what was asked for by name is printed, too. */
export async function compile(flags: CompileFlags, { terminal }: Invocation): Promise<number> {
  const workspace = new Workspace(flags, terminal);
  try {
    const graph = await workspace.graph();
    const compiled = await workspace.compile(graph, flags.executionTime ?? workspace.effects.now());
    if (flags.inline !== undefined) {
      const inline = parseInline(flags.inline, graph);
      terminal.answer(`${(await loadLayOut(compiled.dialect))(inline.text((id) => nameOf(id, compiled)))};`);
      return exitCodes.ok;
    }
    const selection = await selectNodes(workspace, graph, flags, async () => compiled);
    refuseEmpty(selection, flags, flags.allowEmpty);
    const isWhole = flags.select.length === 0 && flags.exclude.length === 0;
    const layOut = isWhole ? undefined : await loadLayOut(compiled.dialect);
    const models = modelsIn(selection, compiled);
    const tests = testFiles(compiled, (id) => selection.tests.has(id) || selection.nodes.has(id));
    await write(workspace, [...(isWhole ? modelFiles(compiled) : models), ...tests].map(({ path, sql }) => ({ path, sql: terminal.hide.text(sql) })), { keepOthers: !isWhole, layOut });
    // The tests of a model would bury it; where nothing but tests is named, they are what was asked for.
    const shown = (models.length > 0 ? models : tests).map(({ id, path, sql }) => ({ id, path, sql: layOut === undefined ? sql : layOut(sql) }));
    if (flags.output === "json") terminal.answerJson(shown, 2);
    else if (!isWhole) for (const { id, sql } of shown) terminal.answer(`-- ${id}\n${sql};\n`);
    terminal.note(`${counted(models.length, "model")} and ${counted(tests.length, "test")} written below ${flags.targetPath}/compiled.`);
    return exitCodes.ok;
  } finally {
    workspace.close();
  }
}

function modelsIn({ nodes }: Selection, compiled: Compiled): readonly Shown[] {
  return [...nodes].flatMap((id): Shown[] => {
    const relation = compiled.relations.get(id);
    const query = relation?.query ?? compiled.dataTests.get(id)?.failures;
    return query === undefined ? [] : [{ id, path: compiledPath(compiled.graph.nodes.get(id)!), sql: logicalText(query, compiled) }];
  }).filter(({ id }) => compiled.relations.has(id));
}

/** An ephemeral model has no name in the database, so its query stands in its place. */
function nameOf(id: string, compiled: Compiled): string {
  const inlined = compiled.context.inline(id);
  return inlined === undefined ? logicalName(id, compiled) : `(${logicalText(inlined, compiled)})`;
}

/** The index of compiled files is shared with builds. */
async function write(workspace: Workspace, files: readonly CompiledFile[], options: Parameters<typeof writeCompiled>[4]): Promise<void> {
  const before = workspace.readCache<{ compiled?: CompiledIndex }>("report.json") ?? {};
  const compiled = await writeCompiled(files, before.compiled ?? {}, workspace.around.targetPath, workspace.effects, options);
  await workspace.writeCache("report.json", { ...before, compiled });
}
