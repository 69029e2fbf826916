import type { ColumnNode, SnapshotNode } from "../load/node.ts";
import type { ColumnType } from "../define/types.ts";
import type { Dialect } from "../adapters/adapter.ts";
import type { RenderContext, Template } from "./render.ts";

/** What the run knows about a snapshot before it is taken. */
export interface SnapshotRun {
  /** Whether there is a previous history. */
  readonly hasHistory: boolean;
  /** Columns of the previous history, in any case; without it, those of the snapshot. */
  readonly historyColumns?: readonly string[];
  /** ISO text in UTC. */
  readonly executionTime: string;
}

/** In all of them `node.of` stands for the source as it is now, and `node.id` for a history. */
export interface SnapshotTemplates {
  /** The whole next history from the previous one and the source; its columns are those of the snapshot, in their order. */
  readonly history: Template;
  /** What no history can be kept of: key, "reason" (`null key`, `duplicate key`, `null updated_at`), "occurrences". Any row: refuse the run. */
  readonly badKeys: Template;
  /** Key, start and end of versions that overlap a later one or have no length. `history` makes none out of a sound history. */
  readonly badVersions: Template;
  /** Columns of the previous history that the next one would lose. Any name: refuse the run. */
  readonly lostColumns: readonly string[];
}

/**
 * Writes a snapshot, a history of type 2 (SCD2), as queries.
 *
 * A row that is new, changed or back starts a version, and this start ends the version before it; what else the previous
 * history holds is copied. A version starts at its `updatedAt`, or at the execution time where there is none. Where that
 * is no later than what the history already tells about the key, it starts at the execution time, or else one
 * millisecond later than that: versions of a key never overlap and always have a length.
 *
 * On purpose not as in dbt: keys are checked first; a row that is back with its old `updatedAt` starts when it was seen
 * (dbt: overlaps); a column new to `checkColumns` starts versions only where it has a value (dbt: for each row); a column
 * that is gone is refused (dbt keeps it, with null from then on); `openEnd` is written to versions that were open before.
 *
 * @source dbt docs, "Add snapshots to your DAG", "hard_deletes" and "dbt_valid_to_current" (1.9)
 * @example snapshotTemplates(customerHistory, { hasHistory: true, executionTime: "2024-01-01T00:00:00Z" }, context).history
 */
export function snapshotTemplates(node: SnapshotNode, run: SnapshotRun, context: RenderContext): SnapshotTemplates {
  const scope = scopeOf(node, run, context.dialect);
  const source = sourceOf(node, context);
  const known = lowerCase(node.columns.map(({ name }) => name));
  return {
    history: historyOf(scope, source),
    badKeys: badKeysOf(scope, source),
    badVersions: badVersionsOf(node, context.dialect),
    lostColumns: run.hasHistory ? (run.historyColumns ?? []).filter((name) => !known.has(name.toLowerCase())) : [],
  };
}

function historyOf(scope: Scope, source: Template): Template {
  const { node, run, marksDeleted } = scope;
  const now: Step = ["source_now", [sourceNow(scope), ...source]];
  if (!run.hasHistory) return withSteps([now, ["started", [startedFirst(scope)]]], [opened("started", scope)]);
  const seesDeletes = node.hardDeletes !== "ignore";
  const steps: readonly Step[] = [
    now,
    ["previous", [previous(scope), { relation: node.id }]],
    ["latest", [latest(scope)]],
    ["started", [started(scope)]],
    ...(seesDeletes ? [["gone", [gone(scope)]] satisfies Step] : []),
    ["ended", [(seesDeletes ? ["started", "gone"] : ["started"]).map((step) => starts(step, scope)).join("\nunion all\n")]],
  ];
  return withSteps(steps, [kept(scope), opened("started", scope), ...(marksDeleted ? [opened("gone", scope)] : [])]);
}

type Step = readonly [name: string, query: Template];

function withSteps(steps: readonly Step[], results: readonly string[]): Template {
  const list = steps.flatMap(([name, query], index): Template => [`${index === 0 ? "with " : ",\n"}${name} as (\n`, ...query, "\n)"]);
  return [...list, `\n${results.join("\nunion all\n")}`];
}

/** What the steps share: the snapshot, and its SQL spellings. */
interface Scope {
  readonly node: SnapshotNode;
  readonly run: SnapshotRun;
  readonly dialect: Dialect;
  /** Whether a deletion is a version of its own. */
  readonly marksDeleted: boolean;
  /** The columns of the source. */
  readonly own: readonly ColumnNode[];
  readonly now: string;
  /** The end of an open version. */
  readonly openEnd: string;
  readonly at: (alias: string, column: string) => string;
  readonly keys: (alias: string) => string;
  readonly sameKey: (left: string, right: string) => string;
  readonly updatedAt: (alias: string) => string;
  readonly select: (columns: readonly ColumnNode[], expression: (column: ColumnNode) => string) => string;
}

