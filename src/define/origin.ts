import type { Origin } from "../errors/rmodel-error.ts";

/**
 * The place of the call that reached `below`, as the running code knows it.
 *
 * Inside a loaded project that is a position in its bundle; `load` maps it back to the source file.
 */
export function originOf(below: (...args: never[]) => unknown): Origin {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = 1;
    Error.prepareStackTrace = (_, frames) => frames;
    Error.captureStackTrace(holder, below);
    const frame = (holder.stack as NodeJS.CallSite[] | undefined)?.[0];
    return { file: frame?.getFileName() ?? "", line: frame?.getLineNumber() ?? 0, column: frame?.getColumnNumber() ?? 0 };
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}
