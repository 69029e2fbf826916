import type { NodeId } from "../../load/node.ts";
import type { Line } from "./node-lines.ts";
import type { Result } from "../../run/results.ts";
import { groupBy } from "../../run/group-by.ts";
import { isBad } from "../../run/results.ts";
import { testLine, testsLine } from "./node-lines.ts";

/** Gathers the tests of each relation until all of them ended, so that those that passed share a line. */
export class TestFold {
  /** How many tests of a relation have not ended. */
  private readonly open: Map<NodeId, number>;
  private readonly quiet = new Map<NodeId, Result[]>();

  constructor(expected: ReadonlyMap<NodeId, number>) {
    this.open = new Map(expected);
  }

  /** The lines that a test's end lets out: its own when it has something to say, the relation's after its last test. */
  add(owner: NodeId, result: Result): readonly Line[] {
    const loud = isBad(result.status) || result.status === "warn";
    if (!loud) this.quiet.set(owner, [...(this.quiet.get(owner) ?? []), result]);
    const left = (this.open.get(owner) ?? 1) - 1;
    this.open.set(owner, left);
    return [...(loud ? [testLine(result, owner)] : []), ...(left <= 0 ? this.close(owner) : [])];
  }

  /** Lines of relations whose last tests never ended. */
  rest(): readonly Line[] {
    return [...this.quiet.keys()].flatMap((owner) => this.close(owner));
  }

  private close(owner: NodeId): readonly Line[] {
    const results = this.quiet.get(owner) ?? [];
    this.quiet.delete(owner);
    const alike = groupBy(results, ({ status, message }) => (status === "skipped" ? `skipped ${message}` : status));
    return [...alike.values()].map((group) => testsLine(owner, group));
  }
}
