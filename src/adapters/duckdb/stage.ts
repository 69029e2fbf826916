import type { BadRow } from "./csv/check.ts";
import type { ColumnType } from "../../define/types.ts";
import type { FileScan, Session } from "../adapter.ts";
import { EngineError } from "../../errors/engine-error.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { checkFile } from "./load.ts";
import { dialect } from "./dialect.ts";
import { inTemporaryFolder } from "../temporary-folder.ts";
import { pathText, withFileEngine } from "./file-engine.ts";

/** The one clean file that a load was made into. */
export interface Staged {
  /** Rows of the new file. */
  readonly accepted: number;
  readonly bad: readonly BadRow[];
}

/**
 * Writes a file, or all files of a glob, as one file without bad rows: the way of files to an engine on a server.
 *
 * The checks are those of DuckDB's own `load`, so every engine refuses the same rows with the same words. The file is
 * read twice, as there. Columns stand in the declared order.
 *
 * - `parquet` has a column of DuckDB's type for each declared type; json is text in it.
 * - `csv` is for `copy … from … (format csv)` of PostgreSQL, without a header: text, json and lists are always in quotes, null is the
 *   empty field without them, a list is an array literal. A NUL character, which PostgreSQL cannot store, makes a row bad.
 *
 * @param keepBad collects bad rows; otherwise the first one is thrown
 * @throws RM4020 a row that does not fit · RM4021 a file that is missing, empty or not UTF-8 · RM4022 other columns than declared
 */
export async function stage(file: FileScan, to: { readonly path: string; readonly format: "csv" | "parquet" }, keepBad: boolean, signal?: AbortSignal): Promise<Staged> {
  return inTemporaryFolder((folder) =>
    withFileEngine(folder, signal, async (engine) => {
      const { text, accepted, bad } = await checkFile(engine, file, keepBad ? folder : undefined);
      const write = (from: string) => engine.execute(to.format === "csv" ? csvCopy(file, from, to.path) : parquetCopy(file, from, to.path));
      let zeros: readonly BadRow[] = [];
      const rows = await write(text).catch(async (thrown: unknown) => {
        if (!(thrown instanceof EngineError) || !thrown.message.includes(zeroMark)) throw thrown;
        zeros = await zeroRows(engine, file, text);
        if (!keepBad) throw zeros[0]?.error ?? thrown;
        return write(`(select * from ${text} where not (${zeroConditions(file).map(({ isZero }) => isZero).join(" or ")}))`);
      });
      if (accepted !== undefined && rows! + zeros.length !== accepted) throw new RmodelError("RM9001", { file: file.path, line: 1, column: 1 }, `the file has ${accepted} good rows, but DuckDB read ${rows! + zeros.length}`, "open an issue with the file, or with lines of it that show this");
      return { accepted: rows!, bad: [...bad, ...zeros] };
    }),
  );
}

function parquetCopy({ columns }: FileScan, from: string, path: string): string {
  const values = columns.map(({ name, type }) => (hasJson(type) ? `cast(${dialect.quote(name)} as ${dialect.typeName(type).replace("json", "varchar")}) as ${dialect.quote(name)}` : dialect.quote(name)));
  return `copy (select ${values.join(", ")} from ${from}) to ${pathText(path)} (format parquet, compression zstd)`;
}

export const hasJson = (type: ColumnType): boolean => (type.family === "list" ? hasJson(type.of) : type.family === "json");

function csvCopy({ columns }: FileScan, from: string, path: string): string {
  const values = columns.map(({ name, type }) => {
    const column = dialect.quote(name);
    const isZero = zeroCondition(column, type);
    const value = copied(column, type);
    return `${isZero === undefined ? value : `case when ${isZero} then error('${zeroMark}') else ${value} end`} as ${column}`;
  });
  const quoted = columns.filter(({ type }) => isQuoted(type)).map(({ name }) => dialect.quote(name));
  return `copy (select ${values.join(", ")} from ${from}) to ${pathText(path)} (format csv, header false, nullstr '', dateformat '', timestampformat ''${quoted.length === 0 ? "" : `, force_quote (${quoted.join(", ")})`})`;
}

const isQuoted = ({ family }: ColumnType): boolean => family === "text" || family === "json" || family === "list";

/** A value as PostgreSQL reads it. */
function copied(value: string, type: ColumnType): string {
  switch (type.family) {
    case "date":
    case "timestamp":
      // Years before Christ are told at the end there.
      return `case when ${value} < ${type.family} '0001-01-01' then replace(cast(${value} as varchar), ' (BC)', '') || ' BC' else cast(${value} as varchar) end`;
    case "list":
      return `'{' || array_to_string(list_transform(${value}, lambda item: ${item("item", type.of)}), ',') || '}'`;
    default:
      return value;
  }
}

function item(value: string, type: ColumnType): string {
  const text = type.family === "list" ? listItem(value, type) : `'"' || replace(replace(cast(${copied(value, type)} as varchar), '\\', '\\\\'), '"', '\\"') || '"'`;
  return `coalesce(${text}, 'NULL')`;
}

const listItem = (value: string, type: ColumnType & { family: "list" }): string => `'{' || array_to_string(list_transform(${value}, lambda item: ${item("item", type.of)}), ',') || '}'`;

const zeroMark = "rmodel: a NUL character";

interface ZeroCondition {
  readonly name: string;
  readonly isZero: string;
}

const zeroConditions = ({ columns }: FileScan): readonly ZeroCondition[] =>
  columns.flatMap(({ name, type }) => {
    const isZero = zeroCondition(dialect.quote(name), type);
    return isZero === undefined ? [] : [{ name, isZero: `coalesce(${isZero}, false)` }];
  });

/** SQL that is true where a value has the character in it; JSON has it as `\u0000`. */
function zeroCondition(value: string, type: ColumnType): string | undefined {
  const text = `cast(${value} as varchar)`;
  switch (type.family) {
    case "text":
      return `contains(${value}, chr(0))`;
    case "json":
      return `(contains(${text}, '\\u0000') and regexp_matches(${text}, '(^|[^\\\\])(\\\\\\\\)*\\\\u0000'))`;
    case "list":
      return zeroCondition(text, type.of);
    default:
      return undefined;
  }
}

/** The rows with a NUL character, by the number of the record among those that passed the checks. */
async function zeroRows(engine: Session, file: FileScan, from: string): Promise<readonly BadRow[]> {
  const conditions = zeroConditions(file);
  const column = `case ${conditions.map(({ isZero }, index) => `when ${isZero} then ${index}`).join(" ")} end`;
  const found = await engine.query(`select * from (select row_number() over () as rmodel_line, ${column} as rmodel_column, cast(rows as varchar) as rmodel_text from ${from} as rows) where rmodel_column is not null`);
  return found.map((row) => {
    const { name } = conditions[Number(row.rmodel_column)]!;
    const line = Number(row.rmodel_line) + (file.format === "csv" && file.csv.header !== false ? 1 : 0);
    const error = new RmodelError("RM4020", { file: file.path, line, column: 1 }, `column "${name}" has a NUL character in it, which the target cannot store`, 'take the character out of the file, or keep bad rows of a source aside with onBadRow: "reject"');
    return { error, line, column: name, text: String(row.rmodel_text).replaceAll("\0", "\\0") };
  });
}
