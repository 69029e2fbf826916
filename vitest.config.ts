import { defineConfig } from "vitest/config";
import { fileURLToPath } from "node:url";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  resolve: { alias: [{ find: /^rmodel$/, replacement: path("./src/index.ts") }, { find: /^rmodel\/zod$/, replacement: path("./src/zod.ts") }] },
  test: {
    // The data tests and unit tests in tests/ are those of the retail project: `rmodel test` runs them.
    include: ["src/**/*.test.ts", "generator/**/*.test.ts", "tests/**/*.test.ts"],
    // A process for each file: DuckDB is native code, and a crash then names its file.
    pool: "forks",
    maxWorkers: "100%",
    globalSetup: ["src/testing/postgres-run.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
