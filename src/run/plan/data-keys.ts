import { createHash } from "node:crypto";
import { isAbsolute, join } from "node:path";
import type { Effects } from "../effects.ts";
import type { NodeId } from "../../load/node.ts";
import type { SeedNode, SourceNode } from "../../load/node.ts";

/** What was known of a file when it was last read. */
export interface KnownFile {
  readonly size: number;
  readonly mtimeMs: number;
  readonly hash: string;
}

/** The data of files as keys: equal keys, equal bytes. */
export class DataKeys {
  private readonly root: string;
  private readonly effects: Effects;
  /** Hashes by absolute path; a file with the same size and time is not read again. */
  readonly known: Map<string, KnownFile>;

  constructor(root: string, effects: Effects, known: Readonly<Record<string, KnownFile>>) {
    this.root = root;
    this.effects = effects;
    this.known = new Map(Object.entries(known));
  }

  /** Undefined for a source whose data cannot be told from outside; a missing file has the key `missing`. */
  async of(nodes: readonly (SourceNode | SeedNode)[]): Promise<ReadonlyMap<NodeId, string>> {
    const keys = new Map<NodeId, string>();
    for (const node of nodes) {
      const pattern = node.kind === "seed" ? node.file : node.reads.kind === "file" ? node.reads.file : undefined;
      if (pattern !== undefined) keys.set(node.id, await this.ofPattern(pattern));
    }
    return keys;
  }

  /** Bytes of the files that were asked for. */
  get bytes(): number {
    return this.seen;
  }

  private seen = 0;

  /** Key of the data of a file or glob. */
  async ofPattern(pattern: string): Promise<string> {
    const absolute = absolutePath(this.root, pattern);
    const files = isGlob(pattern) ? await this.effects.glob(pattern, this.root) : [absolute];
    const hashes = [];
    for (const file of files) hashes.push(await this.ofFile(file));
    return hashes.length === 1 ? hashes[0]! : createHash("sha256").update(hashes.join()).digest("hex");
  }

  private async ofFile(path: string): Promise<string> {
    const stat = await this.effects.stat(path);
    if (stat === undefined) return "missing";
    this.seen += stat.size;
    const before = this.known.get(path);
    if (before !== undefined && before.size === stat.size && before.mtimeMs === stat.mtimeMs) return before.hash;
    const hash = createHash("sha256").update(await this.effects.readFile(path)).digest("hex");
    this.known.set(path, { ...stat, hash });
    return hash;
  }
}

export const isGlob = (pattern: string): boolean => /[*?[\]{}]/.test(pattern);

export const absolutePath = (root: string, path: string): string => (isAbsolute(path) || path.includes("://") ? path : join(root, path));
