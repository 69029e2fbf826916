import { setTimeout } from "node:timers/promises";
import type { Client, ClientConfig } from "pg";
import type { PostgresConfig } from "./config.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { addressOf, databaseOf } from "./config.ts";
import { codeOf, detailsOf, engineError, isBroken } from "./errors.ts";
import { isOtherWayAsked, tlsRemedy, waysIn } from "./tls.ts";

/** Oldest server whose answers are known: 15.0, as `server_version_num` counts. */
const oldestServer = 150_000;

/** How to open one connection of a target. */
export interface Opening {
  readonly config: PostgresConfig;
  /** Folder that relative paths of the profile start from. */
  readonly root: string;
  /** In place of the profile's. */
  readonly applicationName?: string;
}

/**
 * Opens a connection, waiting up to `connect_timeout` for a server that is not there yet.
 *
 * @throws RM4001 it cannot be reached or does not let the user in · RM4008 it is too old
 */
export async function connectWhenReady(opening: Opening): Promise<Client> {
  const until = Date.now() + opening.config.connect_timeout;
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 500)) {
    try {
      return await openConnection(opening, Math.max(until - Date.now(), 100));
    } catch (thrown) {
      if (thrown instanceof RmodelError || !mayComeUp(thrown) || Date.now() >= until) throw connectError(thrown, opening.config);
      await setTimeout(Math.min(pauseMs, until - Date.now()));
    }
  }
}

/** A server that starts, stops or has no place left; or none yet. */
const mayComeUp = (thrown: unknown): boolean => isBroken(thrown) || codeOf(thrown) === "53300" || /timeout expired/i.test(detailsOf(thrown).message);

/** One attempt; the session is set up, so that equal statements mean the same everywhere. */
export async function openConnection(opening: Opening, timeoutMs = opening.config.connect_timeout): Promise<Client> {
  const { config, root } = opening;
  const ways = waysIn(config, root);
  for (const [index, ssl] of ways.entries()) {
    const client = await newClient({ ...optionsOf(opening, timeoutMs), ssl });
    try {
      await client.connect();
      await setUp(client, config);
      return client;
    } catch (thrown) {
      // `end` waits for a goodbye that a broken connection never gives.
      void client.end().catch(() => {});
      if (index < ways.length - 1 && isOtherWayAsked(detailsOf(thrown).message)) continue;
      throw thrown;
    }
  }
  throw new TypeError("unreachable");
}

async function newClient(options: ClientConfig): Promise<Client> {
  const { Client } = await import("./engine.ts");
  const client = new Client(options);
  // Errors of an idle connection come here; whoever uses it next learns of them by its own statement.
  client.on("error", () => {});
  return client;
}

function optionsOf({ config, applicationName }: Opening, timeoutMs: number): ClientConfig {
  const { host, port, user, password } = config;
  return { host, port, user, database: databaseOf(config), application_name: applicationName ?? config.application_name, connectionTimeoutMillis: timeoutMs, keepAlive: true, keepAliveInitialDelayMillis: 5000, ...(password === undefined ? {} : { password }) };
}

async function setUp(client: Client, config: PostgresConfig): Promise<void> {
  const { rows: [server] } = await client.query<{ number: string; version: string }>("select current_setting('server_version_num') as number, current_setting('server_version') as version");
  if (Number(server!.number) < oldestServer) throw new RmodelError("RM4008", undefined, `${addressOf(config)} runs PostgreSQL ${server!.version}`, "use PostgreSQL 15 or newer");
  const quoted = (identifier: string) => `"${identifier.replaceAll('"', '""')}"`;
  const settings = [
    "TimeZone = 'UTC'",
    "DateStyle = 'ISO, YMD'",
    "IntervalStyle = 'postgres'",
    "standard_conforming_strings = on",
    "extra_float_digits = 1",
    "client_min_messages = warning",
    // Compiling costs more than these statements gain: recursions of forecasts take 5 times as long with it.
    "jit = off",
    "idle_session_timeout = 0",
    "tcp_keepalives_idle = 5",
    "tcp_keepalives_interval = 2",
    "tcp_keepalives_count = 3",
    `statement_timeout = ${config.statement_timeout ?? "default"}`,
    `idle_in_transaction_session_timeout = ${config.idle_in_transaction_timeout ?? "default"}`,
    ...(config.role === undefined ? [] : [`role = ${quoted(config.role)}`]),
  ];
  await client.query(settings.map((setting) => `set ${setting}`).join("; "));
  // A statement of a process that is gone ends; not every system's sockets can tell that.
  await client.query("set client_connection_check_interval = '500ms'").catch(() => {});
}

/** An error of what is asked of a new connection before anything else. */
export const firstError = (thrown: unknown, config: PostgresConfig): Error => (thrown instanceof RmodelError || isBroken(thrown) ? connectError(thrown, config) : engineError(thrown, "", config, false));

/** What the target says when it cannot be used, in words that name no secret. */
function connectError(thrown: unknown, config: PostgresConfig): RmodelError {
  if (thrown instanceof RmodelError) return thrown;
  const address = addressOf(config);
  const { message, code, reason: ofTls } = detailsOf(thrown);
  const error = (text: string, fix: string) => new RmodelError("RM4001", undefined, text, fix, thrown);
  if (code === "3D000") return error(`there is no database "${databaseOf(config)}" on ${config.host}:${config.port}`, `make it: create database "${databaseOf(config)}"`);
  const remedy = tlsRemedy(message, code, config);
  if (remedy !== undefined) return error(`${address} cannot be reached with sslmode ${config.sslmode}: ${ofTls ?? message}`, remedy);
  if (code === "28P01" || code === "28000" || /SASL|password/i.test(message)) return error(`${address} does not let this user in: ${message}`, "check user and password of the profile, and pg_hba.conf of the server");
  if (code === "22023" && /role/.test(message)) return error(`${address}: ${message}`, "check the profile's role");
  if (code === "ENOTFOUND") return error(`${address} cannot be reached: there is no host "${config.host}"`, "check the profile's host");
  const reason = message === "" ? (code ?? "no answer") : message;
  return error(`${address} cannot be reached: ${reason}`, "check host and port of the profile, and that the server runs");
}
