import type { Plan } from "../run/plan/plan.ts";
import type { Results } from "../run/results.ts";

/** What a build says of runs that wait for approval: those that it registered, and those that waited before. */
export function approvalNotes({ aside, steps, live }: Plan, { registered }: Results): readonly string[] {
  const waiting = [...aside].filter(([id, { stage }]) => stage === "PendingManualApproval" && (!steps.has(id) || registered.includes(id)));
  return waiting.map(([id, { version }]) => {
    const readers = live(id) === undefined ? "nobody can read the forecast yet" : "readers see the run before it";
    return `Run ${version} of ${id} waits for approval, ${readers}: rmodel model show ${id}, then rmodel model approve ${id}.`;
  });
}
