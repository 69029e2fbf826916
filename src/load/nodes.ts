import { posix } from "node:path";
import type { ColumnNode, DataTestNode, ModelNode, NodeId, ProjectNode, RelationNode, SeedNode, SnapshotNode, SourceNode, UnitTestNode } from "./node.ts";
import type { Columns } from "../define/column.ts";
import type { DefinitionKind } from "./options.ts";
import type { Identity } from "./identity.ts";
import type { Modules } from "./evaluate.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { Problems } from "./problems.ts";
import type { Project } from "./project.ts";
import type { Storage } from "../define/storage.ts";
import { checkOptions, isDefinitionKind } from "./options.ts";
import { identityOf, isBelow, isSafeDomain, isSafeName, longestDomain, longestName } from "./identity.ts";
import { References } from "./references.ts";
import { checkExportFiles } from "./export-files.ts";
import { forecastNodes } from "./forecast.ts";
import { isRelation } from "./node.ts";
import { regressionNodes } from "./regression.ts";
import { testsOf } from "./tests.ts";
import { unitRows } from "./unit-rows.ts";

interface Definition {
  readonly kind: DefinitionKind;
  readonly options: Record<string, any>;
  readonly origin: Origin;
  readonly companions?: Readonly<Record<string, Definition>>;
}

interface Named {
  readonly definition: Definition;
  /** What this was made along with. */
  readonly owner?: Definition;
  readonly identity: Identity;
  readonly path: string;
  readonly origin: Origin;
}

/** Which kinds each folder may define. */
const allowed: Readonly<Record<string, readonly DefinitionKind[]>> = {
  models: ["model", "forecast", "regression"],
  sources: ["source"],
  seeds: ["seed"],
  snapshots: ["snapshot"],
  tests: ["dataTest", "unitTest"],
};

/** The nodes of a project, and what it has switched off. */
export type Nodes = Pick<Project, "nodes" | "disabled">;

/** Nodes of files that are not read again; of those that are, `isRead` says. */
export interface KeptNodes extends Nodes {
  readonly isRead: (path: string) => boolean;
}

/**
 * Names every definition, checks its options and turns references into node ids.
 *
 * Every mistake is noted in `problems`; what is returned then is only good for finding more of them.
 *
 * @param kept nodes of an earlier load that still hold: of `modules` only what they do not come from is made again
 */
export function nodesOf(modules: Modules, projectName: string, mapOrigin: (origin: Origin) => Origin, problems: Problems, kept: KeptNodes = { nodes: [], disabled: [], isRead: () => true }): Nodes {
  const { named, ids } = collect(modules, projectName, mapOrigin, problems);
  const references = new References(ids, mapOrigin, problems);
  const read = named.filter(({ path }) => kept.isRead(path));
  const sound = read.filter(({ definition, owner, origin }) => isPart(owner) || checkOptions(definition.kind, definition.options, origin, problems));
  const isEnabled = ({ definition, owner = definition }: Named): boolean => owner.options.enabled !== false;
  const made = sound.filter(isEnabled).flatMap((entry): readonly ProjectNode[] => (isPart(entry.owner) ? [] : severalNodes(entry, references, problems) ?? [nodeOf(entry, references, problems)]));
  const nodes = [...kept.nodes, ...made];
  checkTestIds(nodes, problems);
  const off = sound.filter((entry) => !isEnabled(entry)).map(({ identity, path }) => ({ id: identity.id, path }));
  return { nodes: nodes.sort(byName), disabled: [...kept.disabled, ...off].sort(byName) };
}

const byName = (a: { readonly id: NodeId }, b: { readonly id: NodeId }): number => (a.id < b.id ? -1 : 1);

