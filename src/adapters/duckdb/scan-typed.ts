import { stat } from "node:fs/promises";
import type { BadRow } from "./csv/check.ts";
import type { ColumnType } from "../../define/types.ts";
import type { FileScan, ResultRow, Session } from "../adapter.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { dialect } from "./dialect.ts";
import { shown } from "./csv/check.ts";
import { typeText } from "../../define/types.ts";
import { unreadable } from "./csv/input.ts";

/** How one declared column is read from a format that has types of its own. */
export interface TypedColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** SQL of the value in its declared type. */
  readonly value: string;
  /** SQL that is true where `value` would not be what the file says; undefined: it always is. */
  readonly bad: string | undefined;
}

/** What `load` needs to know of a file that was checked. */
export interface CheckedRows {
  readonly text: string;
  readonly bad: readonly BadRow[];
}

/**
 * Looks for rows that do not fit, in one scan over the columns that can go wrong; a file whose types are the declared ones is not scanned.
 *
 * @param rows query with the file's columns
 * @param numbered queries that together give the same rows with `rmodel_file` and `rmodel_line`, the number of the record in its file
 */
export async function checkTyped(session: Session, file: FileScan, rows: string, numbered: readonly string[], columns: readonly TypedColumn[], keepsBad: boolean): Promise<CheckedRows> {
  const risky = columns.filter(({ bad }) => bad !== undefined);
  const bad: BadRow[] = [];
  for (const query of risky.length === 0 ? [] : numbered) {
    const found = await ask(session, file.path, badRows(query, columns, risky, keepsBad));
    for (const row of found) bad.push(badRow(risky[Number(row.rmodel_column)]!, row));
    if (!keepsBad && bad.length > 0) throw bad[0]!.error;
  }
  const values = columns.map(({ name, value }) => `${value} as ${dialect.quote(name)}`).join(", ");
  const condition = bad.length === 0 ? "" : ` where not (${risky.map((column) => `coalesce(${column.bad}, false)`).join(" or ")})`;
  return { text: `(select ${values} from (${rows})${condition})`, bad };
}

function badRows(rows: string, columns: readonly TypedColumn[], risky: readonly TypedColumn[], all: boolean): string {
  const cases = (then: (column: TypedColumn, index: number) => string) => `case ${risky.map((column, index) => `when ${column.bad} then ${then(column, index)}`).join(" ")} end`;
  const struct = columns.map(({ name }) => `${dialect.quote(name)} := ${dialect.quote(name)}`).join(", ");
  return `select rmodel_file, rmodel_line, ${cases((_, index) => String(index))} as rmodel_column, ${cases(({ name }) => `cast(${dialect.quote(name)} as varchar)`)} as rmodel_value, cast(struct_pack(${struct}) as varchar) as rmodel_text from (${rows}) where rmodel_column is not null${all ? "" : " limit 1"}`;
}

function badRow({ name, type }: TypedColumn, row: ResultRow): BadRow {
  const line = Number(row.rmodel_line);
  const message = `column "${name}" is ${typeText(type)}, but the row has ${shown(String(row.rmodel_value))}`;
  const fix = 'correct the row or the declared type, or keep bad rows of a source aside with onBadRow: "reject"';
  return { error: new RmodelError("RM4020", { file: String(row.rmodel_file), line, column: 1 }, message, fix), line, column: name, text: String(row.rmodel_text) };
}

/** @throws RM4021 what the engine refuses to read */
export async function ask(session: Session, path: string, query: string): Promise<readonly ResultRow[]> {
  try {
    return await session.query(query);
  } catch (thrown) {
    if (thrown instanceof EngineError && thrown.cancelled) throw thrown;
    const message = thrown instanceof Error ? thrown.message.split("\n")[0]! : String(thrown);
    throw new RmodelError("RM4021", { file: path, line: 1, column: 1 }, `${path} cannot be read: ${message}`, "check that the file is whole and has the format that the source names", thrown);
  }
}

/** @throws RM4021 a file without a byte */
export async function refuseEmpty(paths: readonly string[]): Promise<void> {
  for (const path of paths) if ((await stat(path)).size === 0) throw unreadable(path, "it is empty", "no data at all is most likely a mistake");
}
