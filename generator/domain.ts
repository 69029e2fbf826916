/** One domain of the retail project whose inputs can be generated. */
export interface Domain {
  readonly name: string;
  /** Raised whenever a row of the domain changes, so that files of an older generator are made again. */
  readonly version: number;
  /** The input files of the domain when its largest one has `rows` rows. */
  tables(rows: number): readonly Table[];
}

/** One input file: its schema is the real file's, its rows are the generator's. */
export interface Table {
  /** Path below the output folder without its ending, the same as that of the real data. */
  readonly path: string;
  /** Ending of the real file; without it the file has the format that is asked for. */
  readonly format?: Format;
  /** What CSV has for null; the default is the empty field. */
  readonly nullText?: string;
  /** DuckDB type of each column, in file order. */
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: number;
  /** The values of row i, 1 to `rows`, in column order. Depends on i alone. */
  row(i: number): readonly Value[];
}

export type Format = "csv" | "csv.gz" | "parquet";

/** A value as CSV spells it: an empty text would be read as null, so there is none. */
export type Value = string | number | null;
