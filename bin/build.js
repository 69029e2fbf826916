// `npm run build`: builds the retail project of this repository, on look-alike data unless DATA_RAW_DIR names the real, and its docs page.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const steps = [
  ...(process.env.DATA_RAW_DIR ? [] : [["bin/run-ts.js", "generator/main.ts"]]),
  ["bin/rmodel.js", "build", ...process.argv.slice(2)],
  ["bin/rmodel.js", "docs", "generate"],
];
for (const step of steps) {
  const { status } = spawnSync(process.execPath, step, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
