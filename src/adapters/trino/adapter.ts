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
 * Connects Trino first, so that a login that fails is told also where there is no ledger yet, and then the ledger's
 * database, which has the lock.
 *
 * @throws RM4007 the catalog cannot keep what a build promises
 */
async function connect(config: TrinoConfig, context: ConnectContext): Promise<Driver> {
  const client = await openClient(clientOptions(config, context.root));
  try {
    const server = await waitForServer(client, config);
    checkCatalog(config, server);
    const state = await connectState(config, context);
    return createDriver({ client, state, version: `Trino ${server.version}`, catalog: config.catalog, concurrency: context.threads ?? config.threads, staging: config.staging, retries: config.retries });
  } catch (thrown) {
    client.close();
    throw connectError(thrown, config);
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
  // Trino 476 reads Latin-1 here, as its own clients write it.
  const login = password === undefined ? token : Buffer.from(`${user}:${password}`, "latin1").toString("base64");
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
  const refusal = (why: string): RmodelError => new RmodelError("RM1051", undefined, `the certificates of ssl.ca cannot be read: ${why}`, "write the path of a PEM file, relative to the project");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (thrown) {
    throw refusal((thrown as Error).message);
  }
  // Node would trust nobody, and say nothing.
  if (!/-----BEGIN [\w ]*CERTIFICATE-----/.test(text)) throw refusal(`${path} has none`);
  return text;
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

function connectError(thrown: unknown, config: TrinoConfig): unknown {
  if (!(thrown instanceof Failure)) return thrown;
  const isStarting = thrown.details.name === "SERVER_STARTING_UP";
  return new RmodelError("RM4001", undefined, isStarting ? `${config.server} is still starting` : thrown.message, connectFix(thrown, config), thrown);
}

/** What the profile may have wrong. */
function connectFix({ message, details: { kind, name, code = "" } }: Failure, { server, password, token }: TrinoConfig): string | undefined {
  if (name === "SERVER_STARTING_UP") return "try again, or raise start_timeout";
  if (name === "PERMISSION_DENIED" && /impersonate/.test(message)) return "write the user that the password or token was given to";
  if (kind === "login" && server.startsWith("http:")) return "the server takes logins over https only: name its https port";
  if (kind === "login") return password !== undefined ? "check user and password" : token !== undefined ? "get a new token, and check who signs it" : "give the profile a password or a token";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "name the server as its certificate does";
  if (/^CERT_/.test(code)) return "the server needs another certificate";
  if (/^(DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)_/.test(code)) return "name a file with the certificate of the server's authority in ssl.ca";
  return kind === "connection" || kind === "handshake" ? "check server: host, port, and whether it speaks http or https there" : undefined;
}
