import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { ColumnNode, SnapshotNode } from "../load/node.ts";
import type { RenderContext } from "./render.ts";
import { dialect } from "../adapters/duckdb/dialect.ts";
import { openDatabase } from "../forecast/duckdb-for-tests.ts";
import { randomNumbers } from "../testing/random.ts";
import { snapshotTemplates } from "./snapshot.ts";
import { textOf } from "./render.ts";

const strategies = ["timestamp", "check"] as const;
const deletes = ["ignore", "invalidate", "newRecord"] as const;

/** shop, id, name, updated_at */
type Row = readonly [string | null, number | null, string | null, string | null];
const sourceColumns = ["shop", "id", "name", "updated_at"];

/** Noon of a day of January 2024, or another hour. */
const at = (day: number, hour = 12): string => `2024-01-${String(day).padStart(2, "0")} ${String(hour).padStart(2, "0")}:00:00`;

const origin = { file: "snapshots/shop/customer_history.ts", line: 1, column: 1 };
const column = (name: string, family: "text" | "integer" | "timestamp" | "boolean"): ColumnNode => ({ name, type: { family }, nullable: true, description: "", pii: false, origin });

function snapshotOf(options: Partial<SnapshotNode>): SnapshotNode {
  const columnNames = options.columnNames ?? { validFrom: "valid_from", validTo: "valid_to", versionKey: "version_key", isDeleted: "is_deleted" };
  const { validFrom, validTo, versionKey, isDeleted } = columnNames;
  const added = [column(validFrom, "timestamp"), column(validTo, "timestamp"), column(versionKey, "text"), ...(options.hardDeletes === "newRecord" ? [column(isDeleted, "boolean")] : [])];
  const common = { layer: "", path: origin.file, origin, description: "", tags: [], meta: {}, tests: [], grain: [], grants: {} };
  const rule = options.strategy === "timestamp" ? { strategy: "timestamp" as const, updatedAt: "updated_at", checkColumns: [] } : { strategy: "check" as const, checkColumns: ["name"] };
  return {
    ...common, kind: "snapshot", id: "shop.customer_history", domain: "shop", name: "customer_history", of: "shop.customers", key: ["id"], hardDeletes: "ignore", columnNames, ...rule,
    columns: [column("shop", "text"), column("id", "integer"), column("name", "text"), column("updated_at", "timestamp"), ...added],
    ...options,
  };
}

const context: RenderContext = { dialect, expandMacro: () => ({}) as never, executionTime: "", inline: () => undefined };
const database = await openDatabase();
await database.run("set threads = 1");

const text = (value: string | number | null): string => (value === null ? "null" : typeof value === "number" ? String(value) : `'${value}'`);

function relationOf(rows: readonly Row[]): string {
  const values = (rows.length === 0 ? [sourceColumns.map(() => null)] : rows).map((row) => `(${row.map(text).join(", ")})`);
  return `(select * from (values ${values.join(", ")}) as given (${sourceColumns.join(", ")}) where ${rows.length > 0})`;
}

/** The rows of a query as text, sorted. */
async function rowsOf(query: string, columns = "*"): Promise<readonly string[]> {
  const rows = await database.rows(`select cast(columns(${columns}) as varchar) from ${query}`);
  return rows.map((row) => Object.values(row).map((value) => value ?? "-").join(" | ")).sort();
}

/** Takes snapshots one after the other, each as a new table. */
function historyOf(first: SnapshotNode, name = "history") {
  let taken = 0;
  const table = () => `${name}_${taken}`;
  return {
    async take(source: readonly Row[], executionTime: string, node = first, historyColumns?: readonly string[]): Promise<void> {
      const run = { hasHistory: taken > 0, executionTime: `${executionTime.replace(" ", "T")}Z`, ...(historyColumns && { historyColumns }) };
      const { history, badVersions } = snapshotTemplates(node, run, context);
      const query = textOf(history, (id) => (id === node.id ? table() : relationOf(source)));
      taken++;
      await database.run(`create or replace table ${table()} as ${query}`);
      expect(await database.rows(textOf(badVersions, table))).toEqual([]);
    },
    /** Without the version key, which has tests of its own. */
    rows: (columns = "* exclude (version_key)") => rowsOf(table(), columns),
  };
}

