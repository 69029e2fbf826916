import type { Client } from "pg";
import type { Adapter, ConnectContext, Driver } from "../adapter.ts";
import type { PostgresConfig } from "./config.ts";
import { configSchema } from "./config.ts";
import { connectWhenReady, firstError } from "./connection.ts";
import { createDriver } from "./driver.ts";
import { dialect } from "./dialect.ts";
import { openScratch } from "./scratch.ts";
import { takeLock } from "./lock.ts";

export const adapter: Adapter<PostgresConfig> = { name: "postgres", dialect, configSchema, connect };

async function connect(config: PostgresConfig, context: ConnectContext): Promise<Driver> {
  const opening = { config, root: context.root };
  const lock = context.lockWaitMs === undefined ? undefined : await takeLock(opening, context.lockWaitMs, context.holder ?? "rmodel");
  let first: Client | undefined;
  try {
    first = await connectWhenReady(opening);
    const { rows: [server] } = await first.query<{ version: string }>("select current_setting('server_version') as version");
    // Others may have left statements running for a moment: an end of the lock is the end of their process, not of those.
    const scratch = lock === undefined ? undefined : await openScratch(lock);
    return createDriver({ opening, first, lock, scratch, version: `PostgreSQL ${server!.version.split(" ")[0]}`, concurrency: context.threads ?? config.threads });
  } catch (thrown) {
    await Promise.allSettled([first?.end(), lock?.end()]);
    throw firstError(thrown, config);
  }
}
