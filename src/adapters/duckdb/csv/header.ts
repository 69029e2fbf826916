import type { CsvFormat } from "./format.ts";
import type { CsvRecord } from "./records.ts";
import { RmodelError } from "../../../errors/rmodel-error.ts";
import { fieldPlace, fieldText } from "./records.ts";
import { nearest } from "../../../errors/nearest.ts";

/**
 * The names of a header in the order of the file.
 *
 * @throws RM4022 a name that is not declared, occurs twice or is missing: names are compared to the letter
 */
export function headerNames(path: string, record: CsvRecord, declared: readonly string[], { quote }: CsvFormat): readonly string[] {
  const error = (field: number | undefined, message: string, fix: string) =>
    new RmodelError("RM4022", { file: path, ...(field === undefined ? { line: 1, column: 1 } : fieldPlace(record, field)) }, message, fix);
  if (record.line > 1) throw error(undefined, "the first line is blank, where the header should be", "remove blank lines above the header");
  if (record.problem !== undefined) throw error(record.fields - 1, `name ${record.fields} of the header ${record.problem}`, "quote names that hold a delimiter, a quote or a line end");
  const names = Array.from({ length: record.fields }, (_, field) => fieldText(record, field, quote));
  const missing = declared.filter((name) => !names.includes(name));
  for (const [field, name] of names.entries()) {
    if (names.indexOf(name) < field) throw error(field, `the header has "${name}" twice`, "give one of the two another name");
    if (declared.includes(name)) continue;
    const meant = nearest(name, missing) ?? missing.find((candidate) => candidate.trim() === name.trim());
    throw error(field, `the header has "${name}", which is not declared`, meant === undefined ? `declare it, or remove it from the file; its columns: ${declared.join(", ")}` : `write "${meant}", in the file or in the declaration`);
  }
  if (missing.length > 0) throw error(undefined, `the header lacks "${missing.join('", "')}"`, `its columns: ${names.join(", ")}`);
  return names;
}
