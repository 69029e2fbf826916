import type { Dialect, Driver, RelationName } from "../../adapters/adapter.ts";
import type { Effects } from "../effects.ts";
import type { Ledger } from "../ledger/state.ts";
import type { ModelNode, RelationNode } from "../../load/node.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";

export interface WrittenFile {
  readonly path: string;
  readonly beside: string;
}

export interface Exporting {
  readonly driver: Driver;
  readonly ledger: Ledger;
  readonly effects: Effects;
  readonly dialect: Dialect;
  readonly runId: string;
  /** Absolute path of the folder for files of external models. */
  readonly exportFolder: string;
}

/** Files of external models, written beside; they take their names after the commit. */
export async function writeFiles(relations: readonly { readonly node: RelationNode; readonly relation: RelationName }[], { driver, ledger, effects, dialect, runId, exportFolder }: Exporting): Promise<readonly WrittenFile[]> {
  const wanted = relations.flatMap(({ node, relation }) =>
    node.kind !== "model" ? [] : node.files.map((file) => {
      const path = `${exportFolder}/${node.domain}/${file}`;
      const beside = `${path}.${runId}.tmp`;
      const query = `select * from ${dialect.quote(relation.schema)}.${dialect.quote(relation.name)}${orderOf(node, dialect)}`;
      return { path, beside, target: { query, columns: node.columns, path: beside, format: formatOf(file) } };
    }),
  );
  // Announced like relations, so that the next build removes them if this one is ended before its commit.
  for (const insert of ledger.insert("announced", wanted.map(({ beside }) => [runId, "", beside, "file"]))) await driver.state.execute(insert);
  for (const { path, target } of wanted) {
    await makeFolderBelow(exportFolder, path.replace(/\/[^/]*$/, ""), effects);
    await driver.writeFile(target);
  }
  return wanted;
}

/** A link inside the export folder may not lead writing out of it. */
async function makeFolderBelow(exportFolder: string, folder: string, effects: Effects): Promise<void> {
  await effects.makeFolder(folder);
  const [real, top] = [await effects.realPath(folder), await effects.realPath(exportFolder)];
  if (real !== top && !real.startsWith(`${top}/`)) throw new RmodelError("RM1023", undefined, `the folder ${folder} leads out of the export folder, to ${real}`, "remove the link, or set exportFolder to where files should go");
}

/** Rows in the order of their key, so that the same rows are the same file. */
const orderOf = ({ grain }: ModelNode, { quote }: Dialect): string => (grain.length === 0 ? "" : ` order by ${grain.map(quote).join(", ")}`);

const formatOf = (file: string) => file.split(".").at(-1) as "parquet" | "csv" | "json";
