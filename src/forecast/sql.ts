/** What differs between engines in the text of this folder. */
export interface Spelling {
  /** The type of a 64-bit float: `double` or `double precision`. */
  readonly double: string;
  /** Writes `materialized` at every group-level step: Postgres inlines a step that is read once, and 3^p expressions kill the server. */
  readonly materialized: boolean;
  /** Ends row-level steps with `offset 0`: without it Postgres computes an expression once per use (43 s against 4.8 s). */
  readonly fence: boolean;
}

/** One named query of a `with` list. Steps read only what stands before them. */
export interface Step {
  readonly name: string;
  readonly query: string;
  /** The step has one row per input row, so it is streamed and never stored. */
  readonly perRow?: boolean;
}

/** Steps as one statement that yields the step `result`, the last one unless named. */
export function statement(steps: readonly Step[], spelling: Spelling, result = steps.at(-1)?.name ?? ""): string {
  return `with ${steps.map((step) => stepText(step, spelling)).join(",\n")}\nselect * from ${result}`;
}

function stepText(step: Step, spelling: Spelling): string {
  if (step.perRow === true) return `${step.name} as (\n${step.query}${spelling.fence ? "\noffset 0" : ""}\n)`;
  return `${step.name} as ${spelling.materialized ? "materialized " : ""}(\n${step.query}\n)`;
}

/** `select` with one column a line; `rest` starts with `from`. */
export function select(columns: readonly string[], rest: string): string {
  return `select\n  ${columns.join(",\n  ")}\n${rest}`;
}

/** A `group by` line, or nothing where there is nothing to group by. */
export const groupBy = (columns: readonly string[]): string => (columns.length === 0 ? "" : `\ngroup by ${columns.join(", ")}`);

/** A `partition by` clause with a space behind it, or nothing. */
export const partitionBy = (columns: readonly string[]): string => (columns.length === 0 ? "" : `partition by ${columns.join(", ")} `);

/** The condition of a join of two aliases on columns that both have. */
export function sameKeys(left: string, right: string, keys: readonly string[]): string {
  return keys.length === 0 ? "true" : keys.map((key) => `${left}.${key} = ${right}.${key}`).join(" and ");
}

/** Rows of a small constant table, to stand after `join`: `(values (1, …), (2, …)) as name (column, …)`. */
export function constants(name: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return `(values ${rows.map((row) => `(${row.join(", ")})`).join(", ")}) as ${name} (${columns.join(", ")})`;
}

/** A number as a double, because `1.0` is a decimal on some engines. */
export const double = (value: number | string, spelling: Spelling): string => `cast(${value} as ${spelling.double})`;

/** A sum of SQL terms, 0 where there are none. */
export const sum = (terms: readonly string[]): string => (terms.length === 0 ? "0" : terms.join(" + "));

export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The whole numbers from `first` to `last`. */
export const range = (first: number, last: number): readonly number[] => Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
