import type { Signals } from "./signals.ts";
import type { Terminal } from "./terminal.ts";

/** One run of the command line, as commands see it. */
export interface Invocation {
  readonly terminal: Terminal;
  readonly signals: Signals;
}