/** `ids` also has what cannot be used as it is: that is told once, not again by each reference to it. */
function collect(modules: Modules, projectName: string, mapOrigin: (origin: Origin) => Origin, problems: Problems): { readonly named: readonly Named[]; readonly ids: ReadonlyMap<object, NodeId> } {
  const ids = new Map<object, NodeId>();
  const byId = new Map<string, Named>();
  const domains = new Map<string, string>();
  for (const [path, exports] of Object.entries(modules)) {
    const kinds = allowed[path.split("/")[0]!];
    if (kinds === undefined) continue;
    let found = 0;
    for (const { exportName, suffix, value, owner } of Object.entries(exports).flatMap(withCompanions)) {
      found++;
      const origin = mapOrigin(value.origin);
      const own = identityOf(path, projectName);
      const name = `${exportName === "default" ? own.name : exportName}${suffix}`;
      const identity = { ...own, name, id: `${own.domain}.${name}` };
      ids.set(value, identity.id);
      if (!kinds.includes(value.kind)) {
        problems.add("RM1011", origin, `a ${value.kind} cannot stand in ${path.split("/")[0]}/`, `that folder holds: ${kinds.join(", ")}`);
        continue;
      }
      if (exportName !== "default" && !kinds.includes("dataTest")) {
        problems.add("RM1012", origin, `a ${value.kind} is the default export of its file`, `write export default ${value.kind}({ … })`);
        continue;
      }
      if (!isSafeName(identity.name) || !isSafeDomain(identity.domain)) {
        problems.add("RM1013", origin, `"${identity.id}" is no usable name`, `names have letters, digits and _ only, do not start with a digit and have at most ${longestName} bytes; a domain has no double underscore and at most ${longestDomain} bytes`);
        continue;
      }
      const otherDomain = domains.get(identity.domain.toLowerCase()) ?? identity.domain;
      domains.set(identity.domain.toLowerCase(), otherDomain);
      if (otherDomain !== identity.domain) {
        problems.add("RM1014", origin, `the domain "${identity.domain}" differs from "${otherDomain}" in case only`, `move the file to ${path.replace(`/${identity.domain}/`, `/${otherDomain}/`)}: some engines do not tell them apart`);
        continue;
      }
      const clash = byId.get(identity.id.toLowerCase());
      if (clash !== undefined) {
        problems.add("RM1014", origin, `the name "${identity.id}" is taken by ${clash.path}:${clash.origin.line}`, "rename one of the files: a name is unique in its domain, whatever its kind and case");
        continue;
      }
      byId.set(identity.id.toLowerCase(), { definition: value, ...(owner === undefined ? {} : { owner }), identity, path, origin });
    }
    if (found === 0) problems.add("RM1012", { file: path, line: 1, column: 1 }, `this file defines nothing`, `write export default ${kinds[0]}({ … }), or move the file out of ${path.split("/")[0]}/`);
  }
  return { named: [...byId.values()], ids };
}

interface Exported {
  readonly exportName: string;
  /** What a companion adds to the name. */
  readonly suffix: string;
  readonly value: Definition;
  readonly owner?: Definition;
}

/** What a file exports, with the relations that are made along with it. */
function withCompanions([exportName, value]: readonly [string, unknown]): readonly Exported[] {
  if (!isDefinition(value)) return [];
  return [{ exportName, suffix: "", value }, ...Object.entries(value.companions ?? {}).map(([name, companion]) => ({ exportName, suffix: `__${name}`, value: companion, owner: value }))];
}

/** The relations of a forecast or regression are made by it, not by options of their own. */
const isPart = (owner: Definition | undefined): boolean => owner?.kind === "forecast" || owner?.kind === "regression";

/** Tests and nodes share one space of names: selections, verdicts and queries of failures go by it. */
function checkTestIds(nodes: readonly ProjectNode[], problems: Problems): void {
  const taken = new Map<string, Origin>();
  for (const { id, origin } of nodes) {
    const clash = taken.get(id.toLowerCase());
    if (clash !== undefined) problems.add("RM1014", origin, `the name "${id}" is taken by ${clash.file}:${clash.line}`, "rename one of the files: a forecast makes more relations than the one that bears its name");
    taken.set(id.toLowerCase(), origin);
  }
  for (const node of nodes) {
    for (const test of isRelation(node) ? node.tests : []) {
      const clash = taken.get(test.id.toLowerCase());
      if (clash !== undefined) problems.add("RM1014", test.origin, `the name "${test.id}" of this test is taken by ${clash.file}:${clash.line}`, "give it another with the option `name`");
      taken.set(test.id.toLowerCase(), test.origin);
    }
  }
}

const isDefinition = (value: unknown): value is Definition =>
  typeof value === "object" && value !== null && isDefinitionKind((value as { kind?: unknown }).kind) && "options" in value;

/** The models that one definition is made of; undefined where it is one node. */
function severalNodes(entry: Named, references: References, problems: Problems): readonly ProjectNode[] | undefined {
  switch (entry.definition.kind) {
    case "forecast":
      return forecastNodes(entry, references, problems);
    case "regression":
      return regressionNodes(entry, references, problems);
    default:
      return undefined;
  }
}

