import type { Proof } from "../adapters/adapter.ts";

/** Proofs by content: what was proved once is not proved again. */
export interface ProofCache {
  get(key: string, prove: () => Promise<Proof>): Promise<Proof>;
  /** Says that a proof is still of use although it was not asked for. */
  keep(key: string): void;
}

/** A cache over the proofs of an earlier run; `proofs()` gives those that this run used. */
export function proofCache(known: Readonly<Record<string, Proof>>): ProofCache & { proofs(): Readonly<Record<string, Proof>>; readonly grew: boolean } {
  const used: Record<string, Proof> = {};
  let grew = false;
  return {
    async get(key, prove) {
      let proof = known[key] ?? used[key];
      if (proof === undefined) {
        proof = await prove();
        grew = true;
      }
      return (used[key] = proof);
    },
    keep(key) {
      if (known[key] !== undefined) used[key] = known[key];
    },
    proofs: () => used,
    get grew() {
      return grew;
    },
  };
}
