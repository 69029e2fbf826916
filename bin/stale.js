import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Whether this is a checkout whose sources are newer than its bundle. An installed package has no sources. */
export function isStale() {
  if (!existsSync(`${root}src/cli/main.ts`)) return false;
  const stamp = statSync(`${root}dist/stamp`, { throwIfNoEntry: false });
  return stamp === undefined || hasNewer(`${root}src`, stamp.mtimeMs);
}

function hasNewer(folder, since) {
  return readdirSync(folder, { withFileTypes: true }).some((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? hasNewer(path, since) : !entry.name.endsWith(".test.ts") && (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > since;
  });
}
