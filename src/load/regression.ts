import type { ColumnNode, ModelNode, NodeId, Sql, TestNode } from "./node.ts";
import type { Columns, RelationOf } from "../define/column.ts";
import type { Family } from "../define/types.ts";
import type { Identity } from "./identity.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { Part } from "../define/fragment.ts";
import type { Problems } from "./problems.ts";
import type { References } from "./references.ts";
import type { RegressionPart, RegressionSpec } from "../forecast/regression.ts";
import type { TableTest } from "../define/test.ts";
import { defaultRegression, fewestDigits, givenRows, madeColumns, regressionProblems } from "../forecast/regression.ts";
import { longestName } from "./identity.ts";
import { plainStorage } from "../define/storage.ts";
import { rowAlias } from "../define/regression.ts";
import { testsOf } from "./tests.ts";

interface RegressionEntry {
  readonly definition: { readonly options: Readonly<Record<string, unknown>>; readonly companions?: Readonly<Record<string, { readonly options: object }>> };
  readonly identity: Identity;
  readonly path: string;
  readonly origin: Origin;
}

/** The options of a regression once zod has seen them. */
interface Given {
  readonly of: RelationOf<Columns>;
  readonly target: string;
  readonly features: readonly string[];
  readonly by?: readonly string[];
  readonly where?: unknown;
  readonly ridge?: number;
  readonly intercept?: boolean;
  readonly tolerance?: number;
  readonly minDf?: number;
  readonly columns: Columns;
  readonly tests?: readonly TableTest[];
  readonly grants?: Readonly<Record<string, readonly string[]>>;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly owner?: string;
  readonly meta?: Readonly<Record<string, unknown>>;
}

interface Making extends Omit<RegressionEntry, "definition"> {
  readonly given: Given;
  readonly spec: RegressionSpec;
  readonly columns: Readonly<Record<RegressionPart, Columns>>;
  readonly references: References;
  readonly problems: Problems;
}

const descriptions: Readonly<Record<Exclude<RegressionPart, "">, (name: string) => string>> = {
  summary: (name) => `How well each equation of ${name} fits: one row per key, keys without an equation among them.`,
  equation: (name) => `The equations of ${name}: one row per key, coefficients side by side in the order of the features.`,
};

/**
 * A regression as the models that it is made of: its terms, `__summary` and `__equation`, which the other two read.
 *
 * Nothing is returned for one with mistakes; each is noted at its place.
 */
export function regressionNodes({ definition, ...entry }: RegressionEntry, references: References, problems: Problems): readonly ModelNode[] {
  const given = definition.options as unknown as Given;
  const { of: _, ...options } = given;
  const { ridge, intercept, tolerance, minDf } = { ...defaultRegression, ...options };
  const spec: RegressionSpec = { keys: given.by ?? [], target: given.target, features: given.features, ridge, intercept, tolerance, minDf };
  if (!isSound(spec, given, entry.origin, problems)) return [];
  const partColumns = (name: string) => (definition.companions![name] as unknown as { readonly columns: Columns }).columns;
  const making: Making = { ...entry, given, spec, columns: { "": given.columns, summary: partColumns("summary"), equation: partColumns("equation") }, references, problems };
  return (["", "summary", "equation"] as const).map((part) => nodeOf(part, making));
}

const numbers: readonly Family[] = ["integer", "decimal", "double"];
const keyFamilies: readonly Family[] = ["integer", "decimal", "text", "boolean", "date", "timestamp"];

/** Notes every mistake that types let pass, or that nobody had checked. */
function isSound(spec: RegressionSpec, { of }: Given, origin: Origin, problems: Problems): boolean {
  const place = (...words: readonly string[]): Origin => words.reduce((at, word) => problems.near(at, word), origin);
  const found: boolean[] = [];
  const add = (code: "RM1070" | "RM1071" | "RM1072", at: Origin, message: string, fix?: string): void => {
    found.push(true);
    problems.add(code, at, message, fix);
  };
  const check = (option: string, name: string, families: readonly Family[]): void => {
    const column = of.columns[name];
    const fitting = Object.keys(of.columns).filter((other) => families.includes(of.columns[other]!.spec.type.family));
    if (column === undefined) {
      found.push(true);
      problems.unknownColumn(place(option, name), `\`${option}\` names the column "${name}", which is not there`, name, fitting);
    } else if (!families.includes(column.spec.type.family)) {
      add("RM1070", place(option, name), `\`${option}\` names the column "${name}", which is ${column.spec.type.family}: it takes ${families.join(", ")}`, "convert it with fn.cast in the model that is read");
    }
  };
  check("target", spec.target, numbers);
  spec.features.forEach((name) => check("features", name, [...numbers, "boolean"]));
  spec.keys.forEach((name) => check("by", name, keyFamilies));
  for (const name of spec.features) {
    if (name === spec.target) add("RM1070", place("features", name), `"${name}" is the target: it would explain itself`, "remove it from the features");
    if (spec.keys.includes(name)) add("RM1070", place("features", name), `"${name}" is a key: it is the same in all rows of an equation`, "remove it from the features, or from `by`");
  }
  const made = new Set(Object.values(madeColumns(spec.features.length)).flat());
  for (const name of spec.keys) {
    if (of.columns[name]?.spec.nullable === true) add("RM1070", place("by", name), `the key "${name}" may be null, and rows without a key belong to no equation`, `declare it notNull() in the model that is read, where coalesce gives such rows a key`);
    if (made.has(name.toLowerCase())) add("RM1072", place("by", name), `the key "${name}" has the name of a column that the regression makes`, "rename it in the model that is read");
    if (spec.keys.indexOf(name) !== spec.keys.lastIndexOf(name)) add("RM1070", place("by", name), `the key "${name}" is given twice`, "remove one of them");
  }
  for (const problem of regressionProblems(spec)) add("RM1071", place("features"), problem, "take fewer features, each once");
  return found.length === 0;
}

