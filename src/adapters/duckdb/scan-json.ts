import type { CheckedRows, TypedColumn } from "./scan-typed.ts";
import type { ColumnType } from "../../define/types.ts";
import type { FileScan, Session } from "../adapter.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { ask, checkTyped, refuseEmpty } from "./scan-typed.ts";
import { dialect } from "./dialect.ts";
import { fileList } from "./csv/scan.ts";
import { filesOf } from "./csv/input.ts";
import { nearest } from "../../errors/nearest.ts";

/**
 * Reads an array of objects or one object a line. A key that an object lacks is null; keys that are not declared are not read.
 *
 * Numbers may be given as texts, for what JSON's binary numbers cannot hold. The line of an error is the number of the object.
 *
 * @throws RM4022 a declared column is in no object · RM4020 a value of another kind, or one that would change
 */
export async function checkJson(session: Session, file: FileScan, keepsBad: boolean): Promise<CheckedRows> {
  const paths = await filesOf(session, file.path);
  await refuseEmpty(paths);
  const names = file.columns.map(({ name }) => dialect.quote(name));
  const types = file.columns.map(({ name }) => `${dialect.literal(name, "text")}: 'json'`).join(", ");
  const read = (list: readonly string[], more = "") => `select ${names.join(", ")}${more} from read_json(${fileList(list)}, columns = {${types}}, filename = true)`;
  await refuseMissing(session, file, paths, read(paths));
  const numbered = paths.map((path) => read([path], ", filename as rmodel_file, row_number() over () as rmodel_line"));
  const columns = file.columns.map(({ name, type }) => typedColumn(name, type));
  return checkTyped(session, file, read(paths), numbered, columns, keepsBad);
}

/** A name that is misspelt gives nothing but nulls, so those columns are looked for among the keys. */
async function refuseMissing(session: Session, file: FileScan, paths: readonly string[], read: string): Promise<void> {
  const counts = file.columns.map(({ name }, index) => `count(${dialect.quote(name)}) as column_${index}`).join(", ");
  const [found] = await ask(session, file.path, `select count(*) as rows, ${counts} from (${read})`);
  const empty = file.columns.filter((_, index) => Number(found![`column_${index}`]) === 0).map(({ name }) => name);
  if (empty.length === 0 || Number(found!.rows) === 0) return;
  const keys = (await ask(session, file.path, `select distinct unnest(json_keys(json)) as key from read_json_objects(${fileList(paths)}) order by key`)).map((row) => String(row.key));
  const missing = empty.find((name) => !keys.includes(name));
  if (missing === undefined) return;
  const near = nearest(missing, keys);
  throw new RmodelError("RM4022", { file: paths[0]!, line: 1, column: 1 }, `no object of the file has "${missing}"`, `${near === undefined ? "" : `write "${near}"; `}its keys: ${keys.join(", ")}`);
}

function typedColumn(name: string, type: ColumnType): TypedColumn {
  const column = dialect.quote(name);
  const kind = `json_type(${column})`;
  const text = `(${column} ->> '$')`;
  const value = dialect.cast(text, type, true);
  const made = (good: string, as = value): TypedColumn => ({ name, type, value: as, bad: `${column} is not null and not coalesce(${as} is not null and (${good}), false)` });
  const isText = (pattern: string) => `${kind} = 'VARCHAR' and regexp_full_match(${text}, '${pattern}')`;
  const day = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
  switch (type.family) {
    case "json":
      return { name, type, value: column, bad: undefined };
    case "text":
      return made(`${kind} = 'VARCHAR'`);
    case "boolean":
      return made(`${kind} = 'BOOLEAN'`);
    case "integer":
      return made(`${kind} in ('BIGINT', 'UBIGINT') or ${isText("[+-]?[0-9]+")}`);
    case "double":
      return made(`${kind} in ('BIGINT', 'UBIGINT', 'DOUBLE')`);
    case "decimal": {
      const double = `cast(${text} as double)`;
      // Beyond 15 digits a JSON number may have lost some before it can be looked at.
      const isExact = `${kind} = 'DOUBLE' and abs(${double}) < 9e15 / 1e${type.scale} and abs(${double} - cast(${value} as double)) <= 1e-9 * abs(${double}) + 1e-12`;
      return made(`${kind} in ('BIGINT', 'UBIGINT') or (${isExact}) or ${isText(`[+-]?[0-9]+(\\.[0-9]{0,${type.scale}}0*)?`)}`);
    }
    case "date":
      return made(isText(day));
    case "timestamp":
      return made(isText(`${day}[ T]([01][0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?Z?)?`));
    case "list": {
      const list = dialect.cast(column, type, true);
      return made(`${kind} = 'ARRAY' and (${type.of.family === "double"} or cast(to_json(${list}) as varchar) = cast(${column} as varchar))`, list);
    }
  }
}
