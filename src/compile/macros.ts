import type { ExpandMacro } from "./render.ts";
import type { MacroFile } from "../load/project.ts";
import type { Part } from "../define/fragment.ts";
import type { NodeId, Sql } from "../load/node.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { nearest } from "../errors/nearest.ts";
import { quotingProblem } from "../load/quoting.ts";

/**
 * How calls of Handlebars macros become SQL: the template is rendered with a placeholder for each argument, and the
 * arguments' fragments take the placeholders' places, so that values stay typed and escaped.
 */
export async function macroExpander(macros: readonly MacroFile[]): Promise<ExpandMacro> {
  if (macros.length === 0) return ({ name, origin }) => unknownMacro(name, origin, macros);
  const { default: Handlebars } = await import("handlebars");
  const templates = new Map(macros.map((macro) => [macro.name, { macro, render: Handlebars.compile(macro.template, { noEscape: true, strict: true }) }]));
  return (call) => {
    const found = templates.get(call.name);
    if (found === undefined) return unknownMacro(call.name, call.origin, macros);
    const args = argumentsOf(call, found.macro);
    const fragments = [...args.values()].map(({ fragment }) => fragment);
    const view = Object.fromEntries([...args].map(([name, { plain }], index) => [name, plain ?? `\uE000${index}\uE001`]));
    const parts = partsOf(renderMacro(found, view, call), fragments);
    const problem = quotingProblem(parts.map((part) => (part.kind === "raw" ? { ...part, kind: "text" } : part)));
    if (problem !== undefined) throw new RmodelError("RM3021", { file: found.macro.path, line: 1, column: 1 }, `in macro "${call.name}" ${problem.message}`, problem.fix.replace("${…}", "{{…}}").replace("sql`…`", "macro"));
    return { kind: "fragment", origin: call.origin, parts };
  };
}

type Call = Part<NodeId> & { kind: "macro" };

/** The value of each declared argument; numbers and booleans are also known to the template itself, for `#if`. */
function argumentsOf(call: Call, macro: MacroFile): Map<string, { fragment: Sql; plain?: boolean | number }> {
  const declared = Object.keys(macro.args);
  for (const name of Object.keys(call.args)) {
    if (declared.includes(name)) continue;
    const guess = nearest(name, declared);
    throw new RmodelError("RM3020", call.origin, `macro "${macro.name}" has no argument "${name}"`, guess === undefined ? `its arguments: ${declared.join(", ") || "none"}` : `write ${guess}`);
  }
  return new Map(
    Object.entries(macro.args).map(([name, { type, default: otherwise }]) => {
      const fragment = call.args[name] ?? (otherwise === undefined ? undefined : literalOf(otherwise, call));
      if (fragment === undefined) throw new RmodelError("RM3020", call.origin, `macro "${macro.name}" needs the argument "${name}"`, `its arguments: ${declared.join(", ")}`);
      if (type === "sql") return [name, { fragment }];
      const part = fragment.parts.length === 1 ? fragment.parts[0]! : undefined;
      const value = part?.kind === "literal" ? part.value : undefined;
      const wanted = type === "text" ? "string" : type;
      if (value !== null && typeof value !== wanted) throw new RmodelError("RM3020", call.origin, `argument "${name}" of macro "${macro.name}" is a ${type}`, `write a plain ${type}`);
      return [name, type === "text" || value === null ? { fragment } : { fragment, plain: value as boolean | number }];
    }),
  );
}

const literalOf = (value: string | number | boolean | null, { origin }: Call): Sql => ({
  kind: "fragment",
  origin,
  parts: [{ kind: "literal", value, family: value === null ? "null" : typeof value === "string" ? "text" : typeof value === "boolean" ? "boolean" : Number.isInteger(value) ? "integer" : "double" }],
});

function renderMacro({ macro, render }: { macro: MacroFile; render: (view: object) => string }, view: object, call: Call): string {
  try {
    return render(view);
  } catch (thrown) {
    throw new RmodelError("RM3021", { file: macro.path, line: 1, column: 1 }, `macro "${macro.name}" cannot be expanded: ${(thrown as Error).message.split("\n")[0]}`, `it is called at ${call.origin.file}:${call.origin.line}`);
  }
}

function partsOf(text: string, fragments: readonly Sql[]): readonly Part<NodeId>[] {
  return text.split(/\uE000(\d+)\uE001/).flatMap((piece, index): Part<NodeId>[] => {
    if (index % 2 === 1) return [{ kind: "fragment", fragment: fragments[Number(piece)]! }];
    return piece === "" ? [] : [{ kind: "raw", text: piece }];
  });
}

function unknownMacro(name: string, origin: Call["origin"], macros: readonly MacroFile[]): never {
  const guess = nearest(name, macros.map((macro) => macro.name));
  throw new RmodelError("RM3020", origin, `there is no macro "${name}"`, guess === undefined ? `macros are files macros/<name>.hbs` : `write ${guess}`);
}
