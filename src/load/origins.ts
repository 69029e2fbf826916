import type { Bundle } from "./bundle.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import { TraceMap, originalPositionFor } from "@jridgewell/trace-mapping";

/** The name under which the bundle runs, and so the `file` of origins that were taken inside it. */
export const scriptName = "rmodel:project";

/** Maps a place in the bundle to the place in the project's file. */
export function originMapper(bundle: Bundle): (origin: Origin) => Origin {
  const map = new TraceMap(bundle.map);
  return (origin) => {
    if (origin.file !== scriptName || origin.line === 0) return origin;
    const found = originalPositionFor(map, { line: origin.line, column: Math.max(0, origin.column - 1) });
    return found.source === null ? origin : { file: found.source, line: found.line, column: found.column + 1 };
  };
}