function scopeOf(node: SnapshotNode, run: SnapshotRun, dialect: Dialect): Scope {
  const { validFrom, validTo, versionKey, isDeleted } = node.columnNames;
  const marksDeleted = node.hardDeletes === "newRecord";
  const added = [validFrom, validTo, versionKey, ...(marksDeleted ? [isDeleted] : [])];
  const at = (alias: string, column: string) => `${alias}.${dialect.quote(column)}`;
  return {
    node,
    run,
    dialect,
    marksDeleted,
    own: node.columns.filter(({ name }) => !added.includes(name)),
    now: moment(run.executionTime, dialect),
    openEnd: node.openEnd === undefined ? dialect.cast("null", timestamp, false) : moment(node.openEnd, dialect),
    at,
    keys: (alias) => node.key.map((key) => at(alias, key)).join(", "),
    sameKey: (left, right) => node.key.map((key) => `${at(left, key)} = ${at(right, key)}`).join(" and "),
    updatedAt: (alias) => dialect.cast(at(alias, node.updatedAt!), timestamp, false),
    select: (columns, expression) => `select\n${columns.map((column) => `  ${expression(column)} as ${dialect.quote(column.name)}`).join(",\n")}`,
  };
}

const timestamp: ColumnType = { family: "timestamp" };

const moment = (iso: string, dialect: Dialect): string => dialect.literal(iso.replace("T", " ").replace("Z", ""), "timestamp");

const lowerCase = (names: readonly string[]): ReadonlySet<string> => new Set(names.map((name) => name.toLowerCase()));

/** The relation itself, or the query of an ephemeral model. */
function sourceOf(node: SnapshotNode, context: RenderContext): Template {
  const inlined = context.inline(node.of);
  return inlined === undefined ? [{ relation: node.of }] : ["(", ...inlined, ") as query"];
}

const sourceNow = ({ own, select, dialect }: Scope): string => `${select(own, ({ name, type }) => dialect.cast(dialect.quote(name), type, false))}\nfrom `;

/** The previous history with today's columns; an open version ends with null here, whatever it is written as. */
function previous({ node, run, dialect, marksDeleted, openEnd, select }: Scope): string {
  const known = lowerCase(run.historyColumns ?? node.columns.map(({ name }) => name));
  const { validTo, isDeleted } = node.columnNames;
  const value = ({ name, type }: ColumnNode): string => {
    if (!known.has(name.toLowerCase())) return marksDeleted && name === isDeleted ? "false" : dialect.cast("null", type, false);
    const cast = dialect.cast(dialect.quote(name), type, false);
    return name === validTo && node.openEnd !== undefined ? `nullif(${cast}, ${openEnd})` : cast;
  };
  return `${select(node.columns, value)}\nfrom `;
}

/** The last version of each key, open or closed. */
function latest({ node, at, keys, sameKey, dialect }: Scope): string {
  const { validFrom } = node.columnNames;
  return `select previous.*
from previous
join (
  select ${keys("previous")}, max(${at("previous", validFrom)}) as ${dialect.quote(validFrom)}
  from previous
  group by ${keys("previous")}
) as newest on ${sameKey("previous", "newest")} and ${at("previous", validFrom)} = ${at("newest", validFrom)}`;
}

/** Rows of the source that start a version, with its start. */
function started(scope: Scope): string {
  const { node, own, at, updatedAt, sameKey, select, now, dialect } = scope;
  const { validFrom, validTo, isDeleted } = node.columnNames;
  const changes =
    node.strategy === "timestamp"
      ? // A column that the history did not have yet is null there; then dbt's comparison stands in.
        [`${updatedAt("source_now")} > coalesce(${updatedAt("latest")}, ${at("latest", validFrom)})`]
      : node.checkColumns.map((column) => `${at("source_now", column)} is distinct from ${at("latest", column)}`);
  const isBack = [`${at("latest", validTo)} is not null`, ...(scope.marksDeleted ? [at("latest", isDeleted)] : [])];
  const start = afterLatest(node.updatedAt === undefined ? [now] : [updatedAt("source_now"), now], scope);
  return `${select(own, ({ name }) => at("source_now", name))},
  ${start} as ${dialect.quote(validFrom)}
from source_now
left join latest on ${sameKey("source_now", "latest")}
where ${[`${at("latest", validFrom)} is null`, ...isBack, ...changes].join("\n  or ")}`;
}

