import type { Result } from "./results.ts";

/** What a run tells while it goes on. */
export type RunEvent =
  | { readonly kind: "started"; readonly runId: string; readonly relations: number; readonly tests: number; readonly unchanged: number }
  | { readonly kind: "result"; readonly result: Result }
  | { readonly kind: "published"; readonly nodes: number; readonly elapsedMs: number }
  | { readonly kind: "withheld"; readonly reason: string }
  | { readonly kind: "note"; readonly text: string };

export type Emit = (event: RunEvent) => void;
