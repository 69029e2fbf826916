import type { Driver } from "../adapter.ts";
import { createDriver } from "./driver.ts";
import { dialect } from "./dialect.ts";

/**
 * Runs `work` with an empty DuckDB in memory that reads and writes files, in UTC: engines on a server get their files
 * through it.
 *
 * @param folder for what does not fit into memory
 * @param signal ends what runs, which then throws an EngineError that is `cancelled`
 */
export async function withFileEngine<T>(folder: string, signal: AbortSignal | undefined, work: (engine: Driver) => Promise<T>): Promise<T> {
  const { DuckDBInstance, version } = await import("./engine.ts");
  const instance = await DuckDBInstance.create(":memory:", { autoinstall_known_extensions: "false", errors_as_json: "true", temp_directory: folder });
  const engine = await createDriver({ instance, version: `DuckDB ${version()}`, file: undefined, publish: undefined, concurrency: 1, fixedThreads: true, release: () => {} });
  const cancel = () => engine.cancel();
  signal?.addEventListener("abort", cancel);
  if (signal?.aborted === true) cancel();
  try {
    await engine.execute("set TimeZone = 'UTC'");
    return await work(engine);
  } finally {
    signal?.removeEventListener("abort", cancel);
    await engine.close();
  }
}

/** A path as a literal of `copy … to`, which takes `*` for itself nowhere. */
export const pathText = (path: string): string => dialect.literal(path, "text");