describe.each(strategies)("strategy %s", (strategy) => {
  // Customer 1 changes on day 2; customer 2 is gone on day 3 and back, as it was, on day 5. Their rows carry 6 o'clock, builds run at 12.
  const days: readonly (readonly Row[])[] = [
    [["x", 1, "a", at(1, 6)], ["x", 2, "b", at(1, 6)]],
    [["x", 1, "c", at(2, 6)], ["x", 2, "b", at(1, 6)]],
    [["x", 1, "c", at(2, 6)]],
    [["x", 1, "c", at(2, 6)]],
    [["x", 1, "c", at(2, 6)], ["x", 2, "b", at(1, 6)]],
  ];
  const start = (day: number) => (strategy === "timestamp" ? at(day, 6) : at(day));
  const version = (id: number, name: string, updated: string, from: string, to: string, flag = "") => `x | ${id} | ${name} | ${updated} | ${from} | ${to}${flag && ` | ${flag}`}`;

  describe.each([undefined, "9999-12-31"])("end of an open version: %s", (openEnd) => {
    const open = openEnd === undefined ? "-" : "9999-12-31 00:00:00";
    const gone = {
      ignore: [version(2, "b", at(1, 6), start(1), open)],
      invalidate: [version(2, "b", at(1, 6), start(1), at(3)), version(2, "b", at(1, 6), at(5), open)],
      newRecord: [version(2, "b", at(1, 6), start(1), at(3), "false"), version(2, "b", at(1, 6), at(3), at(5), "true"), version(2, "b", at(1, 6), at(5), open, "false")],
    };

    test.each(deletes)("a change, a deletion and a return with hardDeletes %s", async (hardDeletes) => {
      const history = historyOf(snapshotOf({ strategy, hardDeletes, ...(openEnd && { openEnd }) }));
      for (const [index, rows] of days.entries()) await history.take(rows, at(index + 1));
      const flag = hardDeletes === "newRecord" ? "false" : "";
      expect(await history.rows()).toEqual([version(1, "a", at(1, 6), start(1), start(2), flag), version(1, "c", at(2, 6), start(2), open, flag), ...gone[hardDeletes]]);
    });

    test.each(deletes)("a composite key keeps rows apart that share a part, with hardDeletes %s", async (hardDeletes) => {
      const history = historyOf(snapshotOf({ strategy, hardDeletes, key: ["shop", "id"], ...(openEnd && { openEnd }) }));
      for (const [index, rows] of days.entries()) await history.take([...rows, ["y", 2, "z", at(1, 6)]], at(index + 1));
      const flag = hardDeletes === "newRecord" ? " | false" : "";
      expect(await history.rows()).toEqual([
        version(1, "a", at(1, 6), start(1), start(2), flag.slice(3)), version(1, "c", at(2, 6), start(2), open, flag.slice(3)), ...gone[hardDeletes],
        `y | 2 | z | ${at(1, 6)} | ${start(1)} | ${open}${flag}`,
      ]);
    });
  });

  test("a source that is empty, at first or later, is no mistake", async () => {
    const history = historyOf(snapshotOf({ strategy, hardDeletes: "invalidate" }));
    await history.take([], at(1));
    expect(await history.rows()).toEqual([]);
    await history.take([["x", 1, "a", at(2, 6)]], at(2));
    await history.take([], at(3));
    expect(await history.rows()).toEqual([`x | 1 | a | ${at(2, 6)} | ${start(2)} | ${at(3)}`]);
  });

  test("the history has its columns in their order, under names of one's own", async () => {
    const columnNames = { validFrom: "from", validTo: "to \"x\"", versionKey: "Version_Key", isDeleted: "gone?" };
    const node = snapshotOf({ strategy, hardDeletes: "newRecord", columnNames });
    const history = historyOf({ ...node, columns: [...node.columns].reverse() });
    await history.take([["x", 1, "a", at(1, 6)]], at(1));
    await history.take([], at(2));
    expect(await history.rows()).toEqual([`false | ${at(2)} | ${start(1)} | ${at(1, 6)} | a | 1 | x`, `true | - | ${at(2)} | ${at(1, 6)} | a | 1 | x`]);
  });
});

