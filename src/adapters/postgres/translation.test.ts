import { afterAll } from "vitest";
import type { CaseEngine } from "../../testing/conformance.ts";
import { adapter } from "./adapter.ts";
import { dialect } from "./dialect.ts";
import { testDatabase } from "../../testing/postgres.ts";
import { testModels, testTranslations } from "../../testing/conformance.ts";

const { config } = await testDatabase();
const driver = await adapter.connect(config, { root: "/" });
afterAll(() => driver.close());

const engine: CaseEngine = { dialect, concurrency: 2, rows: async (sql) => (await driver.query(sql)).map((row) => Object.values(row)) };
testTranslations(engine);
testModels(engine);
