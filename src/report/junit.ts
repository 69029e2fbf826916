import type { Result } from "../run/results.ts";
import type { Standing, TestFacts } from "./standing.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { groupBy } from "../run/group-by.ts";

export interface JunitContext {
  readonly project: string;
  /** The relation that a test was declared with, and its place. */
  readonly factsOf: (id: string) => Pick<TestFacts, "owner" | "origin"> | undefined;
}

/**
 * A run as JUnit XML: a testsuite a relation, a testcase a test, and one for the relation's own build.
 *
 * Only text that every reader knows: GitLab shows `file`, Jenkins groups by `classname`, GitHub's reporters use `file`
 * and `line`. Sample rows are left out: a report may travel further than the data.
 */
export function junit({ ran, held }: Standing, context: JunitContext): string {
  const all = [...ran, ...held];
  const suites = groupBy(all, (result) => (result.kind === "relation" ? result.id : (context.factsOf(result.id)?.owner ?? result.node)));
  const bodies = [...suites].map(([name, results]) => `  <testsuite ${totals(name, results)}>\n${results.map((result) => testcase(name, result, context)).join("")}  </testsuite>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${totals(context.project, all)}>\n${bodies.join("")}</testsuites>\n`;
}

function testcase(suite: string, result: Result, { factsOf }: JunitContext): string {
  const { kind, id, what, elapsedMs } = result;
  const origin = factsOf(id)?.origin;
  const name = kind === "relation" ? `build (${what})` : id.slice(id.indexOf(".") + 1);
  const place = origin === undefined ? "" : ` file="${escaped(origin.file)}" line="${origin.line}"`;
  const head = `<testcase classname="${escaped(suite)}" name="${escaped(name)}" time="${seconds(elapsedMs)}"${place}`;
  const body = bodyOf(result);
  return body === "" ? `    ${head}/>\n` : `    ${head}>\n      ${body}\n    </testcase>\n`;
}

function bodyOf({ kind, status, message, error, what, queryPath }: Result): string {
  if (status !== "error" && status !== "fail" && status !== "skipped" && status !== "warn") return "";
  const problem = error instanceof RmodelError ? error : undefined;
  const about = `message="${escaped(message)}" type="${escaped(problem?.code ?? what)}"`;
  // A test stands where its case says; a relation fails at some line of its SQL, or of its file.
  const place = kind !== "relation" || problem?.origin === undefined ? [] : [`at ${problem.origin.file}:${problem.origin.line}:${problem.origin.column}`];
  const text = escaped([message, ...place, ...(queryPath === undefined ? (problem?.fix === undefined ? [] : [`fix: ${problem.fix}`]) : [`query: ${queryPath}`])].join("\n"));
  switch (status) {
    case "error":
      return `<error ${about}>${text}</error>`;
    case "fail":
      return `<failure ${about}>${text}</failure>`;
    case "skipped":
      return `<skipped message="${escaped(message)}"/>`;
    case "warn":
      return `<system-out>warning: ${text}</system-out>`;
  }
}

function totals(name: string, results: readonly Result[]): string {
  const among = (status: string): number => results.reduce((sum, result) => sum + (result.status === status ? 1 : 0), 0);
  const elapsedMs = results.reduce((sum, result) => sum + result.elapsedMs, 0);
  return `name="${escaped(name)}" tests="${results.length}" failures="${among("fail")}" errors="${among("error")}" skipped="${among("skipped")}" time="${seconds(elapsedMs)}"`;
}

const seconds = (elapsedMs: number): string => (elapsedMs / 1000).toFixed(3);

/** @source XML 1.0, 2.2: most control characters cannot be written at all, and neither can half a surrogate pair */
function escaped(text: string): string {
  // Nearly every text is plain, and asking is cheaper than replacing.
  if (/^[\w .,:;()/=+-]*$/.test(text)) return text;
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD").replace(/[&<>"\n\r\t]/g, (character) => entities[character]!);
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;" };
