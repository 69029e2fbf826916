import type { ColumnNode, ModelNode, NodeId, Sql, TestNode } from "./node.ts";
import type { Columns, RelationOf } from "../define/column.ts";
import type { ColumnType } from "../define/types.ts";
import type { ForecastGiven, Places } from "./forecast-spec.ts";
import type { ForecastPart, ForecastSpec, PartCheck, PartColumn } from "../forecast/spec.ts";
import type { Generated, Part } from "../define/fragment.ts";
import type { Identity } from "./identity.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { Problem } from "../forecast/problem.ts";
import type { Problems } from "./problems.ts";
import type { References } from "./references.ts";
import type { TableTest } from "../define/test.ts";
import { checkExportFiles } from "./export-files.ts";
import { companionNames } from "../forecast/published.ts";
import { forecastParts, forecastProblems } from "../forecast/parts.ts";
import { chosenModel } from "../forecast/parts/scores.ts";
import { forecastSpec } from "./forecast-spec.ts";
import { longestName } from "./identity.ts";
import { plainStorage } from "../define/storage.ts";
import { testsOf } from "./tests.ts";

interface ForecastEntry {
  readonly definition: { readonly options: Readonly<Record<string, unknown>> };
  readonly identity: Identity;
  readonly path: string;
  readonly origin: Origin;
}

/** What is not for the generator: how the result is called, kept and tested. */
interface Kept {
  readonly columns: Columns;
  readonly as?: string;
  readonly materialized?: "table" | "external";
  readonly files?: readonly string[];
  readonly tests?: readonly TableTest[];
  readonly grants?: Readonly<Record<string, readonly string[]>>;
  readonly mustBeat?: Gate;
  readonly approval?: "automatic" | "manual";
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly owner?: string;
  readonly meta?: Readonly<Record<string, unknown>>;
}

interface Gate {
  readonly baseline?: string;
  readonly on?: readonly string[];
  readonly stage?: "validation" | "test";
}

/** Everything that the nodes of one forecast are made from. */
interface Making {
  readonly given: ForecastGiven;
  readonly kept: Kept;
  readonly spec: ForecastSpec;
  readonly parts: readonly ForecastPart[];
  readonly identity: Identity;
  readonly path: string;
  readonly places: Places;
  readonly references: References;
  readonly problems: Problems;
}

/** Relations that readers may want; the others are steps on the way to them. */
const published: ReadonlySet<string> = new Set(["", ...companionNames]);

/**
 * A forecast as the models that it is made of: one per part, that with the empty name bears the forecast's own.
 *
 * Nothing is returned for one with mistakes; each is noted at its place.
 */
export function forecastNodes({ definition, identity, path, origin }: ForecastEntry, references: References, problems: Problems): readonly ModelNode[] {
  const { given, kept } = { given: definition.options as unknown as ForecastGiven, kept: definition.options as unknown as Kept };
  const places: Places = { origin, of: (...words) => words.reduce((place, word) => problems.near(place, word), origin), map: references.place };
  const before = problems.count;
  const spec = forecastSpec(given, places, problems);
  for (const problem of forecastProblems(spec)) problems.add("RM1082", placeOf(problem, spec, given, places), problem.message, problem.fix);
  checkGate(kept.mustBeat, spec, places, problems);
  const names = [...spec.keys, spec.time, "step", "lower", "upper", "model", "is_clamped", "run_id"];
  if (names.some((name) => name.toLowerCase() === kept.as?.toLowerCase())) problems.add("RM1083", places.of("as"), `the forecast would be called like another of its columns: it has a column "${kept.as}" already`, "choose another name");
  checkExportFiles(kept.materialized ?? "table", kept.files ?? [], origin, problems);
  if (problems.count > before) return [];
  const parts = forecastParts(spec);
  const room = longestName - Math.max(...parts.map(({ name }) => name.length)) - "__".length;
  if (identity.name.length > room) problems.add("RM1013", origin, `the name "${identity.name}" leaves no room for those of the forecast's steps, such as ${identity.name}__${parts.find(({ name }) => name.length + room + 2 === longestName)?.name}`, `give the file a name of at most ${room} bytes`);
  return parts.map((part) => nodeOf(part, { given, kept, spec, parts, identity, path, places, references, problems }));
}

function checkGate(gate: Gate | undefined, { baselines, validation }: ForecastSpec, places: Places, problems: Problems): void {
  const { baseline = "best", stage } = gate ?? {};
  if (stage === "test" && validation.test === 0) problems.add("RM1083", places.of("mustBeat", "stage"), "the gate looks at the test stage, but there are no test periods", "write validation: { test: … }, in periods");
  if (!["best", "naive", ...baselines].includes(baseline)) problems.add("RM1083", places.of("mustBeat", "baseline"), `the baseline "${baseline}" does not compete`, `add it to \`baselines\`, or take one of: best, ${baselines.join(", ")}`);
}

