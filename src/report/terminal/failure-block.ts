import type { Origin } from "../../errors/rmodel-error.ts";
import type { Paint } from "../../errors/paint.ts";
import type { ReadSource } from "../../errors/format.ts";
import type { Result } from "../../run/results.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { count } from "./units.ts";
import { formatError } from "../../errors/format.ts";
import { sampleTable } from "./sample-table.ts";

export interface BlockContext {
  readonly paint: Paint;
  readonly readSource: ReadSource;
  /** Columns of the terminal. */
  readonly width: number;
}

/** What is known of a failing node or test besides its result. */
export interface FailurePlace {
  readonly origin: Origin | undefined;
  /** The file with the SQL that shows it. */
  readonly sqlFile: string | undefined;
}

/** What people need about a failure or a warning: what happened, where it is declared, rows that show it, the SQL. */
export function failureBlock(result: Result, { origin, sqlFile }: FailurePlace, context: BlockContext): string {
  const file = sqlFile === undefined ? [] : [`  ${context.paint.bold("sql:")} ${sqlFile}`];
  return [headOf(result, origin, context), ...rowsOf(result, context), ...file].join("\n");
}

function headOf(result: Result, origin: Origin | undefined, { paint, readSource }: BlockContext): string {
  const { error, message, id, queryPath, status } = result;
  if (error instanceof Error && !(error instanceof RmodelError)) return `${paint.red(paint.bold("error"))}  ${id}: ${error.message}`;
  if (error instanceof RmodelError) {
    // The query's path stands below the rows, so the fix need not name it.
    return formatError(queryPath === undefined ? error : new RmodelError(error.code, error.origin, error.message, undefined, error.cause), readSource, paint);
  }
  const colour = status === "warn" ? paint.yellow : paint.red;
  const place = origin === undefined ? [] : [`  ${paint.dim(`${origin.file}:${origin.line}:${origin.column}`)}`];
  return [`${colour(paint.bold(status))}  test ${id}: ${message}`, ...place].join("\n");
}

function rowsOf({ sample = [], failures = sample.length }: Result, { paint, width }: BlockContext): readonly string[] {
  if (sample.length === 0) return [];
  const label = failures > sample.length ? `  ${paint.bold("rows:")} ${sample.length} of ${count(failures)}` : `  ${paint.bold("rows:")}`;
  return [label, ...sampleTable(sample, width - 4, paint).map((line) => `    ${line}`)];
}