test("the first history is the source, each row an open version", () => {
  const { history } = snapshotTemplates(snapshotOf({ columns: snapshotOf({}).columns.slice(1) }), { hasHistory: false, executionTime: "2024-01-01T12:00:00Z" }, context);
  expect(textOf(history, (id) => id)).toBe(`with source_now as (
select
  cast("id" as bigint) as "id",
  cast("name" as varchar) as "name",
  cast("updated_at" as timestamp) as "updated_at"
from shop.customers
),
started as (
select
  source_now."id" as "id",
  source_now."name" as "name",
  source_now."updated_at" as "updated_at",
  timestamp '2024-01-01 12:00:00' as "valid_from"
from source_now
)
select
  started."id" as "id",
  started."name" as "name",
  started."updated_at" as "updated_at",
  started."valid_from" as "valid_from",
  cast(null as timestamp) as "valid_to",
  md5(concat(coalesce(length(cast(started."id" as varchar)) || ':' || cast(started."id" as varchar), '-'), coalesce(length(cast(strftime(started."valid_from", '%Y-%m-%d %H:%M:%S.%f') as varchar)) || ':' || cast(strftime(started."valid_from", '%Y-%m-%d %H:%M:%S.%f') as varchar), '-'))) as "version_key"
from started`);
});

test("an updated_at that goes back, or stays, changes nothing", async () => {
  const history = historyOf(snapshotOf({ strategy: "timestamp" }));
  await history.take([["x", 1, "a", at(2, 6)]], at(2));
  await history.take([["x", 1, "b", at(1, 6)]], at(3));
  await history.take([["x", 1, "b", at(2, 6)]], at(4));
  expect(await history.rows()).toEqual([`x | 1 | a | ${at(2, 6)} | ${at(2, 6)} | -`]);
});

test("a start that lies before what the history tells is moved to the execution time, or just after", async () => {
  const history = historyOf(snapshotOf({ strategy: "timestamp", hardDeletes: "newRecord" }));
  await history.take([["x", 1, "a", at(9, 6)]], at(1)); // the source's clock is ahead
  await history.take([], at(2));
  await history.take([["x", 1, "a", at(9, 6)]], at(10));
  await history.take([["x", 1, "b", at(9, 7)]], at(11));
  expect(await history.rows()).toEqual([
    `x | 1 | a | ${at(9, 6)} | ${at(9, 6)} | ${at(9, 6)}.001 | false`,
    `x | 1 | a | ${at(9, 6)} | ${at(9, 6)}.001 | ${at(10)} | true`,
    `x | 1 | a | ${at(9, 6)} | ${at(10)} | ${at(11)} | false`,
    `x | 1 | b | ${at(9, 7)} | ${at(11)} | - | false`,
  ]);
});

test("check sees changes from and to null, and starts versions at updatedAt where there is one", async () => {
  const history = historyOf(snapshotOf({ strategy: "check", updatedAt: "updated_at" }));
  await history.take([["x", 1, null, at(1, 6)]], at(1));
  await history.take([["x", 1, "a", at(2, 6)]], at(2));
  await history.take([["x", 1, null, at(2, 6)]], at(3));
  expect(await history.rows()).toEqual([
    `x | 1 | - | ${at(1, 6)} | ${at(1, 6)} | ${at(2, 6)}`,
    `x | 1 | - | ${at(2, 6)} | ${at(3)} | -`,
    `x | 1 | a | ${at(2, 6)} | ${at(2, 6)} | ${at(3)}`,
  ]);
});

test("the query of an ephemeral model stands in place of its name", async () => {
  const ephemeral: RenderContext = { ...context, inline: (id) => (id === "shop.customers" ? [relationOf([["x", 1, "a", null], ["x", 1, "b", null]])] : undefined) };
  const { history, badKeys } = snapshotTemplates(snapshotOf({}), { hasHistory: false, executionTime: "2024-01-01T12:00:00Z" }, ephemeral);
  expect(await rowsOf(`(${textOf(history, (id) => id)})`, "* exclude (version_key)")).toEqual([`x | 1 | a | - | ${at(1)} | -`, `x | 1 | b | - | ${at(1)} | -`]);
  expect(await rowsOf(`(${textOf(badKeys, (id) => id)})`)).toEqual(["1 | duplicate key | 2"]);
});

test("an openEnd that is new closes nothing and is written to open versions", async () => {
  const history = historyOf(snapshotOf({ strategy: "check" }));
  await history.take([["x", 1, "a", null]], at(1));
  await history.take([["x", 1, "a", null]], at(2), snapshotOf({ strategy: "check", openEnd: "9999-12-31" }));
  expect(await history.rows()).toEqual([`x | 1 | a | - | ${at(1)} | 9999-12-31 00:00:00`]);
});

test("the version key is the md5 of the lengths and values of key and start, so every engine gives the same", async () => {
  const history = historyOf(snapshotOf({ strategy: "check", key: ["shop", "id"] }));
  await history.take([["x", 1, "a", null]], at(1));
  expect(await history.rows("'version_key'")).toEqual([createHash("md5").update("1:x1:126:2024-01-01 12:00:00.000000").digest("hex")]);
});

