import { build } from "esbuild";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { cacheVersion } from "./cache-version.ts";

test("another text in whatever file of rmodel, however far from the entry, makes another version of the caches", async () => {
  const root = mkdtempSync(join(tmpdir(), "rmodel-"));
  const versionWith = async (text: string): Promise<string> => {
    writeFileSync(join(root, "main.ts"), 'await import("./far.ts");\n');
    writeFileSync(join(root, "far.ts"), 'import { text } from "./farther.ts";\nconsole.log(text, await import("./farther.ts"));\n');
    writeFileSync(join(root, "farther.ts"), `export const text = ${JSON.stringify(text)};\n`);
    // As bin/bundle.js does it.
    await build({ absWorkingDir: root, entryPoints: { main: "main.ts" }, outdir: "dist", chunkNames: "chunks/[name]-[hash]", bundle: true, format: "esm", splitting: true });
    return cacheVersion(root);
  };
  try {
    const first = await versionWith("a");
    expect(await versionWith("b")).not.toBe(first);
    expect(await versionWith("a")).toBe(first);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
