import type { DocsNode, DocsTestStatus } from "../docs-data.ts";

/** How a test or a node stands; `idle` is skipped, not run or without tests. */
export type Health = "fail" | "warn" | "pass" | "idle";

export function healthOfStatus(status: DocsTestStatus): Health {
  switch (status) {
    case "fail":
    case "error":
      return "fail";
    case "warn":
      return "warn";
    case "pass":
      return "pass";
    case "skipped":
    case "not run":
      return "idle";
  }
}

/** The worst of the node's tests. */
export function healthOfNode(node: DocsNode): Health {
  const counts = countHealth([node]);
  if (counts.fail > 0) return "fail";
  if (counts.warn > 0) return "warn";
  return counts.pass > 0 ? "pass" : "idle";
}

/** How many tests of the nodes stand how. */
export function countHealth(nodes: readonly DocsNode[]): Record<Health, number> {
  const counts: Record<Health, number> = { fail: 0, warn: 0, pass: 0, idle: 0 };
  for (const node of nodes) for (const test of node.tests) counts[healthOfStatus(test.status)] += 1;
  return counts;
}
