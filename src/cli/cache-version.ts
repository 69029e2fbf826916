import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./package-root.ts";
import { version } from "./version.ts";

/**
 * What caches of a project are kept under: not the version alone, because whoever works on rmodel has many rmodels of
 * one version. The entry of the bundle names all other files of it by their content, so its hash tells them apart.
 */
export function cacheVersion(root = packageRoot()): string {
  const entry = readFileSync(join(root, "dist/main.js"));
  return `${version} ${createHash("sha256").update(entry).digest("hex").slice(0, 16)}`;
}
