import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DocsAssets, DocsData } from "./docs/docs-data.ts";
import type { Effects } from "../run/effects.ts";
import type { Hide } from "./hide.ts";
import { renderDocs } from "./docs/render-docs.ts";

/**
 * Writes `target/docs/index.html`: one file that opens from disk.
 *
 * @param assets folder with `client.js` and `client.css`: `dist/docs` of the package
 * @returns the path of the file
 */
export async function writeDocsSite(data: DocsData, assets: string, targetPath: string, effects: Effects, hide: Hide): Promise<string> {
  const path = join(targetPath, "docs", "index.html");
  await effects.writeFile(path, renderDocs(JSON.parse(hide.json(data)) as DocsData, await readAssets(assets)));
  return path;
}

async function readAssets(folder: string): Promise<DocsAssets> {
  const [clientJs, css] = await Promise.all(["client.js", "client.css"].map((name) => readFile(join(folder, name), "utf8")));
  return { clientJs: clientJs!, css: css! };
}
