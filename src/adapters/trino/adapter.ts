import { readFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Adapter, ConnectContext, Driver } from "../adapter.ts";
import type { Client } from "./client.ts";
import type { TrinoConfig } from "./config.ts";
import { Failure } from "./failure.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { configSchema } from "./config.ts";
import { createDriver } from "./driver.ts";
import { dialect } from "./dialect.ts";
import { openClient } from "./client.ts";

export const adapter: Adapter<TrinoConfig> = { name: "trino", dialect, configSchema, connect };

/**
 * Connects the ledger's database first, which has the lock, and then Trino.
 *
 * @throws RM4007 the catalog cannot keep what a build promises
 */
async function connect(config: TrinoConfig, context: ConnectContext): Promise<Driver> {
  const state = await connectState(config, context);
  try {
    const client = await openClient(clientOptions(config, context.root));
    try {
      const server = await waitForServer(client, config);
      checkCatalog(config, server);
      return createDriver({ client, state, version: `Trino ${server.version}`, catalog: config.catalog, concurrency: context.threads ?? config.threads, staging: config.staging });
    } catch (thrown) {
      client.close();
      throw connectError(thrown, config);
    }
  } catch (thrown) {
    await state.close();
    throw thrown;
  }
}

async function connectState({ state: name }: TrinoConfig, { connectOther }: ConnectContext): Promise<Driver> {
  const fix = "name an output of type duckdb or postgres: Trino has no transactions, so the ledger is kept there";
  if (connectOther === undefined) throw new RmodelError("RM1051", undefined, "the ledger of a target cannot be kept in Trino", fix);
  const state = await connectOther(name);
  if (state.capabilities.transactions) return state;
  await state.close();
  throw new RmodelError("RM1051", undefined, `the output "${name}" cannot keep the ledger, because it has no transactions`, fix);
}

function clientOptions({ server, catalog, user, password, token, ssl, session_properties, request_timeout, retries, source }: TrinoConfig, root: string) {
  const login = password === undefined ? token : Buffer.from(`${user}:${password}`, "utf8").toString("base64");
  return {
    url: new URL(server), catalog, user, source, retries,
    authorization: login === undefined ? undefined : `${password === undefined ? "Bearer" : "Basic"} ${login}`,
    secrets: [password, token, login].filter((secret) => secret !== undefined),
    verify: ssl.verify,
    ca: ssl.ca === undefined ? undefined : readAuthorities(resolve(root, ssl.ca)),
    timeoutMs: request_timeout * 1000,
    session: session_properties,
    tags: [`rmodel:${randomUUID()}`],
  };
}

function readAuthorities(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (thrown) {
    throw new RmodelError("RM1051", undefined, `the certificates of ssl.ca cannot be read: ${(thrown as Error).message}`, "write the path of a PEM file, relative to the project");
  }
}

interface Server {
  readonly version: string;
  /** Connectors by the names of their catalogs. */
  readonly catalogs: ReadonlyMap<string, string>;
}

/** A server that starts answers some seconds before it takes statements. */
async function waitForServer(client: Client, { start_timeout }: TrinoConfig): Promise<Server> {
  const until = Date.now() + start_timeout * 1000;
  for (let pauseMs = 250; ; pauseMs = Math.min(pauseMs * 2, 4000)) {
    try {
      const { rows } = await client.run("select version(), catalog_name, connector_name from system.metadata.catalogs");
      return { version: String(rows[0]?.[0]), catalogs: new Map(rows.map(([, name, connector]) => [String(name), String(connector)])) };
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.details.name !== "SERVER_STARTING_UP" || Date.now() + pauseMs > until) throw thrown;
      await setTimeout(pauseMs);
    }
  }
}

/** What a build promises is the connector's to keep: in 476, only Iceberg makes a table whole or not at all. */
function checkCatalog({ catalog, allow_non_atomic }: TrinoConfig, { catalogs }: Server): void {
  const connector = catalogs.get(catalog);
  if (connector === undefined) throw new RmodelError("RM4001", undefined, `the server has no catalog "${catalog}"`, `it has: ${[...catalogs.keys()].sort().join(", ")}`);
  if (connector === "iceberg" || allow_non_atomic) return;
  throw new RmodelError("RM4007", undefined, `the catalog "${catalog}" is of the kind ${connector}, where a build that fails leaves half-made tables`, "use an Iceberg catalog, or accept that with allow_non_atomic: true");
}

function connectError(thrown: unknown, { server }: TrinoConfig): unknown {
  if (!(thrown instanceof Failure)) return thrown;
  const isStarting = thrown.details.name === "SERVER_STARTING_UP";
  return new RmodelError("RM4001", undefined, isStarting ? `${server} is still starting` : thrown.message, isStarting ? "try again, or raise start_timeout" : undefined, thrown);
}
