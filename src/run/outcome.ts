import type { Audit, Version } from "./ledger/state.ts";
import type { NodeId } from "../load/node.ts";
import type { Result } from "./results.ts";

/** What came of each step, gathered while they run. */
export interface Outcome {
  readonly results: Result[];
  readonly built: Map<NodeId, Version>;
  readonly audits: Audit[];
  /** Relations that failed, whose tests failed, or that were skipped. */
  readonly bad: Set<NodeId>;
}
