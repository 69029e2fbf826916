import { EngineError } from "../../errors/engine-error.ts";

interface Details {
  readonly exception_type?: string;
  readonly exception_message: string;
  readonly position?: string;
  readonly candidates?: string;
}

/** What DuckDB says with `errors_as_json`; the message alone when it is not JSON. */
export function detailsOf(thrown: unknown): Details {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  try {
    // A parser's complaint comes with its kind before the JSON, and so does what was to be done with it.
    return JSON.parse(message.replace(/^(?:Failed to extract statements: )?[A-Z][\w ]* Error: (?=\{)/, "")) as Details;
  } catch {
    return { exception_message: message };
  }
}

/** DuckDB counts bytes of UTF-8; a JavaScript string counts UTF-16 units. */
export function offsetIn(query: string, position: string | undefined): { offset?: number } {
  return position === undefined ? {} : { offset: Buffer.from(query, "utf8").subarray(0, Number(position)).toString("utf8").length };
}

export function engineError(thrown: unknown, query: string): EngineError {
  const { exception_type: type, exception_message: message, position } = detailsOf(thrown);
  const cancelled = type === "INTERRUPT" || type === "Interrupt" || /\binterrupt/i.test(message.slice(0, 20));
  return new EngineError(message.trim(), query, { ...offsetIn(query, position), cancelled, cause: thrown });
}
