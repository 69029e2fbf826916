import type { Dialect, Driver } from "../adapter.ts";
import { createDriver } from "./driver.ts";
import { dialect } from "./dialect.ts";

/** A place to run queries over rows that they bring along. */
export interface Sandbox extends Driver {
  readonly dialect: Dialect;
}

/** An empty DuckDB in memory that reaches no file, no network and no extension; its clock is in UTC. */
export async function openSandbox(): Promise<Sandbox> {
  const { DuckDBInstance, version } = await import("./engine.ts");
  const instance = await DuckDBInstance.create(":memory:", { threads: "1", enable_external_access: "false", autoload_known_extensions: "false", autoinstall_known_extensions: "false", errors_as_json: "true" });
  const driver = await createDriver({ instance, version: `DuckDB ${version()}`, file: undefined, publish: undefined, concurrency: 1, fixedThreads: true, release: () => {} });
  await driver.execute("set TimeZone = 'UTC'");
  await driver.execute("set lock_configuration = true");
  return { ...driver, dialect };
}