function nodeOf(part: RegressionPart, making: Making): ModelNode {
  const { given, spec, path, origin, problems } = making;
  const identity = identityOf(part, making);
  if (identity.name.length > longestName) problems.add("RM1013", origin, `"${identity.id}", which this regression needs, is a name of more than ${longestName} bytes`, `give the file a name of at most ${longestName - part.length - 2} bytes`);
  const columns = Object.entries(making.columns[part]).map(([name, { spec: { type, nullable, description, pii } }]): ColumnNode => ({ name, type, nullable, description, pii, origin }));
  const grain = part === "" ? [...spec.keys, "term"] : spec.keys;
  const own = part === "" ? testsOf(identity, { columns: given.columns, grain, ...(given.tests === undefined ? {} : { tests: given.tests }) }, columns, origin, making.references, problems) : [];
  return {
    ...identity,
    kind: "model",
    path,
    origin,
    description: part === "" ? (given.description ?? "") : descriptions[part](making.identity.name),
    tags: given.tags ?? [],
    meta: given.meta ?? {},
    ...(given.owner === undefined ? {} : { owner: given.owner }),
    columns,
    grain,
    grants: given.grants ?? {},
    tests: [...own, ...warningsOf(part, identity, making)],
    materialized: part === "summary" ? "view" : "table",
    files: [],
    // Predictions look the equation of a key up.
    storage: part === "equation" && spec.keys.length > 0 ? { ...plainStorage, indexes: [spec.keys] } : plainStorage,
    body: { form: "query", query: part === "equation" ? equationOf(making) : fragment(origin, [generated(part, making)]) },
    pre: [],
    post: [],
    made: { by: "regression", part, spec },
  };
}

function identityOf(part: RegressionPart, { identity }: Making): Identity {
  if (part === "") return identity;
  const name = `${identity.name}__${part}`;
  return { ...identity, name, id: `${identity.domain}.${name}` };
}

const text = (written: string): Part<NodeId> => ({ kind: "text", text: written });
const fragment = (origin: Origin, parts: readonly Part<NodeId>[]): Sql => ({ kind: "fragment", origin, parts });

/** The generator's SQL of a part; `equation` itself reads the step that `equationOf` puts before it. */
function generated(part: RegressionPart, making: Making): Part<NodeId> {
  const reads = part === "equation" ? {} : { equation: { relation: identityOf("equation", making).id, columns: Object.keys(making.columns.equation) } };
  const columns = Object.entries(making.columns[part]).map(([name, { spec: { type } }]) => ({ name, type }));
  return { kind: "generated", generator: "regression", part, spec: making.spec, reads, columns };
}

/** The rows, their columns under names that no user's column has, and the fit behind them. */
function equationOf(making: Making): Sql {
  const { given, spec, origin, references } = making;
  const relation = references.id(given.of, origin);
  const column = (name: string): Part<NodeId> => ({ kind: "column", relation, alias: rowAlias, name });
  const value = (name: string): readonly Part<NodeId>[] =>
    given.of.columns[name]!.spec.type.family === "boolean" ? [text("case when "), column(name), text(" then 1 when not "), column(name), text(" then 0 end")] : [column(name)];
  const selected = [...spec.keys.map((name, index) => [column(name), text(` as k${index + 1}`)]), ...[...spec.features, spec.target].map((name, index) => [...value(name), text(` as v${index + 1}`)])];
  const list = selected.flatMap((parts, index) => [text(index === 0 ? "select\n  " : ",\n  "), ...parts]);
  const where: readonly Part<NodeId>[] = given.where === undefined ? [] : [text("\nwhere "), { kind: "fragment", fragment: references.sql(given.where, origin) }];
  return fragment(origin, [
    text(`with ${givenRows} as (\n`), ...list, text("\nfrom "), { kind: "relation", relation, alias: rowAlias }, ...where, text("\n)\nselect * from (\n"), generated("equation", making), text("\n) as regression"),
  ]);
}

/** What a reader of the numbers has to know: they warn, and name what they are about. */
function warningsOf(part: RegressionPart, identity: Identity, { spec, origin }: Making): readonly TestNode[] {
  const keys = spec.keys.length === 0 ? "" : `${spec.keys.map((key) => `${key} {${key}}`).join(", ")}: `;
  const warning = (check: string, condition: string, says: string): TestNode => {
    const name = `${check}_${identity.name}`;
    const failures = fragment(origin, [text("select * from "), { kind: "relation", relation: identity.id }, text(` as checked where ${condition}`)]);
    const test = { kind: "no_rows", failures, says: `${keys}${says}`, options: { severity: "warn" } } as const;
    return { id: `${identity.domain}.${name}`, name, kind: "no_rows", node: identity.id, spec: test, severity: "warn", warnAt: 1, errorAt: 1, storeFailures: false, tags: [], origin };
  };
  switch (part) {
    case "":
      return [warning("drops_no_term", "is_dropped", "{term} is dropped: it is constant, or a combination of the terms before it")];
    case "summary":
      return [
        warning("fits_every_key", "df is null", `{n} usable rows are too few for ${spec.features.length + (spec.intercept ? 1 : 0)} terms: there is no equation`),
        warning("keeps_its_digits", `digits < ${fewestDigits}`, "about {digits} digits of the estimates are right: some terms are nearly combinations of others. Powers of a column are to be taken of (x - mean) / range"),
      ];
    case "equation":
      return [];
  }
}
