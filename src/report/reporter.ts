import { join } from "node:path";
import type { ConsoleOptions } from "./console.ts";
import type { Driver } from "../adapters/adapter.ts";
import type { Effects } from "../run/effects.ts";
import type { JsonEvent } from "./event-json.ts";
import type { Plan } from "../run/plan/plan.ts";
import type { Results } from "../run/results.ts";
import type { RunEvent } from "../run/events.ts";
import { Console } from "./console.ts";
import { SentStatements } from "./files/sent-statements.ts";
import { countsOf, standingOf } from "./standing.ts";
import { doneJson, eventJson } from "./event-json.ts";
import { hiding } from "./hide.ts";

export interface ReporterOptions extends Pick<ConsoleOptions, "flags" | "around" | "stdout" | "stderr" | "began"> {
  readonly command: string;
  /** Version of rmodel. */
  readonly version: string;
  readonly secrets: readonly string[];
  readonly effects: Effects;
}

/** Tells of one run: on the terminal while it goes on, in `target/` and the log when it has ended. */
export class Reporter {
  private readonly options: ReporterOptions;
  private readonly console: Console;
  private readonly hide: ReturnType<typeof hiding>;
  private readonly sent = new SentStatements();
  private readonly log: JsonEvent[] = [];
  private plan: Plan | undefined;

  constructor(options: ReporterOptions) {
    const { effects } = options;
    this.options = options;
    this.hide = hiding(options.secrets);
    this.console = new Console({ ...options, hide: this.hide, now: effects.now, clock: effects.clock });
  }

  /** Called once, before anything runs. */
  begin(plan: Plan, unitTests?: readonly string[]): void {
    this.plan = plan;
    this.console.begin(plan, unitTests);
  }

  /** The driver to run with, so that `target/run` has what was really sent. */
  watch(driver: Driver): Driver {
    return this.sent.watch(driver);
  }

  readonly event = (event: RunEvent): void => {
    this.log.push(eventJson(event, this.options.effects.now()));
    this.console.event(event);
  };

  /** Called once, when the run has ended and has results. */
  async finish(results: Results): Promise<void> {
    const plan = this.plan!;
    const standing = standingOf(results, plan);
    this.console.finish(results, standing);
    this.log.push(doneJson(countsOf(standing), results.elapsedMs, results.runId, this.options.effects.now()));
    const [{ writeArtefacts }, { appendLog }] = await Promise.all([import("./files/artefacts.ts"), import("./files/log-file.ts")]);
    const { around, command, version, effects } = this.options;
    await writeArtefacts(plan, results, standing, this.sent, { targetPath: around.targetPath, effects, hide: this.hide, command, version });
    await appendLog(join(around.root, "logs", "rmodel.log"), this.log.map((event) => this.hide.json(event)));
  }

  /** Called always, last. */
  close(): void {
    this.console.close();
  }
}
