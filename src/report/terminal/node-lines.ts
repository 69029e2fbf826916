import type { NodeId } from "../../load/node.ts";
import type { Paint } from "../../errors/paint.ts";
import type { Result, Status } from "../../run/results.ts";
import { count, counted, duration } from "./units.ts";

/** Widths of the columns, known before the first line is written. */
export interface Widths {
  readonly what: number;
  readonly id: number;
}

/** A longer name widens its own line only. */
const widestId = 60;

/** Everything of a line but `what` and `id`: the word, the figures, the space between. */
const restOfLine = 35;

/** @param columns of the terminal, so that a line fits into it where its name does */
export function widthsOf(whats: Iterable<string>, ids: Iterable<string>, columns = Infinity): Widths {
  const longest = (texts: Iterable<string>, least: number): number => [...texts].reduce((width, { length }) => Math.max(width, length), least);
  const what = longest(whats, 7);
  return { what, id: Math.max(8, Math.min(widestId, longest(ids, 8), columns - what - restOfLine)) };
}

/**
 * One line of progress: `ok  table  shop.fct_sales  1,234 rows  0.12 s`.
 *
 * @param what the relation's kind, `test`, or how many tests
 */
export function nodeLine(line: Line, widths: Widths, paint: Paint): string {
  const { status, what, id, amount, elapsedMs, note } = line;
  const head = `${wordOf(status, paint)}  ${what.padEnd(widths.what)}  ${id.padEnd(widths.id)}`;
  const figures = elapsedMs === undefined ? "" : `  ${amount.padStart(14)}  ${paint.dim(duration(elapsedMs).padStart(8))}`;
  return `${head}${figures}${note === "" ? "" : `  ${paint.dim(note)}`}`.trimEnd();
}

export interface Line {
  readonly status: Status;
  readonly what: string;
  readonly id: string;
  readonly amount: string;
  /** Undefined for what did not run. */
  readonly elapsedMs: number | undefined;
  readonly note: string;
}

export function relationLine(result: Result, what: string): Line {
  const { id, status, rows, elapsedMs, message } = result;
  if (status === "skipped") return { status, what, id, amount: "", elapsedMs: undefined, note: skipReason(message) };
  return { status, what, id, amount: rows === undefined ? "" : counted(rows, "row"), elapsedMs, note: status === "success" ? message : "" };
}

/** A test on a line of its own, below its relation's name where it was declared with one. */
export function testLine({ id, kind, status, failures, elapsedMs, message }: Result, owner?: NodeId): Line {
  const line = { status, what: kind === "unitTest" ? "unit test" : "test", id: owner ?? id };
  const name = owner === undefined ? "" : id.slice(id.indexOf(".") + 1);
  if (status === "skipped") return { ...line, amount: "", elapsedMs: undefined, note: [name, skipReason(message)].filter((part) => part !== "").join("  ") };
  return { ...line, amount: failures === undefined || failures === 0 ? "" : counted(failures, "failure"), elapsedMs, note: name };
}

/** Tests of one relation that ended alike. */
export function testsLine(owner: NodeId, results: readonly Result[]): Line {
  const [{ status, message }] = results as readonly [Result, ...Result[]];
  const elapsedMs = status === "skipped" ? undefined : results.reduce((sum, result) => sum + result.elapsedMs, 0);
  return { status, what: `${count(results.length)} ${results.length === 1 ? "test" : "tests"}`, id: owner, amount: "", elapsedMs, note: status === "skipped" ? skipReason(message) : "" };
}

const words: Readonly<Record<Status, string>> = { success: "ok", pass: "ok", "no-op": "ok", warn: "warn", fail: "fail", error: "error", skipped: "skip" };

function wordOf(status: Status, paint: Paint): string {
  const word = words[status].padEnd(5);
  if (status === "fail" || status === "error") return paint.red(word);
  if (status === "warn") return paint.yellow(word);
  return status === "skipped" ? paint.dim(word) : paint.green(word);
}

/** The run stage names the step that stands in the way; people read what it was. */
export function skipReason(message: string): string {
  const because = /^because of (?:(test) )?(.*)$/.exec(message);
  if (because === null) return message;
  const [, test, id] = because;
  if (test !== undefined) return `because of a failing test (${id})`;
  return id!.includes(" ") || !id!.includes(".") ? id! : `because of ${id}`;
}
