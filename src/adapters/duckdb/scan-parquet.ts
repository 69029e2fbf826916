import type { CheckedRows, TypedColumn } from "./scan-typed.ts";
import type { ColumnType } from "../../define/types.ts";
import type { FileScan, Session } from "../adapter.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { ask, checkTyped, refuseEmpty } from "./scan-typed.ts";
import { columnTypeOf } from "./types.ts";
import { convertsTo, isNumeric, sameType, typeText } from "../../define/types.ts";
import { dialect } from "./dialect.ts";
import { fileList } from "./csv/scan.ts";
import { filesOf } from "./csv/input.ts";
import { nearest } from "../../errors/nearest.ts";

/**
 * Compares the types of Parquet files with the declared ones: widening is free, whatever can lose something is looked at
 * row by row. Columns that are not declared are not read.
 *
 * @throws RM4022 a declared column is missing or of a type that does not convert · RM4020 a value that would change
 */
export async function checkParquet(session: Session, file: FileScan, keepsBad: boolean): Promise<CheckedRows> {
  const paths = await filesOf(session, file.path);
  await refuseEmpty(paths);
  const types = new Map((await ask(session, file.path, `describe select * from read_parquet(${fileList(paths)})`)).map((row) => [String(row.column_name), String(row.column_type)]));
  const error = (message: string, fix: string) => new RmodelError("RM4022", { file: paths[0]!, line: 1, column: 1 }, message, fix);
  const columns = file.columns.map(({ name, type }): TypedColumn => {
    const from = types.get(name);
    if (from === undefined) throw error(`the file has no column "${name}"`, `${meant(nearest(name, types.keys()))}its columns: ${[...types.keys()].join(", ")}`);
    const read = reading(dialect.quote(name), from, type);
    if (read === undefined) throw error(`column "${name}" is ${from} in the file, but ${typeText(type)} is declared`, "declare the type of the file, and convert in a model");
    return { name, type, ...read };
  });
  const read = (more = "") => `select ${columns.map(({ name }) => dialect.quote(name)).join(", ")}${more} from read_parquet(${fileList(paths)}, filename = true, file_row_number = true)`;
  return checkTyped(session, file, read(), [read(", filename as rmodel_file, file_row_number + 1 as rmodel_line")], columns, keepsBad);
}

const meant = (name: string | undefined): string => (name === undefined ? "" : `write "${name}"; `);

/** How `column`, of the engine's type `from`, is read as `to`; undefined when these are different things. */
function reading(column: string, from: string, to: ColumnType): { readonly value: string; readonly bad: string | undefined } | undefined {
  const known = columnTypeOf(from);
  const value = dialect.cast(column, to, false);
  const safe = dialect.cast(column, to, true);
  const roundTrip = `try_cast(${safe} as ${from}) is distinct from ${column}`;
  if (to.family === "text" && /^(UUID|ENUM)/.test(from)) return { value, bad: undefined };
  if (to.family === "timestamp" && from === "TIMESTAMP WITH TIME ZONE") return { value: `make_timestamp(epoch_us(${column}))`, bad: undefined };
  if (to.family === "json" && (known?.family === "list" || /^(STRUCT|MAP)\(|\]$/.test(from))) return { value: `to_json(${column})`, bad: undefined };
  if (known === undefined) return undefined;
  if (to.family === "json" && known.family === "text") return { value, bad: `not json_valid(${column})` };
  if (to.family === "timestamp" && known.family === "date") return { value, bad: undefined };
  if (to.family === "date" && known.family === "timestamp") return { value, bad: roundTrip };
  if (!convertsTo(known.family, to.family) || (known.family === "list" && to.family === "list" && !convertsTo(known.of.family, to.of.family))) return undefined;
  // Money that was stored as a binary number is taken for the decimal number next to it.
  if (to.family === "decimal" && known.family === "double") {
    return { value, bad: `${column} is not null and coalesce(abs(${column} - cast(${safe} as double)) > ${from === "FLOAT" ? "1e-6" : "1e-9"} * abs(${column}) + 1e-12, true)` };
  }
  const isWider = to.family === "integer" ? /^U?(TINYINT|SMALLINT|INTEGER)$|^BIGINT$/.test(from) : !isNumeric(to.family) && sameType(known, to) && from !== "TIMESTAMP_NS";
  return { value, bad: isWider || (sameType(known, to) && (to.family === "decimal" || to.family === "double")) ? undefined : roundTrip };
}