function nodeOf(part: ForecastPart, making: Making): ModelNode {
  const { kept, spec, path, places, problems } = making;
  const { origin } = places;
  const identity = identityOf(part.name, making);
  const isMain = part.name === "";
  const columns = isMain ? mainColumns(making) : part.columns.map((column) => columnNode(column, making));
  const declared = isMain ? { columns: kept.columns, ...(kept.tests === undefined ? {} : { tests: kept.tests }) } : { columns: Object.fromEntries(columns.map((column) => [column.name, untested])) };
  const tests = published.has(part.name) && part.checks.length === 0 ? testsOf(identity, { ...declared, ...grainOf(part.grain) }, columns, origin, making.references, problems) : [];
  const checks = part.checks.map((check) => checkTest(check, part, identity, making));
  return {
    ...identity,
    kind: "model",
    path,
    origin,
    description: isMain ? (kept.description ?? "") : part.description,
    tags: kept.tags ?? [],
    meta: kept.meta ?? {},
    ...(kept.owner === undefined ? {} : { owner: kept.owner }),
    columns,
    grain: part.grain,
    grants: published.has(part.name) ? (kept.grants ?? {}) : {},
    tests: [...tests, ...checks, ...(part.name === "scores" && kept.mustBeat !== undefined ? [gateTest(kept.mustBeat, identity, making)] : [])],
    materialized: isMain ? (kept.materialized ?? "table") : "table",
    files: isMain ? (kept.files ?? []) : [],
    storage: plainStorage,
    body: { form: "query", query: queryOf(part, making) },
    pre: [],
    post: [],
    made: { by: "forecast", part: part.name, spec, ...(isMain ? { approval: kept.approval ?? "automatic" } : {}) },
  };
}

const untested = { spec: { tests: [] } };
const grainOf = (grain: readonly string[]) => (grain.length === 0 ? {} : { grain });

/** A part adds its name to that of the forecast. */
function identityOf(part: string, { identity }: Making): Identity {
  if (part === "") return identity;
  const name = `${identity.name}__${part}`;
  return { ...identity, name, id: `${identity.domain}.${name}` };
}

function mainColumns({ kept, places }: Making): readonly ColumnNode[] {
  return Object.entries(kept.columns).map(([name, { spec: { type, nullable, description, pii } }]) => ({ name, type, nullable, description, pii, origin: places.origin }));
}

function columnNode({ name, type, nullable, description }: PartColumn, { given, places }: Making): ColumnNode {
  const taken = typeof type === "string" ? undefined : given.of.columns[type.column]!.spec;
  const plain: ColumnType = taken?.type ?? { family: type as "integer" };
  return { name, type: plain, nullable, description, pii: taken?.pii ?? false, origin: places.origin };
}

/** The generator's SQL; that of the forecast itself with its columns as they are to be called, behind its gate. */
function queryOf(part: ForecastPart, making: Making): Sql {
  const { kept, spec, places } = making;
  const columns = part.columns.map((column) => columnNode(column, making)).map(({ name, type }) => ({ name, type }));
  const query = generated(part.name, { ...readsOfInputs(part.inputs, making), ...readsOfParts(part.parts, making) }, spec, places.origin, columns);
  const { as = "forecast", mustBeat } = kept;
  if (part.name !== "" || (as === "forecast" && mustBeat === undefined)) return query;
  const list = part.columns.flatMap(({ name }, index): readonly Part<NodeId>[] => [
    text(index === 0 ? "select\n  " : ",\n  "),
    { kind: "identifier", name },
    ...(name === "forecast" && as !== name ? [text(" as "), { kind: "identifier", name: as } as const] : []),
  ]);
  // Who reads the scores is built when their tests have passed, so no forecast is made that does not beat its baseline.
  const gate = mustBeat === undefined ? [] : [text("\ncross join (select count(*) as scored from "), { kind: "relation", relation: identityOf("scores", making).id } as const, text(" as scores) as gate")];
  return { kind: "fragment", origin: places.origin, parts: [...list, text("\nfrom (\n"), ...query.parts, text("\n) as made"), ...gate] };
}

const text = (written: string): Part<NodeId> => ({ kind: "text", text: written });

type Reads = Generated<NodeId>["reads"];

const generated = (part: string, reads: Reads, spec: ForecastSpec, origin: Origin, columns?: Generated["columns"]): Sql => ({
  kind: "fragment",
  origin,
  parts: [{ kind: "generated", generator: "forecast", part, spec, reads, ...(columns === undefined ? {} : { columns }) }],
});