function nodeOf({ definition, identity, path, origin }: Named, references: References, problems: Problems): ProjectNode {
  const { options } = definition;
  const base = {
    ...identity,
    path,
    origin,
    description: (options.description as string | undefined) ?? "",
    tags: (options.tags as string[] | undefined) ?? [],
    meta: (options.meta as Record<string, unknown> | undefined) ?? {},
    ...(options.owner === undefined ? {} : { owner: options.owner as string }),
  };
  switch (definition.kind) {
    case "forecast":
    case "regression":
      throw new TypeError(`a ${definition.kind} is several nodes`);
    case "dataTest":
      return { ...base, kind: "dataTest", failures: references.sql(options.failures, origin), ...thresholds(options) } satisfies DataTestNode;
    case "unitTest":
      return { ...base, kind: "unitTest", ...unitRows(options as never, origin, references, problems) } satisfies UnitTestNode;
    case "config":
      throw new TypeError("a config is no node");
  }
  const columns = columnsOf(options.columns as Columns, references, problems);
  const relation = {
    ...base,
    columns,
    grain: knownColumns("grain", (options.grain as string[] | undefined) ?? [], columns, origin, problems),
    grants: (options.grants as Record<string, string[]> | undefined) ?? {},
    tests: testsOf(identity, options as never, columns, origin, references, problems),
  };
  switch (definition.kind) {
    case "model":
      return modelOf(relation, options, references, problems);
    case "source":
      return sourceOf(relation, options, problems);
    case "seed":
      return { ...relation, kind: "seed", file: seedFile(path, identity.name, options.file as string | undefined, origin, problems), csv: options.csv ?? {} } satisfies SeedNode;
    case "snapshot":
      return snapshotOf(relation, options, references, problems);
  }
}

type Common = Omit<RelationNode, "kind">;

function modelOf(common: Common, options: Record<string, any>, references: References, problems: Problems): ModelNode {
  const list = (fragments: unknown) => ((fragments as object[] | undefined) ?? []).map((fragment) => references.sql(fragment, common.origin));
  const maybe = (key: string) => (options[key] === undefined ? {} : { [key]: references.sql(options[key], common.origin) });
  const materialized = (options.materialized ?? "view") as ModelNode["materialized"];
  const files = (options.files ?? []) as string[];
  checkExportFiles(materialized, files, common.origin, problems);
  const isQuery = options.query !== undefined;
  for (const column of common.columns) {
    if (isQuery && column.expression !== undefined) problems.add("RM1024", column.origin, `column "${column.name}" has an expression, but the model is in query form`, "remove .is(…): the query computes the columns");
    if (!isQuery && column.expression === undefined) problems.add("RM1024", column.origin, `column "${column.name}" has no expression`, "add .is(…) with the SQL that computes it");
  }
  const body = isQuery
    ? { form: "query" as const, query: references.sql(options.query, common.origin) }
    : { form: "select" as const, from: references.sql(options.from, common.origin), ...maybe("where"), groupBy: list(options.groupBy), ...maybe("having"), ...maybe("qualify"), distinct: options.distinct === true };
  return { ...common, kind: "model", materialized, files, storage: storageOf(common, options, problems), body, pre: list(options.pre), post: list(options.post) };
}

function storageOf({ columns, origin }: Common, options: Record<string, any>, problems: Problems): Storage {
  const { materialized = "view", indexes = [], partitionBy, unlogged = false } = options as { materialized?: string; indexes?: string[][]; partitionBy?: { column: string; by?: "value" }; unlogged?: boolean };
  const asked = ["indexes", "partitionBy", "unlogged"].find((name) => options[name] !== undefined);
  if (asked !== undefined && (materialized === "view" || materialized === "ephemeral")) problems.add("RM1028", problems.near(origin, asked), `\`${asked}\` is for tables, and this model is ${materialized === "view" ? "a view" : "ephemeral"}`, 'write materialized: "table"');
  for (const index of indexes) knownColumns("indexes", index, columns, origin, problems);
  if (partitionBy === undefined) return { indexes, unlogged };
  knownColumns("partitionBy", [partitionBy.column], columns, origin, problems);
  const by = partitionBy.by ?? "value";
  const family = columns.find(({ name }) => name === partitionBy.column)?.type.family;
  if (by !== "value" && family !== undefined && family !== "date" && family !== "timestamp") problems.add("RM1028", problems.near(origin, "partitionBy"), `"${partitionBy.column}" is ${family}, which has no ${by}`, "partition by a date or a timestamp, or leave out `by`");
  return { indexes, unlogged, partitionBy: { column: partitionBy.column, by } };
}

function sourceOf(common: Common, options: Record<string, any>, problems: Problems): SourceNode {
  const { file, table } = options as { file?: string; table?: { database?: string; schema: string; name: string } };
  if ((file === undefined) === (table === undefined)) problems.add("RM1021", common.origin, "a source has either `file` or `table`", 'write file: "sales.csv"');
  const format = options.format ?? /\.(csv|tsv|txt|parquet|json|jsonl|ndjson)(\.gz|\.zst)?$/i.exec(file ?? "")?.[1]?.toLowerCase().replace(/^(jsonl|ndjson)$/, "json").replace(/^(tsv|txt)$/, "csv");
  if (file !== undefined && format === undefined) problems.add("RM1021", problems.near(common.origin, "file"), `the format of "${file}" cannot be told from its ending`, 'write format: "csv", "parquet" or "json"');
  const freshness = options.freshness as SourceNode["freshness"];
  if (freshness?.loadedAt !== undefined) knownColumns("freshness.loadedAt", [freshness.loadedAt], common.columns, common.origin, problems);
  const reads = table === undefined
    ? { kind: "file" as const, file: file ?? "", format: format ?? "csv", csv: options.csv ?? {}, onBadRow: options.onBadRow ?? "fail" }
    : { kind: "table" as const, ...table };
  return { ...common, kind: "source", reads, ...(freshness === undefined ? {} : { freshness }) };
}

