import type { CsvOptions } from "../../../define/source.ts";
import { RmodelError } from "../../../errors/rmodel-error.ts";

/** How the bytes of a CSV file are to be read; made once per load. */
export interface CsvFormat {
  readonly header: boolean;
  readonly delimiter: string;
  /** Empty: no field is quoted. */
  readonly quote: string;
  readonly nulls: readonly string[];
  /** Nulls that a source declares count inside quotes too; the default is the empty field without quotes, so that `""` is an empty text. */
  readonly quotedNulls: boolean;
  readonly dateFormat: string | undefined;
  readonly timestampFormat: string | undefined;
}

/** @throws RM4022 a delimiter or quote that is not one ASCII character */
export function csvFormat(options: CsvOptions, file: string): CsvFormat {
  const format = {
    header: options.header ?? true,
    delimiter: options.delimiter ?? ",",
    quote: options.quote ?? '"',
    // The engine wants at least one text that means null; no file has this one.
    nulls: options.nulls?.length === 0 ? ["\u0001"] : (options.nulls ?? [""]),
    quotedNulls: options.nulls !== undefined,
    dateFormat: options.dateFormat,
    timestampFormat: options.timestampFormat,
  };
  const isUsable = (text: string) => /^[\t -~]$/.test(text);
  if (!isUsable(format.delimiter) || !(format.quote === "" || isUsable(format.quote)) || format.quote === format.delimiter) {
    throw new RmodelError("RM4022", { file, line: 1, column: 1 }, `delimiter ${JSON.stringify(format.delimiter)} and quote ${JSON.stringify(format.quote)} cannot separate fields`, "each is one ASCII character, and they differ");
  }
  return format;
}
