import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));

/**
 * Bundles the docs site's browser code and style sheet, for the package's bundler and for tests.
 *
 * Plain JavaScript because the package's bundler runs before anything of the package is built.
 * Of other packages only uPlot, which draws the lines of charts, goes into the bundle, under its licence. About 50 ms.
 *
 * @returns {Promise<import("./docs-data.ts").DocsAssets>}
 */
export async function bundleDocs() {
  const license = await readFile(createRequire(import.meta.url).resolve("uplot/LICENSE"), "utf8");
  const result = await build({
    absWorkingDir: folder,
    entryPoints: { client: "client/main.ts", "client-style": "client/style.css" },
    outdir: "out",
    write: false,
    bundle: true,
    minify: true,
    format: "iife",
    platform: "browser",
    target: "es2020",
    charset: "utf8",
    legalComments: "inline",
    banner: { js: `/*!\n${license.trim()}\n*/` },
    tsconfigRaw: {},
    logLevel: "silent",
  });
  const text = (/** @type {string} */ ending) => result.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? "";
  return { clientJs: text(".js"), css: text(".css") };
}
