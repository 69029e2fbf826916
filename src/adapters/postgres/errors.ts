import { EngineError } from "../../errors/engine-error.ts";

/** The fields of an error of the server, or of the connection to it, that matter here. */
interface Details {
  readonly message: string;
  readonly code?: string;
  /** Counts characters from 1. */
  readonly position?: string;
  readonly detail?: string;
  readonly where?: string;
}

export function detailsOf(thrown: unknown): Details {
  if (thrown instanceof EngineError) return detailsOf(thrown.cause);
  return thrown instanceof Error ? (thrown as Error & Details) : { message: String(thrown) };
}

/** The server's SQLSTATE, or the system's code of a broken connection. */
export const codeOf = (thrown: unknown): string | undefined => detailsOf(thrown).code;

/** @param cancelled whether it was us who asked the server to stop */
export function engineError(thrown: unknown, statement: string, cancelled = false): EngineError {
  const { message, code, position } = detailsOf(thrown);
  const offset = position === undefined ? {} : { offset: offsetIn(statement, Number(position)) };
  return new EngineError(message.trim(), statement, { ...offset, cancelled: cancelled && code === "57014", transient: isTransient(thrown), cause: thrown });
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
  return /^(08...|57P0[1-5]|ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)$/.test(code ?? "") || brokenMessage.test(message);
}
