// Runs a TypeScript file of this repository: `node bin/run-ts.js generator/main.ts --rows 1000`. For scripts, not for the command line itself.
import { build } from "esbuild";
import { mkdirSync, rmSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const [script, ...args] = process.argv.slice(2);
const outfile = `${root}dist/scripts/${script.replace(/\W/g, "_")}-${process.pid}.mjs`;
mkdirSync(`${root}dist/scripts`, { recursive: true });
await build({ entryPoints: [script], bundle: true, platform: "node", format: "esm", target: "node20", packages: "external", outfile, logLevel: "warning" });
process.argv = [process.argv[0], script, ...args];
try {
  await import(pathToFileURL(outfile).href);
} finally {
  rmSync(outfile, { force: true });
}
