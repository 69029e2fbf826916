import type { Result, Results } from "../run/results.ts";
import type { RunEvent } from "../run/events.ts";

interface ConsoleOptions {
  readonly flags: { readonly logFormat: "text" | "json"; readonly quiet?: boolean };
  readonly around: { readonly color: boolean };
  readonly secrets: readonly string[];
}

/** Progress on stderr, one line a node as it ends. */
export class Console {
  private readonly options: ConsoleOptions;

  constructor(options: ConsoleOptions) {
    this.options = options;
  }

  event(event: RunEvent): void {
    if (event.kind === "result") this.line(lineOf(event.result));
    else if (event.kind === "withheld") this.line(event.reason);
    else if (event.kind === "note") this.line(event.text);
  }

  finish(results: Results): void {
    const count = (...statuses: string[]) => results.results.filter(({ status }) => statuses.includes(status)).length;
    this.line(`Done. PASS=${count("pass", "success")} WARN=${count("warn")} ERROR=${count("error", "fail")} SKIP=${count("skipped")} TOTAL=${results.results.length}  ${(results.elapsedMs / 1000).toFixed(2)} s`);
  }

  readonly reports: ((results: Results) => Promise<void>) | undefined = undefined;

  private line(text: string): void {
    void this.options;
    process.stderr.write(`${text}\n`);
  }
}

function lineOf(result: Result): string {
  const status = result.status.padEnd(7);
  return `${status}  ${result.what.padEnd(20)}  ${result.id}  ${result.rows === undefined ? "" : `${result.rows.toLocaleString("en")} rows`}  ${(result.elapsedMs / 1000).toFixed(2)} s  ${result.message}`;
}
