import type { Dialect } from "../adapters/adapter.ts";
import type { Generated } from "../define/fragment.ts";
import type { NodeId } from "../load/node.ts";
import type { Spelling } from "../forecast/sql.ts";

/** Writes the SQL of one part: `nameOf` gives what stands for a relation after `from`. */
type Generator = (part: string, spec: never, nameOf: (name: string) => string, spelling: Spelling) => string;

const generators: Readonly<Record<Generated["generator"], Generator>> = {
  forecast: () => { throw new TypeError("no forecasts yet"); },
  regression: () => { throw new TypeError("no regressions yet"); },
};

/** The SQL of a generated relation in the words of an engine. */
export function generatedSql({ generator, part, spec }: Generated<NodeId>, nameOf: (name: string) => string, dialect: Dialect): string {
  return generators[generator](part, spec as never, nameOf, spellingOf(dialect));
}

const spellingOf = ({ typeName, inlinesSteps = false }: Dialect): Spelling => ({ double: typeName({ family: "double" }), materialized: inlinesSteps, fence: inlinesSteps });
