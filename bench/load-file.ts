import { readFileSync } from "node:fs";
import type { FileScan } from "../src/adapters/adapter.ts";
import { adapter } from "../src/adapters/postgres/adapter.ts";

/** Loads one file as a build does; the argument names a JSON file with the profile's output and what the file holds. */
const { output, file } = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as { output: unknown; file: FileScan };
const driver = await adapter.connect((await adapter.configSchema()).parse(output), { root: process.cwd() });
try {
  await driver.execute("drop table if exists public.loaded");
  const { accepted } = await driver.transaction((session) => driver.load(session, { schema: "public", name: "loaded" }, file));
  console.log(accepted);
} finally {
  await driver.close();
}