function startedFirst({ node, own, at, updatedAt, select, now, dialect }: Scope): string {
  const start = node.updatedAt === undefined ? now : updatedAt("source_now");
  return `${select(own, ({ name }) => at("source_now", name))},
  ${start} as ${dialect.quote(node.columnNames.validFrom)}
from source_now`;
}

/** Open versions whose row is gone, with the time at which they end. */
function gone(scope: Scope): string {
  const { node, own, at, sameKey, select, now, dialect } = scope;
  const { validFrom, validTo, isDeleted } = node.columnNames;
  const isOpen = [`${at("latest", validTo)} is null`, ...(scope.marksDeleted ? [`not ${at("latest", isDeleted)}`] : [])];
  return `${select(own, ({ name }) => at("latest", name))},
  ${afterLatest([now], scope)} as ${dialect.quote(validFrom)}
from latest
left join source_now on ${sameKey("source_now", "latest")}
where ${[`${at("source_now", node.key[0]!)} is null`, ...isOpen].join("\n  and ")}`;
}

const starts = (step: string, { node, at, keys }: Scope): string => `select ${keys(step)}, ${at(step, node.columnNames.validFrom)} from ${step}`;

/** The first of `wishes` that lies after what the history tells about the key. A millisecond is the least that Trino can add. */
function afterLatest(wishes: readonly string[], { node, at }: Scope): string {
  const last = `coalesce(${at("latest", node.columnNames.validTo)}, ${at("latest", node.columnNames.validFrom)})`;
  const cases = wishes.map((wish) => `\n    when coalesce(${wish} > ${last}, true) then ${wish}`);
  return `case${cases.join("")}\n    else ${last} + interval '0.001' second\n  end`;
}

/** The previous history, with the versions closed that end now. */
function kept({ node, at, sameKey, select, openEnd }: Scope): string {
  const { validFrom, validTo } = node.columnNames;
  const end = `coalesce(${at("previous", validTo)}, ${at("ended", validFrom)}, ${openEnd})`;
  return `${select(node.columns, ({ name }) => (name === validTo ? end : at("previous", name)))}
from previous
left join ended on ${sameKey("previous", "ended")}`;
}

/** The versions that `step` starts. */
function opened(step: "started" | "gone", { node, at, select, openEnd, marksDeleted, dialect }: Scope): string {
  const { validFrom, validTo, versionKey, isDeleted } = node.columnNames;
  // As text of one form, so that the key is the same on every engine.
  const format = "%Y-%m-%d %H:%M:%S.%f";
  const start = dialect.call("format_date", [at(step, validFrom), dialect.literal(format, "text")], [undefined, format]);
  const value = ({ name }: ColumnNode): string => {
    if (name === validTo) return openEnd;
    if (name === versionKey) return dialect.call("surrogate_key", [...node.key.map((key) => at(step, key)), start], []);
    return marksDeleted && name === isDeleted ? String(step === "gone") : at(step, name);
  };
  return `${select(node.columns, value)}\nfrom ${step}`;
}

function badKeysOf(scope: Scope, source: Template): Template {
  const { node, at } = scope;
  const keys = scope.keys("source_now");
  const isNull = node.key.map((key) => `${at("source_now", key)} is null`).join(" or ");
  const isUndated = node.updatedAt === undefined ? [] : [`count(${at("source_now", node.updatedAt)}) = 0`];
  const reason = `case when ${isNull} then 'null key' when count(*) > 1 then 'duplicate key' else 'null updated_at' end`;
  const having = [isNull, "count(*) > 1", ...isUndated].join(" or ");
  return withSteps([["source_now", [sourceNow(scope), ...source]]], [`select ${keys}, ${reason} as "reason", count(*) as "occurrences"\nfrom source_now\ngroup by ${keys}\nhaving ${having}`]);
}

function badVersionsOf(node: SnapshotNode, dialect: Dialect): Template {
  const { quote } = dialect;
  const [start, end] = [quote(node.columnNames.validFrom), quote(node.columnNames.validTo)];
  const keys = node.key.map(quote).join(", ");
  const next = quote(`next ${node.columnNames.validFrom}`);
  return [
    `select ${keys}, ${start}, ${end}
from (
  select ${keys}, ${start}, ${end}, lead(${start}) over (partition by ${keys} order by ${start}, ${end}) as ${next}
  from `,
    { relation: node.id },
    `
) as versions
where ${end} <= ${start} or ${end} > ${next} or (${end} is null and ${next} is not null)`,
  ];
}