test("a column that is new is null in versions that ended before", async () => {
  const before = { ...snapshotOf({ strategy: "check" }), columns: snapshotOf({ strategy: "check" }).columns.filter(({ name }) => name !== "shop") };
  const after = snapshotOf({ strategy: "check", hardDeletes: "newRecord", checkColumns: ["name", "shop"] });
  const history = historyOf(before);
  await history.take([["x", 1, "a", null], [null, 2, "b", null]], at(1));
  await history.take([["x", 1, "a", null], [null, 2, "b", null]], at(2), after, before.columns.map(({ name }) => name.toUpperCase()));
  expect(await history.rows()).toEqual([
    `- | 1 | a | - | ${at(1)} | ${at(2)} | false`,
    `- | 2 | b | - | ${at(1)} | - | false`,
    `x | 1 | a | - | ${at(2)} | - | false`,
  ]);
});

test("columns that the next history would lose are named", () => {
  const lost = (run: { hasHistory: boolean; historyColumns?: readonly string[] }) => snapshotTemplates(snapshotOf({}), { ...run, executionTime: "2024-01-01T00:00:00Z" }, context).lostColumns;
  expect(lost({ hasHistory: true, historyColumns: ["ID", "phone", "is_deleted"] })).toEqual(["phone", "is_deleted"]);
  expect(lost({ hasHistory: true })).toEqual([]);
});

test("rows that no history can be kept of are named with their key and reason", async () => {
  const bad = async (options: Partial<SnapshotNode>, rows: readonly Row[]) => {
    const { badKeys } = snapshotTemplates(snapshotOf(options), { hasHistory: false, executionTime: "2024-01-01T00:00:00Z" }, context);
    return rowsOf(`(${textOf(badKeys, () => relationOf(rows))})`);
  };
  const rows: readonly Row[] = [["x", 1, "a", at(1)], ["x", 2, "a", null], ["x", null, "a", at(1)], ["x", null, "b", at(1)], ["x", 4, "a", at(1)], ["y", 4, "b", at(2)], [null, 5, "a", at(1)]];
  expect(await bad({ strategy: "check" }, rows)).toEqual(["- | null key | 2", "4 | duplicate key | 2"]);
  expect(await bad({ strategy: "timestamp" }, rows)).toEqual(["- | null key | 2", "2 | null updated_at | 1", "4 | duplicate key | 2"]);
  expect(await bad({ strategy: "check", key: ["shop", "id"] }, [...rows, ["x", 1, "z", null]])).toEqual(["- | 5 | null key | 1", "x | - | null key | 2", "x | 1 | duplicate key | 2"]);
  expect(await bad({ strategy: "timestamp" }, rows.slice(0, 1))).toEqual([]);
});

test("versions that overlap or have no length are found", async () => {
  const bad = async (options: Partial<SnapshotNode>, versions: string) => {
    const { badVersions } = snapshotTemplates(snapshotOf(options), { hasHistory: true, executionTime: "2024-01-01T00:00:00Z" }, context);
    return rowsOf(`(${textOf(badVersions, () => `(select id, cast(f as timestamp) as valid_from, cast(t as timestamp) as valid_to from (values ${versions}) as given (id, f, t))`)})`);
  };
  expect(await bad({}, "(1, '2024-01-01', '2024-01-02'), (1, '2024-01-02', null), (2, '2024-01-01', null), (2, '2024-01-02', null), (3, '2024-01-02', '2024-01-02')")).toEqual([
    "2 | 2024-01-01 00:00:00 | -",
    "3 | 2024-01-02 00:00:00 | 2024-01-02 00:00:00",
  ]);
  expect(await bad({ openEnd: "9999-12-31" }, "(1, '2024-01-01', '2024-01-03'), (1, '2024-01-02', '9999-12-31')")).toEqual(["1 | 2024-01-01 00:00:00 | 2024-01-03 00:00:00"]);
});

interface Version { readonly row: Row; readonly from: number; to?: number; readonly deleted: boolean }