/** Inputs by the names that the generator knows them by. */
function readsOfInputs(inputs: ForecastPart["inputs"], { given, places, references }: Making): Reads {
  const relationOf = (name: string): RelationOf<Columns> => {
    if (name === "of") return given.of;
    if (name === "future") return given.future!;
    return name === "holidays" ? given.holidays!.of : given.external![name.replace(/^external:/, "")]!.of;
  };
  return Object.fromEntries(Object.entries(inputs).map(([name, columns]) => [name, { relation: references.id(relationOf(name), places.of(name.replace(/^external:/, ""))), columns }]));
}

function readsOfParts(parts: readonly string[], making: Making): Reads {
  return Object.fromEntries(parts.map((name) => [`part:${name}`, { relation: identityOf(name, making).id, columns: making.parts.find((other) => other.name === name)!.columns.map((column) => column.name) }]));
}

/** What must hold of the inputs: broken, the part is there to be looked at, but nothing reads it, unless it only warns. */
function checkTest({ name, description, inputs, warns = false }: PartCheck, part: ForecastPart, identity: Identity, making: Making): TestNode {
  const reads = Object.keys(inputs).length === 0 ? readsOfParts([part.name], making) : readsOfInputs(inputs, making);
  return noRows(name, description, generated(`${part.name}:${name}`, reads, making.spec, making.places.origin), identity, making.places.origin, warns ? "warn" : "error");
}

function noRows(check: string, says: string, failures: Sql, { domain, name: relation, id }: Identity, origin: Origin, severity: "error" | "warn" = "error"): TestNode {
  const name = `${check}_${relation}`;
  const spec = { kind: "no_rows", failures, says, options: severity === "warn" ? { severity } : {} } as const;
  return { id: `${domain}.${name}`, name, kind: "no_rows", node: id, spec, severity, warnAt: 1, errorAt: 1, storeFailures: false, tags: [], origin };
}

/**
 * What was chosen against the best baseline, a row for each metric in which it is not better.
 *
 * Scores over all series, where every candidate is held against the same rows. Without scores there is no proof, so that fails too.
 */
function gateTest({ baseline = "best", on, stage = "validation" }: Gate, identity: Identity, { spec, places }: Making): TestNode {
  const scores: Part<NodeId> = { kind: "relation", relation: identity.id };
  const literal = (value: string): Part<NodeId> => ({ kind: "literal", value, family: "text" });
  const rows = (alias: string, model: readonly Part<NodeId>[]): readonly Part<NodeId>[] => [
    text("\n  left join (select * from "), scores, text(" as scores where level = 'overall' and stage = "), literal(stage), text(" and "), ...model, text(`) as ${alias} on true`),
  ];
  const ofMetric = (metric: string): readonly Part<NodeId>[] => [
    text("  select asked.metric, chosen."), text(metric), text(" as chosen, coalesce(baseline.model, 'any baseline') as baseline, baseline."), text(metric), text(" as score,\n"),
    text(`    row_number() over (order by baseline.${metric} nulls last, baseline.model) as place\n  from (select `), literal(metric), text(" as metric) as asked"),
    ...rows("chosen", [text("model = "), literal(chosenModel)]),
    ...rows("baseline", baseline === "best" ? [text("is_baseline")] : [text("model = "), literal(baseline)]),
  ];
  const compared = (on ?? [spec.choice.metric]).flatMap((metric, index) => [text(index === 0 ? "" : "\n  union all\n"), ...ofMetric(metric)]);
  const parts = [text("select metric, chosen, baseline, score\nfrom (\n"), ...compared, text("\n) as compared\nwhere place = 1 and not coalesce(chosen < score, false)")];
  const name = baseline === "best" ? "beats_every_baseline" : `beats_${baseline}`;
  return noRows(name, "chosen {metric} {chosen} does not beat {baseline} {score}", { kind: "fragment", origin: places.origin, parts }, identity, places.of("mustBeat"));
}

/** Where a problem stands: at the first feature that has it even alone, else at its option. */
function placeOf({ option, message }: Problem, spec: ForecastSpec, given: ForecastGiven, places: Places): Origin {
  if (option === "features" || !(option in given)) {
    for (const [index, model] of spec.models.entries()) {
      const made = given.models?.[index]?.features ?? given.features ?? [];
      const at = model.features.findIndex((feature) => forecastProblems({ ...spec, models: [{ ...model, features: [feature] }] }).some((alone) => alone.message === message));
      if (made[at] !== undefined) return places.map(made[at].origin);
    }
  }
  return places.of(option);
}
