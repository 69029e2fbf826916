import type { BuildStep, Plan } from "./plan/plan.ts";
import type { EngineError } from "../errors/engine-error.ts";
import type { NodeId } from "../load/node.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { fromRoot } from "../errors/from-root.ts";
import { placeInStatement } from "../compile/statement-place.ts";

/** An engine's complaint about a model, at the line of the model's file that it is about. */
export function locateError(step: BuildStep, error: EngineError, plan: Plan, nameOf: (id: NodeId) => string): RmodelError {
  const { node } = step;
  if (error.cancelled) return new RmodelError("RM4011", node.origin, `"${node.id}" was cancelled`);
  if (error.limit !== undefined) return new RmodelError("RM4011", node.origin, `"${node.id}" took too long: ${firstLine(error.message)} (${error.limit})`, "raise that limit, or give the statement less to do: finished models are kept", error);
  const origin = node.kind === "model" && error.offset !== undefined ? placeInStatement(node, error.statement, error.offset, plan.compiled, nameOf) : node.origin;
  return new RmodelError(error.remedy === undefined ? "RM4010" : "RM4005", origin, `"${node.id}" failed in the database: ${fromRoot(firstLine(error.message), plan.compiled.graph.project.root)}`, error.remedy, error);
}

const firstLine = (message: string): string => message.split("\n")[0]!;
