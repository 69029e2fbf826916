import type { PostgresConfig } from "./config.ts";
import { EngineError } from "../../errors/engine-error.ts";

/** The fields of an error of the server, or of the connection to it, that matter here. */
interface Details {
  readonly message: string;
  readonly code?: string;
  /** Counts characters from 1. */
  readonly position?: string;
  readonly detail?: string;
  readonly where?: string;
  /** What OpenSSL says, without the places in its own files. */
  readonly reason?: string;
}

export function detailsOf(thrown: unknown): Details {
  if (thrown instanceof EngineError) return detailsOf(thrown.cause);
  return thrown instanceof Error ? (thrown as Error & Details) : { message: String(thrown) };
}

/** The server's SQLSTATE, or the system's code of a broken connection. */
export const codeOf = (thrown: unknown): string | undefined => detailsOf(thrown).code;

/** What the profile lets a statement do: so many milliseconds, where the server has no limit of its own, and in whose name. */
export type Bounds = Pick<PostgresConfig, "statement_timeout" | "idle_in_transaction_timeout" | "user" | "role">;

/** @param cancelled whether it was us who asked the server to stop */
export function engineError(thrown: unknown, statement: string, bounds: Bounds, cancelled: boolean): EngineError {
  const { message, code, position } = detailsOf(thrown);
  const isCancelled = cancelled && code === "57014";
  const limit = isCancelled ? undefined : limitOf(thrown, bounds);
  const remedy = remedyOf(thrown, bounds);
  return new EngineError(message.trim(), statement, {
    ...(position === undefined ? {} : { offset: offsetIn(statement, Number(position)) }),
    ...(limit === undefined ? {} : { limit }),
    ...(remedy === undefined ? {} : { remedy }),
    cancelled: isCancelled,
    transient: isTransient(thrown),
    cause: thrown,
  });
}

/** The setting that ended a statement or its transaction, and where it was set. */
function limitOf(thrown: unknown, { statement_timeout: statement, idle_in_transaction_timeout: idle }: Bounds): string | undefined {
  const { code, message } = detailsOf(thrown);
  const limit = (name: string, ofServer: string, ms: number | undefined) => (ms === undefined ? `${ofServer} of the server` : `${name} of the profile: ${ms} ms`);
  if (code === "57014" && message.includes("statement timeout")) return limit("statement_timeout", "statement_timeout", statement);
  if (code === "55P03" && message.includes("lock timeout")) return limit("lock_timeout", "lock_timeout", undefined);
  if (code === "25P03") return limit("idle_in_transaction_timeout", "idle_in_transaction_session_timeout", idle);
  if (code === "25P04") return limit("transaction_timeout", "transaction_timeout", undefined);
  return undefined;
}

/** What to do where it is not the statement that is wrong. */
function remedyOf(thrown: unknown, { user, role = user }: Bounds): string | undefined {
  switch (codeOf(thrown)) {
    case "42501":
      return `grant "${role}" that right; what rmodel builds and publishes it must own: alter schema … owner to "${role}", alter view … owner to "${role}"`;
    case "53100":
      return "make space where the server keeps its data, and build again: finished models are kept";
    case "25006":
      return "this server only reads, as a standby does: the profile needs the host of its primary";
    default:
      return undefined;
  }
}

/** PostgreSQL counts characters from 1; a JavaScript string counts UTF-16 units. */
function offsetIn(statement: string, position: number): number {
  let offset = 0;
  for (let at = 1; at < position && offset < statement.length; at++) offset += statement.codePointAt(offset)! > 0xffff ? 2 : 1;
  return offset;
}

/** Whether the connection is gone, or the server wants the same statement again. */
export const isTransient = (thrown: unknown): boolean => isBroken(thrown) || /^(40001|40P01|53300)$/.test(codeOf(thrown) ?? "");

const brokenMessage = /^(Connection terminated|Client has encountered a connection error|Client was closed|The server closed the connection)/i;

/** Whether the connection is gone. */
export function isBroken(thrown: unknown): boolean {
  const { code, message } = detailsOf(thrown);
  return /^(08...|25P0[34]|57P0[1-5]|ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)$/.test(code ?? "") || brokenMessage.test(message);
}
