import { build } from "esbuild";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));

/**
 * Bundles the docs site's browser code and style sheet, for the package's bundler and for tests.
 *
 * Plain JavaScript because the package's bundler runs before anything of the package is built.
 * Nothing of another package goes into the bundle. About 30 ms.
 *
 * @returns {Promise<import("./docs-data.ts").DocsAssets>}
 */
export async function bundleDocs() {
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
    tsconfigRaw: {},
    logLevel: "silent",
  });
  const text = (/** @type {string} */ ending) => result.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? "";
  return { clientJs: text(".js"), css: text(".css") };
}
