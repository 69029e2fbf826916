import { afterAll } from "vitest";
import type { CaseEngine } from "../../testing/conformance.ts";
import { dialect } from "./dialect.ts";
import { openSandbox } from "./sandbox.ts";
import { testFunctions, testModels } from "../../testing/conformance.ts";

const sandbox = await openSandbox();
afterAll(() => sandbox.close());

const engine: CaseEngine = { dialect, concurrency: 1, rows: async (sql) => (await sandbox.query(sql)).map((row) => Object.values(row)) };
testFunctions(engine);
testModels(engine);
