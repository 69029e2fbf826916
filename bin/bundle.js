// Bundles src/ into dist/: the command line with lazy chunks, the API that models import, the docs site's browser code.
import { build } from "esbuild";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleDocs } from "../src/report/docs/bundle.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");

export async function bundle() {
  const started = new Date();
  const { version, dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const options = { bundle: true, write: false, logLevel: "warning", absWorkingDir: root, legalComments: "none" };
  const node = await build({
    ...options,
    entryPoints: { main: "src/cli/main.ts", index: "src/index.ts" },
    outdir: "dist",
    chunkNames: "chunks/[name]-[hash]",
    format: "esm",
    platform: "node",
    target: "node20",
    splitting: true,
    // Bundled, a package is one file instead of dozens. What has a binary of its own, or is handed to models, stays outside.
    external: ["@duckdb/node-bindings", "esbuild", "typescript", "rmodel"],
    mainFields: ["module", "main"],
    define: { RMODEL_VERSION: JSON.stringify(version), RMODEL_ENGINE: JSON.stringify(dependencies["@duckdb/node-api"]) },
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    minifySyntax: true,
    minifyWhitespace: true,
  });
  // Readers of rows bring their own zod, whose schemas they put beside ours.
  const zod = await build({ ...options, entryPoints: ["src/zod.ts"], outdir: "dist", format: "esm", platform: "node", target: "node20", packages: "external" });
  const files = [...node.outputFiles, ...zod.outputFiles];
  const { clientJs, css } = await bundleDocs();
  files.push({ path: join(dist, "docs/client.js"), contents: clientJs }, { path: join(dist, "docs/client.css"), contents: css });
  // Chunks have content in their names, so a process that runs the old bundle still finds its own; entries come last.
  const entries = files.filter(({ path }) => dirname(path) === dist);
  for (const file of [...files.filter((other) => !entries.includes(other)), ...entries]) writeBeside(file.path, file.contents);
  for (const name of listed(join(dist, "chunks"))) {
    const path = join(dist, "chunks", name);
    // Another process that bundles may have been faster.
    const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? started.getTime();
    if (!files.some((file) => file.path === path) && started.getTime() - made > 3_600_000) rmSync(path, { force: true });
  }
  // As old as its sources were read: what changed while they were bundled is newer.
  writeBeside(join(dist, "stamp"), started.toISOString(), started);
}

function writeBeside(path, contents, at) {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.tmp`;
  writeFileSync(beside, contents);
  if (at !== undefined) utimesSync(beside, at, at);
  renameSync(beside, path);
}

const listed = (folder) => (existsSync(folder) ? readdirSync(folder) : []);

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
