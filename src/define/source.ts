import type { Columns, KeysOf } from "./column.ts";
import type { Published } from "./model.ts";
import type { Relation } from "./relation.ts";
import { originOf } from "./origin.ts";
import { relation } from "./relation.ts";
import { withTests } from "./model.ts";

export interface Freshness<C extends Columns> {
  /** Column with the time a row arrived; without it a file's time of change counts. */
  readonly loadedAt?: KeysOf<C, "timestamp" | "date">;
  readonly warnAfterHours?: number;
  readonly errorAfterHours?: number;
}

/** How a CSV file is written; the defaults are RFC 4180 in UTF-8 with a header. */
export interface CsvOptions {
  readonly delimiter?: string;
  readonly quote?: string;
  readonly header?: boolean;
  /** Texts that mean null; the default is the empty field. */
  readonly nulls?: readonly string[];
  /** strptime formats, where dates and timestamps are not ISO. */
  readonly dateFormat?: string;
  readonly timestampFormat?: string;
}

interface SourceOptions<C extends Columns> extends Published<C> {
  readonly columns: C;
  readonly freshness?: Freshness<NoInfer<C>>;
}

interface FileSource<C extends Columns> extends SourceOptions<C> {
  /** File or glob, relative to the project; the ending gives the format unless `format` does. */
  readonly file: string;
  readonly format?: "csv" | "parquet" | "json";
  readonly csv?: CsvOptions;
  /** `fail` (default) stops the build at a bad row; `reject` keeps it in `<source>__rejects` with line, column and reason. */
  readonly onBadRow?: "fail" | "reject";
  readonly table?: never;
}

interface TableSource<C extends Columns> extends SourceOptions<C> {
  /** A table that something else fills. */
  readonly table: { readonly database?: string; readonly schema: string; readonly name: string };
  readonly file?: never;
}

/** Data that the project reads and does not make: a file, a glob of files, or a table. */
export function source<const C extends Columns>(options: FileSource<C> | TableSource<C>): Relation<C> {
  return relation("source", options.columns, withTests(options as Published<C> & { columns: C }), originOf(source));
}

export interface SeedOptions<C extends Columns> extends Published<C> {
  readonly columns: C;
  /** CSV file beside the definition; the default is the definition's own name with `.csv`. */
  readonly file?: string;
  readonly csv?: CsvOptions;
}

/** A small CSV file of the project with declared types. A bad row fails the seed, all or nothing. */
export function seed<const C extends Columns>(options: SeedOptions<C>): Relation<C> {
  return relation("seed", options.columns, withTests(options), originOf(seed));
}