/** What a snapshot means, key by key; independent of the SQL. Adds to the versions of each key, oldest first. */
function addVersions(history: Map<string, Version[]>, source: ReadonlyMap<string, Row>, now: number, { strategy, hardDeletes }: SnapshotNode): void {
  for (const key of new Set([...history.keys(), ...source.keys()])) {
    const versions = history.get(key) ?? [];
    history.set(key, versions);
    const last = versions.at(-1);
    const row = source.get(key);
    const isLive = last !== undefined && last.to === undefined && !last.deleted;
    const startAt = (...wishes: readonly number[]): number => {
      const told = last?.to ?? last?.from ?? -Infinity;
      return wishes.find((wish) => wish > told) ?? told + 1;
    };
    if (row === undefined) {
      if (!isLive || hardDeletes === "ignore") continue;
      last.to = startAt(now);
      if (hardDeletes === "newRecord") versions.push({ row: last.row, from: last.to, deleted: true });
    } else {
      const isChanged = isLive && (strategy === "check" ? last.row[2] !== row[2] : millis(row[3]!) > millis(last.row[3]!));
      if (isLive && !isChanged) continue;
      const from = strategy === "check" ? startAt(now) : startAt(millis(row[3]!), now);
      if (last !== undefined) last.to ??= from;
      versions.push({ row, from, deleted: false });
    }
  }
}

const millis = (iso: string): number => Date.parse(`${iso}Z`);
const moment = (ms: number): string => new Date(ms).toISOString().replace("T", " ").replace("Z", "").replace(/\.000$/, "");

describe("random histories, four keys each, are those of an independent reference", () => {
  const count = Number(process.env["RMODEL_FUZZ"] ?? 50);
  const first = Number(process.env["RMODEL_SEED"] ?? 1 + (Date.now() % 1_000_000));
  console.log(`RMODEL_SEED=${first} RMODEL_FUZZ=${count}`);
  const forms = [{ key: ["id"] }, { key: ["shop", "id"], openEnd: "9999-12-31" }];

  test.each(strategies.flatMap((strategy) => deletes.flatMap((hardDeletes) => forms.map((form) => ({ strategy, hardDeletes, ...form })))))("$strategy, $hardDeletes, key $key", { timeout: 30_000 + count * 100 }, async (options) => {
    const node = snapshotOf(options);
    const isComposite = options.key.length > 1;
    const taken = historyOf(node, "random");
    const history = new Map<string, Version[]>();
    const source = new Map<string, Row>();
    const generators = Array.from({ length: count }, (_, index) => integersBelow(first + index));
    let now = Date.parse("2024-01-01T00:00:00Z");
    let before: readonly string[] = [];
    for (let step = 0; step < 12; step++) {
      now += [1, 2, 0, 5][step % 4]! * 3_600_000;
      // The last two runs see the source unchanged.
      if (step < 10) generators.forEach((below, history) => [0, 1, 2, 3].forEach((index) => changeRow(source, history * 4 + index, isComposite, now, below)));
      await taken.take([...source.values()], moment(now));
      addVersions(history, source, now, node);
      const all = await taken.rows("*");
      const versions = [...history.values()].flat();
      const end = options.openEnd === undefined ? "-" : `${options.openEnd} 00:00:00`;
      const flag = (deleted: boolean) => (options.hardDeletes === "newRecord" ? [String(deleted)] : []);
      const expected = versions.map(({ row, from, to, deleted }) => [...row.map((value) => value ?? "-"), moment(from), to === undefined ? end : moment(to), ...flag(deleted)].join(" | "));
      expect(all.map((row) => row.split(" | ").toSpliced(6, 1).join(" | ")), `step ${step}`).toEqual(expected.sort());
      expect(new Set(all.map((row) => row.split(" | ")[6])).size, `version keys of step ${step}`).toBe(versions.length);
      if (step >= 10) expect(all).toEqual(before);
      before = all;
    }
  });
});

function integersBelow(seed: number): (limit: number) => number {
  const random = randomNumbers(seed);
  // The first numbers of close seeds are close.
  for (let skipped = 0; skipped < 3; skipped++) random();
  return (limit) => Math.floor(random() * limit);
}

/** A row stays, goes, comes or changes; it is dated mostly before now, sometimes later or long ago. */
function changeRow(source: Map<string, Row>, index: number, isComposite: boolean, now: number, below: (limit: number) => number): void {
  const key = isComposite ? `${index % 2}|${index >> 1}` : String(index);
  const dice = below(10);
  if (dice < 2) source.delete(key);
  else if (dice >= 6 || (dice >= 4 && !source.has(key))) {
    const updatedAt = now + 1_800_000 * (below(12) - 9) - (below(8) === 0 ? 86_400_000 : 0);
    source.set(key, [isComposite ? `shop ${index % 2}` : "shop", isComposite ? index >> 1 : index, [null, "a", "b"][below(3)]!, moment(updatedAt)]);
  }
}
