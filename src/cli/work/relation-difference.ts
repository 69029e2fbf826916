import type { ColumnNode, RelationNode } from "../../load/node.ts";
import type { Driver, ResultRow } from "../../adapters/adapter.ts";
import { dialect } from "../../adapters/duckdb/dialect.ts";

/** How a relation on one target compares with the same on another. */
export interface Compared {
  readonly isEqual: boolean;
  readonly rows: readonly [number, number];
  /** Rows that only one side has, or that differ in a value. */
  readonly different: number;
  /** Some of them, in words. */
  readonly samples: readonly string[];
}

/** Sums of doubles differ in the last digits with the order in which they are taken. */
const tolerance = 1e-9;
/** Each step of a forecast reads the steps before it. */
const forecastTolerance = 1e-6;

/**
 * Compares two Parquet files of one relation.
 *
 * Rows are matched by the relation's grain; without one, by their place when both sides are ordered by all columns.
 *
 * @param engine a DuckDB in memory
 */
export async function differenceOf(node: RelationNode, left: string, right: string, engine: Driver): Promise<Compared> {
  const isForecast = node.kind === "model" && node.made?.by === "forecast";
  // A spelling of an engine's own is part of what a version is known by.
  const columns = node.columns.filter(({ name }) => !(isForecast && name === "run_id"));
  const keys = node.grain.length > 0 ? node.grain : ["rmodel position"];
  const near = isForecast ? forecastTolerance : tolerance;
  const side = (path: string) => `(select *${node.grain.length > 0 ? "" : `, row_number() over (order by ${placed(columns)}) as "rmodel position"`} from read_parquet(${dialect.literal(path, "text")}))`;
  const name = dialect.quote;
  const means = await meansOf(columns, left, engine);
  const conditions = columns.map((column, index) => unlike(column, near, means[index]!));
  const isOneSided = `(a.${name("rmodel side")} is null or b.${name("rmodel side")} is null)`;
  const shown = columns.flatMap(({ name: column }) => [`cast(a.${name(column)} as varchar) as ${name(`a ${column}`)}`, `cast(b.${name(column)} as varchar) as ${name(`b ${column}`)}`]);
  const flags = conditions.map((condition, index) => `${condition} as ${name(`differs ${columns[index]!.name}`)}`);
  await engine.execute(
    `create or replace temp table difference as select a.${name("rmodel side")} is null as only_right, b.${name("rmodel side")} is null as only_left, ${[...shown, ...flags].join(", ")} ` +
      `from (select *, true as ${name("rmodel side")} from ${side(left)}) as a full join (select *, true as ${name("rmodel side")} from ${side(right)}) as b on ${keys.map((key) => `a.${name(key)} is not distinct from b.${name(key)}`).join(" and ")} ` +
      `where ${[isOneSided, ...conditions].join(" or ")}`,
  );
  const count = async (from: string) => Number((await engine.query(`select count(*) as rows from ${from}`))[0]!.rows);
  const rows = [await count(`read_parquet(${dialect.literal(left, "text")})`), await count(`read_parquet(${dialect.literal(right, "text")})`)] as const;
  const different = await count("difference");
  const samples = await engine.query("select * from difference limit 3");
  return { isEqual: different === 0 && rows[0] === rows[1], rows, different, samples: samples.map((row) => sampleText(row, node)) };
}

/** Doubles last: they order only what is equal in everything else. */
function placed(columns: readonly ColumnNode[]): string {
  const isDouble = ({ type }: ColumnNode) => type.family === "double";
  return [...columns.filter((column) => !isDouble(column)), ...columns.filter(isDouble)].map(({ name }) => `${dialect.quote(name)} nulls last`).join(", ");
}

/** Mean size of the values of each column of doubles. */
async function meansOf(columns: readonly ColumnNode[], path: string, engine: Driver): Promise<readonly number[]> {
  const means = columns.map(({ name, type }, index) => `${type.family === "double" ? `avg(abs(${dialect.quote(name)}))` : "0"} as c${index}`);
  const [row] = await engine.query(`select ${means.join(", ")} from read_parquet(${dialect.literal(path, "text")})`);
  return columns.map((_, index) => Number(row![`c${index}`] ?? 0));
}

/** What is left of a sum near 0 is rounding of what was summed, so it is held against the column's mean. */
function unlike({ name, type }: ColumnNode, near: number, mean: number): string {
  const [a, b] = [`a.${dialect.quote(name)}`, `b.${dialect.quote(name)}`];
  if (type.family !== "double") return `(${a} is distinct from ${b})`;
  return `(${a} is distinct from ${b} and not coalesce(abs(${a} - ${b}) <= cast(${near} as double) * greatest(abs(${a}), abs(${b}), cast(${mean} as double)), false))`;
}

function sampleText(row: ResultRow, { columns, grain }: RelationNode): string {
  const at = (side: "a" | "b", name: string) => String(row[`${side} ${name}`] ?? "null");
  const named = grain.length > 0 ? grain : columns.map(({ name }) => name);
  const where = (side: "a" | "b") => named.map((name) => `${name} = ${at(side, name)}`).join(", ");
  if (row.only_left === true) return `only on the first: ${where("a")}`;
  if (row.only_right === true) return `only on the second: ${where("b")}`;
  return `${columns.filter(({ name }) => row[`differs ${name}`] === true).map(({ name }) => `${name}: ${at("a", name)} and ${at("b", name)}`).join("; ")}  where ${where("a")}`;
}
