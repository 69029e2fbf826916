import type { NodeId } from "../load/node.ts";

/** dbt's statuses. `no-op`: nothing changed, so nothing ran. */
export type Status = "success" | "error" | "fail" | "warn" | "skipped" | "pass" | "no-op";

/** How one node or test ended. */
export interface Result {
  readonly kind: "relation" | "test" | "unitTest";
  readonly id: string;
  /** Relation that a test belongs to; the node itself otherwise. */
  readonly node: NodeId;
  /** `table`, `view`, `load` …, or the kind of test. */
  readonly what: string;
  readonly status: Status;
  readonly message: string;
  readonly rows?: number;
  /** By what name the engine lists the query that made it. */
  readonly queryId?: string;
  readonly failures?: number;
  readonly elapsedMs: number;
  readonly startedAt?: string;
  /** Physical relation that was made. */
  readonly relation?: string;
  /** Failing rows, shown to people; columns of personal data are masked. */
  readonly sample?: readonly Readonly<Record<string, string>>[];
  /** Path of the query that shows all failures, below the target folder. */
  readonly queryPath?: string;
  readonly error?: unknown;
}

/** The last noun of a run: every result, and whether readers see something new. */
export interface Results {
  readonly kind: "results";
  readonly runId: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly elapsedMs: number;
  readonly results: readonly Result[];
  readonly published: boolean;
  /** Nodes whose published version moved. */
  readonly changed: readonly NodeId[];
  /** Forecasts with a new run that waits for approval. */
  readonly registered: readonly NodeId[];
  readonly stopped: boolean;
}

export const isBad = (status: Status): boolean => status === "error" || status === "fail";
