import type { NodeId, ProjectNode } from "../../load/node.ts";

const resourceTypes = { model: "model", source: "source", seed: "seed", snapshot: "snapshot", dataTest: "test", unitTest: "unit_test" } as const;

export type ResourceType = (typeof resourceTypes)[ProjectNode["kind"]];

export const resourceType = (node: ProjectNode): ResourceType => resourceTypes[node.kind];

/** dbt's id of a node: `model.<project>.<domain>.<name>`. Names are unique inside a domain only. */
export const uniqueId = (node: ProjectNode, project: string): string => `${resourceType(node)}.${project}.${node.id}`;

/** dbt's id of a relation's test, whose own id is `<domain>.<name>`. */
export const testUniqueId = (id: NodeId, project: string): string => `test.${project}.${id}`;
