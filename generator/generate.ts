import type { Domain, Format } from "./domain.ts";
import { daily } from "./daily.ts";
import { onlineRetail } from "./online_retail.ts";
import { walmart } from "./walmart.ts";
import type { WrittenTable } from "./write-table.ts";
import { writeTable } from "./write-table.ts";

/** Every domain that can be generated. A new domain is one file and one entry here. */
export const domains: readonly Domain[] = [onlineRetail, daily, walmart];

export interface Generation {
  /** Rows of the largest table of each domain. */
  readonly rows: number;
  /** The folder that `DATA_RAW_DIR` can point to afterwards. */
  readonly outDir: string;
  readonly domains: readonly Domain[];
  /** Of the tables that do not say their own. */
  readonly format: Format;
}

/**
 * Makes look-alike input files, the same on every machine.
 *
 * @returns the files in the order of domains and tables
 * @example await generate({ rows: 100_000, outDir: "target/generated", domains, format: "parquet" })
 * // [{ file: "target/generated/online_retail/online_retail.parquet", rows: 100000, isNew: true }]
 */
export async function generate({ rows, outDir, domains, format }: Generation): Promise<readonly WrittenTable[]> {
  const written: WrittenTable[] = [];
  for (const domain of domains) {
    for (const table of domain.tables(rows)) written.push(await writeTable(table, domain.version, outDir, format));
  }
  return written;
}
