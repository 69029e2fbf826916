/** How a table lies in the database. Each engine takes what it knows and leaves out the rest. */
export interface Storage {
  /** Columns of each index, in their order. PostgreSQL makes them; DuckDB and Trino read without. */
  readonly indexes: readonly (readonly string[])[];
  /** Column, and for dates and timestamps the stretch, that rows are kept apart by. PostgreSQL, Trino. */
  readonly partitionBy?: { readonly column: string; readonly by: "value" | "day" | "month" | "year" };
  /** Not written to the log: faster to make, empty after a crash of the server. PostgreSQL. */
  readonly unlogged: boolean;
}

export const plainStorage: Storage = { indexes: [], unlogged: false };
