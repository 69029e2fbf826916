import type { BuildStep } from "./plan.ts";
import type { NodeId } from "../../load/node.ts";

/**
 * Marks the views that are worth computing once for this build: those that several nodes read and that stand on
 * other views, because an engine expands a view again at each use.
 *
 * @param audited ids of the tests that this build runs
 */
export function withShared(steps: ReadonlyMap<NodeId, BuildStep>, audited: ReadonlySet<string>): ReadonlyMap<NodeId, BuildStep> {
  const readers = new Map<NodeId, number>();
  for (const { compiled } of steps.values()) for (const input of compiled.inputs) readers.set(input, (readers.get(input) ?? 0) + 1);
  // How many relations are scanned when a view is read, with the copies so far.
  const scans = new Map<NodeId, number>();
  const marked = new Map<NodeId, BuildStep>();
  for (const [id, step] of steps) {
    const width = step.way === "view" ? step.compiled.inputs.reduce((sum, input) => sum + (scans.get(input) ?? 1), 0) : 1;
    const uses = (readers.get(id) ?? 0) + (step.compiled.tests.some(({ test }) => audited.has(test.id)) ? 1 : 0);
    const shared = step.way === "view" && width >= 2 && uses >= 2;
    scans.set(id, shared ? 1 : width);
    marked.set(id, shared ? { ...step, shared } : step);
  }
  return marked;
}
