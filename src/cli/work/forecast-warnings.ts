import type { Compiled } from "../../compile/compiled.ts";
import type { ForecastSpec } from "../../forecast/spec.ts";
import { Problems } from "../../load/problems.ts";
import { forecastWarnings } from "../../forecast/parts.ts";

/** What is allowed in a forecast and still likely to disappoint: what, where, and what to do instead. */
export function warningsOfForecasts({ graph, dialect }: Compiled): readonly string[] {
  const places = new Problems(graph.project.root);
  // Trino plans a wide statement far longer than the others.
  const plansSlowly = dialect.name === "trino";
  return [...graph.nodes.values()].flatMap((node) => {
    if (node.kind !== "model" || node.made?.by !== "forecast" || node.made.part !== "") return [];
    return forecastWarnings(node.made.spec as ForecastSpec, plansSlowly).map(({ option, message, fix }) => {
      const { file, line, column } = places.near(node.origin, option);
      return `warning: ${node.id}: ${message}\n  ${file}:${line}:${column}\n  fix: ${fix}`;
    });
  });
}
