import type { ModelNode, NodeId } from "../load/node.ts";
import type { ColumnType } from "../define/types.ts";
import type { Graph } from "../graph/graph.ts";
import type { Proof, ProvedColumn, Prover, Shell } from "../adapters/adapter.ts";
import type { ProofCache } from "./proof-cache.ts";
import type { Template } from "./render.ts";
import { convertsTo, typeText } from "../define/types.ts";
import { hashOf } from "./fingerprint.ts";
import { relationOf } from "../graph/graph.ts";
import { textOf } from "./render.ts";

/** Columns that a query reads, by relation; `all` where the query does not say them by reference. */
export type ColumnReads = ReadonlyMap<NodeId, ReadonlySet<string> | "all">;

/** Describes a query over empty relations that have just the given columns. `isSimple`: as the function of that name says. */
export async function describe(query: Template, reads: ColumnReads, graph: Graph, prover: Prover, cache: Pick<ProofCache, "get">, isSimple = false): Promise<Described> {
  const shells = new Map<NodeId, Shell>();
  for (const [id, columns] of reads) shells.set(id, shellOf(id, columns, graph));
  const nameOf = (id: NodeId) => `"shell"."${shells.get(id)!.name}"`;
  const text = textOf(query, nameOf);
  const proof = await cache.get(hashOf(prover.version, text), () => prover.describe([...shells.values()], text, isSimple));
  return { proof, nameOf };
}

/** Parses statements that stand before or after a query; what they name is found out when they run. */
export async function parsed(statements: Template, prover: Prover, cache: Pick<ProofCache, "get">): Promise<Described> {
  const nameOf = (id: NodeId) => prover.dialect.quote(id);
  const text = textOf(statements, nameOf);
  const proof = await cache.get(hashOf(prover.version, "syntax", text), () => prover.syntax(text));
  return { proof, nameOf };
}

export interface Described {
  readonly proof: Proof;
  /** What relations were called in the text that offsets of the proof count in. */
  readonly nameOf: (id: NodeId) => string;
}

/** The name carries the columns, so shells of one relation with different columns live side by side. */
function shellOf(id: NodeId, columns: ReadonlySet<string> | "all", graph: Graph): Shell {
  const declared = relationOf(graph, id).columns;
  const kept = columns === "all" ? declared : declared.filter(({ name }) => columns.has(name));
  const list = kept.length === 0 ? [{ name: "rmodel__none", type: { family: "integer" } as ColumnType }] : kept.map(({ name, type }) => ({ name, type }));
  const signature = hashOf(id, ...list.flatMap(({ name, type }) => [name, typeText(type)]));
  return { schema: "shell", name: `${id.replace(/\W/g, "_")}_${signature}`, columns: list };
}

/** How the columns of a described query break the contract of a model; empty when they keep it. */
export function contractBreaks(model: ModelNode, columns: readonly ProvedColumn[]): readonly ContractBreak[] {
  const breaks: ContractBreak[] = [];
  const found = new Map(columns.map((column) => [column.name, column]));
  for (const column of model.columns) {
    const actual = found.get(column.name);
    if (actual === undefined) {
      breaks.push({ code: "RM3002", column, message: `the query of "${model.id}" has no column "${column.name}", which is declared`, candidates: columns.map(({ name }) => name) });
    } else if (!isNull(column) && !fits(actual, column.type)) {
      const shown = actual.family ?? actual.engineType.toLowerCase();
      breaks.push({ code: "RM3003", column, message: `column "${column.name}" of "${model.id}" is declared ${typeText(column.type)}, but its SQL yields ${shown}`, candidates: [] });
    }
  }
  const declared = new Set(model.columns.map(({ name }) => name));
  for (const { name } of columns) {
    if (!declared.has(name)) breaks.push({ code: "RM3002", message: `the query of "${model.id}" yields a column "${name}", which is not declared`, candidates: [...declared] });
  }
  return breaks;
}

export interface ContractBreak {
  readonly code: "RM3002" | "RM3003";
  readonly column?: ModelNode["columns"][number];
  readonly message: string;
  readonly candidates: readonly string[];
}

/** A bare null fits every type; engines call it some type or other. */
function isNull({ expression }: ModelNode["columns"][number]): boolean {
  const part = expression?.parts.length === 1 ? expression.parts[0]! : undefined;
  return (part?.kind === "literal" && part.value === null) || (part?.kind === "text" && /^\s*null\s*$/i.test(part.text));
}

/** JSON is text underneath, and functions that make it say so. */
function fits({ family }: ProvedColumn, declared: ColumnType): boolean {
  return family !== undefined && (convertsTo(family, declared.family) || (family === "text" && declared.family === "json"));
}
