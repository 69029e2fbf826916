import type { Compiled } from "../compile/compiled.ts";
import type { DocsFit, DocsRegression, DocsTerm } from "./docs/docs-pictures.ts";
import type { ModelNode } from "../load/node.ts";
import type { Reader } from "./gather-docs-rows.ts";
import type { RegressionSpec } from "../forecast/regression.ts";
import type { ResultRow } from "../adapters/adapter.ts";
import { labelOf, limits, numberOf, sameKeys, shownKeys, someOf, wholeOf, within } from "./gather-docs-rows.ts";
import { regressionParameters } from "./gather-docs-parameters.ts";

/** What the site shows of a regression: its parameters in words and, where it is published, the equations of most rows. */
export async function docsRegression(node: ModelNode, { dialect: { quote } }: Compiled, reader: Reader | undefined, bytes: number): Promise<DocsRegression> {
  const spec = node.made!.spec as RegressionSpec;
  const shown = shownKeys(spec.keys, node);
  const said = { parameters: regressionParameters(spec), target: spec.target, keys: shown, groups: [], groupCount: 0, leftOut: [] };
  const [terms, summary] = [reader?.nameOf(node.id), reader?.nameOf(`${node.id}__summary`)];
  if (reader === undefined) return { ...said, missing: "Nothing was built here yet. Run rmodel build, then rmodel docs generate." };
  if (terms === undefined || summary === undefined) return { ...said, missing: `It was not built here yet. Run rmodel build -s +${node.name}, then rmodel docs generate.` };
  const keys = spec.keys.map(quote);
  const order = ["n desc", ...keys].join(", ");
  const largest = `select summary.*, row_number() over (order by ${order}) as place, count(*) over () as group_count from ${summary} as summary order by ${order} limit ${limits.keys}`;
  const summaries = await reader.query(largest);
  const rows = await reader.query(`select terms.*, wanted.place from ${terms} as terms join (${largest}) as wanted on ${sameKeys("wanted", "terms", spec.keys, quote)}`);
  const fits = summaries.map((row) => fitOf(row, rows.filter((term) => wholeOf(term["place"]) === wholeOf(row["place"])), spec, shown));
  const groups = within(fits, bytes);
  const groupCount = wholeOf(summaries[0]?.["group_count"]);
  return { ...said, groups, groupCount, leftOut: someOf(groups.length, groupCount, "equations", "those of most rows") };
}

function fitOf(row: ResultRow, terms: readonly ResultRow[], { keys, features }: RegressionSpec, shown: readonly string[]): DocsFit {
  // The intercept is no feature, so it comes first.
  const place = (term: DocsTerm): number => features.indexOf(term.term);
  return {
    label: labelOf(row, keys, shown, wholeOf(row["place"])),
    rows: wholeOf(row["n"]),
    excluded: wholeOf(row["excluded"]),
    rSquared: numberOf(row["r_squared"]),
    adjustedRSquared: numberOf(row["adjusted_r_squared"]),
    sigma: numberOf(row["sigma"]),
    fValue: numberOf(row["f_value"]),
    df: numberOf(row["df"]),
    terms: terms.map(termOf).sort((a, b) => place(a) - place(b)),
  };
}

function termOf(row: ResultRow): DocsTerm {
  return { term: String(row["term"]), estimate: numberOf(row["estimate"]), standardError: numberOf(row["standard_error"]), t: numberOf(row["t_value"]), p: numberOf(row["p_value"]), isDropped: row["is_dropped"] === true };
}