function snapshotOf(common: Common, options: Record<string, any>, references: References, problems: Problems): SnapshotNode {
  const names = options.columnNames as SnapshotNode["columnNames"];
  const added = new Set<string>(Object.values(names));
  const own = common.columns.filter(({ name }) => !added.has(name)).map(({ name }) => name);
  const strategy = options.strategy as SnapshotNode["strategy"];
  const { origin } = common;
  if (strategy === "timestamp" && options.updatedAt === undefined) problems.add("RM1025", problems.near(origin, "strategy"), 'the strategy "timestamp" needs `updatedAt`', "name the column that says when a row last changed");
  if (strategy === "check" && options.checkColumns === undefined) problems.add("RM1025", problems.near(origin, "strategy"), 'the strategy "check" needs `checkColumns`', 'write checkColumns: "all" or a list of columns');
  const key = knownColumns("key", options.key, common.columns, origin, problems);
  if (options.updatedAt !== undefined) knownColumns("updatedAt", [options.updatedAt], common.columns, origin, problems);
  const checkColumns = options.checkColumns === "all" ? own.filter((name) => !key.includes(name)) : knownColumns("checkColumns", options.checkColumns ?? [], common.columns, origin, problems);
  const clash = Object.values(names).find((name) => Object.hasOwn(options.of.columns, name));
  if (clash !== undefined) problems.add("RM1025", origin, `the snapshot would add a column "${clash}", but what it reads has one of that name`, "choose another name with columnNames");
  return {
    ...common,
    kind: "snapshot",
    of: references.id(options.of, origin),
    key,
    strategy,
    checkColumns,
    hardDeletes: options.hardDeletes ?? "ignore",
    columnNames: names,
    ...(options.updatedAt === undefined ? {} : { updatedAt: options.updatedAt as string }),
    ...(options.openEnd === undefined ? {} : { openEnd: options.openEnd as string }),
  };
}

function columnsOf(columns: Columns, references: References, problems: Problems): readonly ColumnNode[] {
  const seen = new Map<string, string>();
  return Object.entries(columns).map(([name, { spec }]) => {
    const origin = references.place(spec.origin);
    const clash = seen.get(name.toLowerCase());
    if (clash !== undefined) problems.add("RM1026", origin, `columns "${clash}" and "${name}" differ in case only`, "rename one: engines do not tell them apart");
    seen.set(name.toLowerCase(), name);
    if (name === "" || name.includes("\0")) problems.add("RM1026", origin, `${JSON.stringify(name)} is no usable column name`);
    if (Buffer.byteLength(name) > longestName) problems.add("RM1026", origin, `the column name "${name}" has more than ${longestName} bytes`, "shorten it: some engines cut it without a word");
    const { type, nullable, description, pii, expression } = spec;
    if (type.family === "decimal" && !(type.precision >= 1 && type.precision <= 38 && type.scale >= 0 && type.scale <= type.precision)) {
      problems.add("RM1026", origin, `decimal(${type.precision}, ${type.scale}) is no type`, "precision is 1 to 38, scale 0 to precision");
    }
    return { name, type, nullable, description, pii, origin, ...(expression === undefined ? {} : { expression: references.sql(expression, origin) }) };
  });
}

function knownColumns(option: string, names: readonly string[], columns: readonly ColumnNode[], origin: Origin, problems: Problems): readonly string[] {
  for (const name of names) {
    if (!columns.some((column) => column.name === name)) problems.unknownColumn(problems.near(origin, name), `${option} names the column "${name}", which is not there`, name, columns.map((column) => column.name));
  }
  return names;
}

function thresholds(options: Record<string, any>) {
  const severity = (options.severity ?? "error") as "error" | "warn";
  return { severity, warnAt: (options.warnAt ?? 1) as number, errorAt: (options.errorAt ?? 1) as number, storeFailures: options.storeFailures === true };
}

function seedFile(path: string, name: string, file: string | undefined, origin: Origin, problems: Problems): string {
  const found = `${path.replace(/[^/]*$/, "")}${file ?? `${name}.csv`}`;
  if (!isBelow(posix.normalize(found)) || /^[/\\]/.test(file ?? "")) problems.add("RM1023", problems.near(origin, "file"), `the file "${file}" lies outside the project`, "keep a seed's file in the project and write its path from the definition");
  return found;
}
