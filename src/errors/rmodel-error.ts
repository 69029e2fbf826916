import type { ErrorCode } from "./codes.ts";

/** Where something stands in a file of the project. Line and column count from 1. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * A problem that the user can mend, or (codes RM9xxx) a bug of ours.
 *
 * `message` says what happened, `origin` where, `fix` what to do. The text of a
 * database error is kept as `cause`.
 */
export class RmodelError extends Error {
  readonly code: ErrorCode;
  readonly origin: Origin | undefined;
  readonly fix: string | undefined;

  constructor(code: ErrorCode, origin: Origin | undefined, message: string, fix?: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "RmodelError";
    this.code = code;
    this.origin = origin;
    this.fix = fix;
  }
}

/** Several problems found in one pass; shown together, sorted by file and line. */
export class RmodelErrors extends Error {
  readonly errors: readonly RmodelError[];

  constructor(errors: readonly RmodelError[]) {
    super(errors.map((error) => error.message).join("\n"));
    this.name = "RmodelErrors";
    this.errors = [...errors].sort(byPlace);
  }
}

/** The problems inside whatever was thrown, or undefined when it was none of ours. */
export function problemsOf(thrown: unknown): readonly RmodelError[] | undefined {
  if (thrown instanceof RmodelErrors) return thrown.errors;
  if (thrown instanceof RmodelError) return [thrown];
  return undefined;
}

function byPlace(a: RmodelError, b: RmodelError): number {
  const file = (a.origin?.file ?? "").localeCompare(b.origin?.file ?? "");
  if (file !== 0) return file;
  return (a.origin?.line ?? 0) - (b.origin?.line ?? 0) || (a.origin?.column ?? 0) - (b.origin?.column ?? 0);
}
