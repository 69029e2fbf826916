import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { tmpdir } from "node:os";
import type { Adapter, ConnectContext, Driver } from "../adapter.ts";
import type { DuckDBConfig } from "./config.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { configSchema } from "./config.ts";
import { createDriver, scratchCatalog } from "./driver.ts";
import { detailsOf } from "./errors.ts";
import { dialect } from "./dialect.ts";
import { isolated } from "./isolated.ts";
import { dropDeadLock, takeLock } from "./lock-file.ts";

export const adapter: Adapter<DuckDBConfig> = { name: "duckdb", dialect, configSchema, connect };

async function connect(config: DuckDBConfig, context: ConnectContext): Promise<Driver> {
  const path = resolve(context.root, config.path);
  const file = config.path === ":memory:" || (context.bindsOnly === true && !existsSync(path)) ? undefined : path;
  const writes = context.lockWaitMs !== undefined;
  if (file !== undefined) checkFile(file, writes);
  if (!writes && file !== undefined) dropDeadLock(file);
  const release = writes && file !== undefined ? await takeLock(file, context.lockWaitMs, context.holder ?? "rmodel") : () => {};
  try {
    const { DuckDBInstance, version } = await import("./engine.ts");
    const open = () => DuckDBInstance.create(file ?? ":memory:", instanceOptions(config, context.root, file === undefined || writes));
    const instance = await opened(open, file ?? ":memory:", writes ? Math.max(context.lockWaitMs!, lookMs) : 0);
    const publish = config.publish === undefined ? undefined : resolve(context.root, config.publish);
    const driver = await createDriver({ instance, version: `DuckDB ${version()}`, file, publish, concurrency: context.threads ?? config.threads, fixedThreads: config.isolated || "threads" in config.settings, release });
    const folder = join(tmpdir(), `rmodel-isolated-${randomUUID()}`);
    for (const statement of [...(writes ? [`attach ':memory:' as ${dialect.quote(scratchCatalog)}`] : []), ...setup(config, context.root, folder)]) await driver.execute(statement);
    return config.isolated ? isolated(driver, folder) : driver;
  } catch (thrown) {
    release();
    throw thrown;
  }
}

/** A build that looks whether anything is to do has the file open for some milliseconds: no reason to give up. */
const lookMs = 1000;

/** Opens the database, waiting as long as another process has it. */
async function opened<T>(open: () => Promise<T>, file: string, waitMs: number): Promise<T> {
  const until = Date.now() + waitMs;
  for (;;) {
    try {
      return await open();
    } catch (thrown) {
      const error = openError(thrown, file);
      if (error.code !== "RM4002" || Date.now() >= until) throw error;
      await setTimeout(Math.min(50, until - Date.now()));
    }
  }
}

function instanceOptions(config: DuckDBConfig, root: string, writes: boolean): Record<string, string> {
  return {
    errors_as_json: "true",
    autoinstall_known_extensions: "false",
    ...(writes ? {} : { access_mode: "READ_ONLY" }),
    ...(config.memory_limit === undefined ? {} : { memory_limit: config.memory_limit }),
    ...(config.temp_directory === undefined ? {} : { temp_directory: resolve(root, config.temp_directory) }),
    ...Object.fromEntries(Object.entries(config.settings).map(([name, value]) => [name, String(value)])),
  };
}

/** @param folder all that an isolated engine may read and write */
function setup(config: DuckDBConfig, root: string, folder: string): readonly string[] {
  const text = (value: string) => dialect.literal(value, "text");
  return [
    // Instants would be shown, and turned into days, as the machine's zone has them.
    "set global TimeZone = 'UTC'",
    ...config.extensions.map((extension) => `load ${extension}`),
    ...config.secrets.map((fields) => `create secret (${Object.entries(fields).map(([name, value]) => `${name} ${text(value)}`).join(", ")})`),
    ...config.attach.map(({ path, alias, read_only }) => `attach ${text(path.includes("://") || path === ":memory:" ? path : resolve(root, path))} as ${dialect.quote(alias)}${read_only ? " (read_only)" : ""}`),
    ...(config.isolated ? [`set allowed_directories = [${text(folder)}]`, "set enable_external_access = false", "set lock_configuration = true"] : []),
  ];
}

function checkFile(file: string, writes: boolean): void {
  if (!existsSync(file)) {
    if (!writes) throw new RmodelError("RM4006", undefined, `the database ${file} does not exist yet`, "run rmodel build first");
    try {
      mkdirSync(dirname(file), { recursive: true });
      accessSync(dirname(file), constants.W_OK);
    } catch (thrown) {
      throw new RmodelError("RM4005", undefined, `the database ${file} cannot be made: ${(thrown as Error).message}`, "check the profile's path");
    }
    return;
  }
  if (!statSync(file).isFile()) throw new RmodelError("RM4003", undefined, `${file} is no file`, "the profile's path names the database file itself");
  try {
    accessSync(file, writes ? constants.R_OK | constants.W_OK : constants.R_OK);
  } catch {
    throw new RmodelError("RM4005", undefined, `the database ${file} may not be ${writes ? "written" : "read"}`, "check the file's permissions");
  }
}

function openError(thrown: unknown, file: string): RmodelError {
  const { exception_message: message } = detailsOf(thrown);
  if (/conflicting lock/i.test(message)) {
    const pid = /PID (\d+)/.exec(message)?.[1];
    return new RmodelError("RM4002", undefined, `another process uses ${file}${pid === undefined ? "" : ` (process ${pid})`}`, "close it: a DuckDB file admits one writing process; readers use the copy that `publish` makes");
  }
  if (/not a valid DuckDB database|corrupt|checksum|read enough bytes|version number|newer|Serializ/i.test(message)) {
    return new RmodelError("RM4003", undefined, `${file} cannot be opened: ${message.split("\n")[0]}`, "restore it from a copy, or move it away and build again", thrown);
  }
  if (/not recognized|Failed to set config/i.test(message)) {
    return new RmodelError("RM1051", undefined, `the engine refuses a setting of the profile: ${message.split("\n")[0]}`, "see the settings of DuckDB for names and values");
  }
  return new RmodelError("RM4001", undefined, `${file} cannot be opened: ${message.split("\n")[0]}`, "check the settings of the profile", thrown);
}
