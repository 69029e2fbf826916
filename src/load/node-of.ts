import { posix } from "node:path";
import type { ColumnNode, DataTestNode, ModelNode, ProjectNode, RelationNode, SeedNode, SnapshotNode, SourceNode, UnitTestNode } from "./node.ts";
import type { Columns } from "../define/column.ts";
import type { Named } from "./named.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { Problems } from "./problems.ts";
import type { References } from "./references.ts";
import type { Storage } from "../define/storage.ts";
import { checkExportFiles } from "./export-files.ts";
import { isBelow, longestName } from "./identity.ts";
import { testsOf } from "./tests.ts";
import { unitRows } from "./unit-rows.ts";

/** A definition as the node that it is; mistakes in it are noted. */
export function nodeOf({ definition, identity, path, origin }: Named, references: References, problems: Problems): ProjectNode {
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
