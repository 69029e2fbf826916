import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this rmodel, wherever this file was bundled to. */
export function packageRoot(from = dirname(fileURLToPath(import.meta.url))): string {
  return existsSync(join(from, "templates")) && existsSync(join(from, "package.json")) ? from : packageRoot(dirname(from));
}
