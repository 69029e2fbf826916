import type { Origin } from "../errors/rmodel-error.ts";
import type { Problems } from "./problems.ts";
import { isBelow } from "./identity.ts";

/** File systems take 255 bytes; a file that is written beside its place has some more until it takes its name. */
const longestFile = 223;

/** Whether what is external has files, and nothing else has, and all of them lie below the export folder. */
export function checkExportFiles(materialized: string, files: readonly string[], origin: Origin, problems: Problems): void {
  if ((materialized === "external") !== files.length > 0) {
    problems.add("RM1022", problems.near(origin, files.length > 0 ? "files" : "materialized"), 'an external model has `files`, and no other model has', 'write materialized: "external", files: ["sales.parquet"]');
  }
  for (const file of files) {
    if (!isBelow(file)) problems.add("RM1023", problems.near(origin, "files"), `the file "${file}" lies outside the export folder`, "write a path below it, without ..");
    if (file.split(/[/\\]/).some((part) => Buffer.byteLength(part) > longestFile)) problems.add("RM1023", problems.near(origin, "files"), `a name in "${file}" is longer than ${longestFile} bytes`, "shorten it: file systems refuse it");
  }
}
