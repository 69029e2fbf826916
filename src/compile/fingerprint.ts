import { hash } from "node:crypto";
import type { CompiledRelation } from "./compiled.ts";
import type { NodeId } from "../load/node.ts";
import { typeText } from "../define/types.ts";

/** A short hash of texts; 12 hex digits, so that names with it stay readable. */
export function hashOf(...texts: readonly string[]): string {
  return hash("sha256", texts.map((text) => `${text.length}:${text}`).join("")).slice(0, 12);
}

export interface KeyInputs {
  /** What identifies the content of relations that no SQL computes: the data of a source, the version of a snapshot. */
  readonly content: (id: NodeId) => string | undefined;
  /** Key of a relation that is read as it stands, whatever its SQL says now. */
  readonly pinned: (id: NodeId) => string | undefined;
}

/**
 * Keys of relations and of their columns, by meaning and input.
 *
 * Two builds in which a relation has the same key make the same rows. A column that a relation does not read
 * is no part of its key: it may change, come or go.
 */
export class Keys {
  private readonly relations: ReadonlyMap<NodeId, CompiledRelation>;
  private readonly outside: KeyInputs;
  private readonly known = new Map<string, string>();

  constructor(relations: ReadonlyMap<NodeId, CompiledRelation>, inputs: KeyInputs) {
    this.relations = relations;
    this.outside = inputs;
  }

  /** Key of the whole relation: its rows and all its columns. */
  of(id: NodeId): string {
    return this.memo(id, () => {
      const relation = this.relations.get(id)!;
      const columns = relation.node.columns.map(({ name }) => this.column(id, name));
      return hashOf(id, relation.shape, this.rows(id), ...columns);
    });
  }

  /** Key of a relation's rows and of some of its columns. */
  read(id: NodeId, columns: ReadonlySet<string> | "all"): string {
    const pinned = this.outside.pinned(id);
    if (pinned !== undefined) return hashOf(id, pinned);
    if (columns === "all") return this.of(id);
    return hashOf(id, this.rows(id), ...[...columns].sort().map((name) => this.column(id, name)));
  }

  private rows(id: NodeId): string {
    return this.memo(`${id}#`, () => {
      const { rows } = this.relations.get(id)!;
      return hashOf(this.outside.content(id) ?? "", rows.text, ...this.inputs(rows.reads));
    });
  }

  private column(id: NodeId, name: string): string {
    return this.memo(`${id}.${name}`, () => {
      const { node, columns } = this.relations.get(id)!;
      const type = typeText(node.columns.find((column) => column.name === name)!.type);
      const own = columns.get(name);
      return own === undefined ? hashOf(name, type) : hashOf(name, type, own.text, ...this.inputs(own.reads));
    });
  }

  private inputs(reads: ReadonlyMap<NodeId, ReadonlySet<string> | "all">): string[] {
    return [...reads].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, columns]) => this.read(id, columns));
  }

  private memo(key: string, make: () => string): string {
    let value = this.known.get(key);
    if (value === undefined) this.known.set(key, (value = make()));
    return value;
  }
}
