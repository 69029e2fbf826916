import type { Dialect } from "../adapters/adapter.ts";
import type { Generated } from "../define/fragment.ts";
import type { ForecastSpec } from "../forecast/spec.ts";
import type { NodeId } from "../load/node.ts";
import type { RegressionPart, RegressionSpec } from "../forecast/regression.ts";
import type { Spelling } from "../forecast/sql.ts";
import { forecastCheckSql, forecastPartSql } from "../forecast/parts.ts";
import { regressionSql } from "../forecast/regression.ts";

/** Writes the SQL of one part: `nameOf` gives what stands for a relation after `from`. */
type Generator = (part: string, spec: never, nameOf: (name: string) => string, spelling: Spelling) => string;

const generators: Readonly<Record<Generated["generator"], Generator>> = {
  // A check is written `<part>:<check>`.
  forecast: (name, spec: ForecastSpec, nameOf, spelling) => {
    const [part = "", check] = name.split(":");
    return check === undefined ? forecastPartSql(spec, part, nameOf, spelling) : forecastCheckSql(spec, part, check, nameOf, spelling);
  },
  regression: (part, spec: RegressionSpec, nameOf, spelling) => regressionSql(part as RegressionPart, spec, nameOf, spelling),
};

/** The SQL of a generated relation in the words of an engine. */
export function generatedSql({ generator, part, spec }: Generated<NodeId>, nameOf: (name: string) => string, dialect: Dialect): string {
  return generators[generator](part, spec as never, nameOf, spellingOf(dialect));
}

/** What differs in generated text from engine to engine. */
export const spellingOf = ({ typeName, inlinesSteps = false }: Dialect): Spelling => ({ double: typeName({ family: "double" }), materialized: inlinesSteps, fence: inlinesSteps });
