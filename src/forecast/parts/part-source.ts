import type { ForecastPart, PartCheck, PartColumn } from "../spec.ts";
import type { Plan } from "./plan.ts";
import type { Spelling } from "../sql.ts";

/** A part with what writes it. */
export interface PartSource extends Omit<ForecastPart, "checks"> {
  readonly checks?: readonly CheckSource[];
  sql(words: Words): string;
}

export interface CheckSource extends PartCheck {
  /** A query of the rows that break it. */
  failures(words: Words): string;
}

/** How the text names relations and types. */
export interface Words {
  /** What stands after `from` for an input or `part:<name>`. */
  readonly nameOf: (name: string) => string;
  readonly spelling: Spelling;
}

export const column = (name: string, type: PartColumn["type"], description: string, nullable = false): PartColumn => ({ name, type, nullable, description });

/** The keys, as they are called in the relation that is read. */
export const keyColumns = ({ spec }: Plan, nullable = false): readonly PartColumn[] =>
  spec.keys.map((key) => column(key, { as: "key", column: key }, "Key of the series.", nullable));

export const timeColumn = ({ spec }: Plan, description: string, name = spec.time): PartColumn => column(name, { as: "time", column: spec.time }, description);

export const seriesNumber = column("series_number", "integer", "Number of the series, from 1 in the order of the keys: what the parts are joined by.");
/** One column that identifies an origin, and one that identifies a step of it: engines guess the size of a join on three columns badly, and then compare each row with each. */
export const originNumber = column("origin_number", "integer", "1000 times the number of the series, and the fold: identifies an origin.");
export const blockNumber = column("block_number", "integer", "1000 times the number of the origin, and the step: identifies a forecast of one candidate.");
export const originSql = (series: string, fold: string): string => `1000 * ${series} + ${fold}`;
export const blockSql = (series: string, fold: string, step: string): string => `1000 * (${originSql(series, fold)}) + ${step}`;
export const foldNumber = column("fold", "integer", "0 is the forecast itself; hold-out blocks are counted from the end of the history.");
export const stepNumber = column("step", "integer", "Periods behind the newest row that the forecast knew, from 1.");
