import { relative } from "node:path";
import type { FailurePlace } from "./terminal/failure-block.ts";
import type { Hide } from "./hide.ts";
import type { Level } from "./event-json.ts";
import type { Line, Widths } from "./terminal/node-lines.ts";
import type { Output } from "./terminal/screen.ts";
import type { Plan } from "../run/plan/plan.ts";
import type { Publication } from "./terminal/summary.ts";
import type { NodeId } from "../load/node.ts";
import type { Result, Results } from "../run/results.ts";
import type { RunEvent } from "../run/events.ts";
import type { Standing, TestFacts } from "./standing.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { Screen } from "./terminal/screen.ts";
import { TestFold } from "./terminal/fold.ts";
import { countsOf, testFacts, testIndex, whatOf } from "./standing.ts";
import { doneJson, eventJson, isShown, levelOf } from "./event-json.ts";
import { companionNames } from "../forecast/published.ts";
import { ending } from "./terminal/ending.ts";
import { nodeLine, relationLine, testLine, widthsOf } from "./terminal/node-lines.ts";
import { paintOf } from "./terminal/paint.ts";
import { progressLine } from "./terminal/progress.ts";
import { sentPath } from "./files/compiled-text.ts";
import { fromRoot } from "../errors/from-root.ts";
import { sourceReader } from "./problems.ts";

export interface ConsoleOptions {
  readonly flags: { readonly logFormat: "text" | "json"; readonly logLevel: Level; readonly quiet?: boolean; readonly debug?: boolean };
  readonly around: { readonly root: string; readonly targetPath: string; readonly environment: Readonly<Record<string, string | undefined>>; readonly isCi: boolean; readonly isTerminal: boolean; readonly color: boolean };
  readonly hide: Hide;
  readonly now: () => string;
  readonly clock: () => number;
  /** When the command began, on the same clock; the moment the console is made otherwise. */
  readonly began?: number;
  /** Results: failures, what was published, the last line; with `--log-format json` every event. */
  readonly stdout: Output;
  /** Progress: a line for each node as it ends. */
  readonly stderr: Output;
}

/** The terminal of one run: progress while it goes on, what matters when it has ended. */
export class Console {
  private readonly options: ConsoleOptions;
  private readonly least: Level;
  private readonly started: number;
  private publication: Omit<Publication, "stopped"> = {};
  private plan: Plan | undefined;
  private screen: Screen | undefined;
  private tests: ReadonlyMap<string, TestFacts> = new Map();
  private fold = new TestFold(new Map());
  private widths: Widths = { what: 0, id: 0 };
  private readonly pending = new Set<string>();
  private total = 0;

  constructor(options: ConsoleOptions) {
    const { quiet, debug, logLevel } = options.flags;
    this.options = options;
    this.least = quiet === true ? (logLevel === "none" ? "none" : "error") : debug === true ? "debug" : logLevel;
    this.started = options.began ?? options.clock();
  }

  /**
   * Looks at what is to be done, so that columns are steady from the first line on.
   *
   * @param unitTests ids of those that will run before the plan does
   */
  begin(plan: Plan, unitTests: readonly string[] = []): void {
    this.plan = plan;
    this.tests = new Map(plan.audits.flatMap(({ tests }) => tests.map(({ id, test }) => [id, testFacts(test)] as const)));
    const expected = new Map<string, number>();
    const alone: string[] = [];
    for (const [id, { owner }] of this.tests) {
      if (owner === undefined) alone.push(id);
      else expected.set(owner, (expected.get(owner) ?? 0) + 1);
    }
    this.fold = new TestFold(expected);
    for (const id of [...unitTests, ...plan.steps.keys(), ...this.tests.keys()]) this.pending.add(id);
    this.total = this.pending.size;
    const { flags, around, stderr } = this.options;
    const whats = [...unitTests.slice(0, 1).map(() => "unit test"), ...[...expected.values()].map((tests) => `${tests} tests`), ...[...plan.steps.values()].map(({ node }) => whatOf(node))];
    this.widths = widthsOf(whats, [...unitTests, ...plan.steps.keys(), ...expected.keys(), ...alone], stderr.columns);
    if (flags.logFormat === "json" || this.total === 0 || !isShown("warn", this.least)) return;
    const isLive = around.isTerminal && !around.isCi && isShown("info", this.least);
    this.screen = new Screen({ write: (text) => stderr.write(this.options.hide.text(text)) }, isLive ? () => this.live() : undefined);
  }

  event(event: RunEvent): void {
    if (event.kind === "published") this.publication = { published: event };
    if (event.kind === "withheld") this.publication = { withheld: event.reason };
    if (event.kind === "result") this.pending.delete(event.result.id);
    if (this.options.flags.logFormat === "json") return this.json(eventJson(event, this.options.now()));
    if (event.kind === "note" && isShown("info", this.least)) this.screen?.line(event.text);
    if (event.kind === "result") this.lines(this.linesOf(event.result));
  }

  /** The end of a run that has results. */
  finish(results: Results, standing: Standing): void {
    const { flags, around, stdout, hide, clock, now } = this.options;
    if (flags.logFormat === "json") return this.json(doneJson(countsOf(standing), results.elapsedMs, results.runId, now()));
    this.lines(this.fold.rest());
    this.close();
    const text = fromRoot(ending(standing, { ...this.publication, stopped: results.stopped }, {
      least: this.least,
      elapsedMs: clock() - this.started,
      rest: { ran: standing.ran.length > 0, redecorated: this.plan!.redecorated.length, removed: this.plan!.removed.length },
      paint: paintOf(around.color && stdout.isTTY === true),
      readSource: sourceReader(around.root),
      width: stdout.columns ?? 120,
      placeOf: (result) => this.placeOf(result),
      github: around.environment.GITHUB_ACTIONS === "true" ? { root: around.root, workspace: around.environment.GITHUB_WORKSPACE ?? around.root } : undefined,
    }), around.root);
    if (text !== "") stdout.write(hide.text(stdout.isTTY === true && standing.ran.length > 0 ? `\n${text}` : text));
  }

  /** Takes the live line away. */
  close(): void {
    this.screen?.close();
    this.screen = undefined;
  }

  private linesOf(result: Result): readonly Line[] {
    if (result.kind === "relation") return [relationLine(result, whatOf(this.plan!.compiled.graph.nodes.get(result.id)!))];
    const owner = this.tests.get(result.id)?.owner;
    return owner === undefined || this.least === "debug" ? [testLine(result, owner)] : this.fold.add(owner, result);
  }

  private lines(lines: readonly Line[]): void {
    const paint = paintOf(this.options.around.color);
    for (const line of lines) if (isShown(this.isStep(line.id) && levelOf(line) === "info" ? "debug" : levelOf(line), this.least)) this.screen?.line(nodeLine(line, this.widths, paint));
  }

  /** A relation on the way to a forecast, of which a build makes some twenty: told of when it fails. */
  private isStep(id: NodeId): boolean {
    const node = this.plan!.compiled.graph.nodes.get(id);
    return node?.kind === "model" && node.made?.by === "forecast" && !["", ...companionNames].includes(node.made.part);
  }

  private live(): string {
    const { clock, stderr, around } = this.options;
    const [waitingFor] = this.pending;
    return progressLine({ done: this.total - this.pending.size, total: this.total, elapsedMs: clock() - this.started, waitingFor }, stderr.columns ?? 80, paintOf(around.color));
  }

  private json(event: { readonly level: Level }): void {
    if (isShown(event.level, this.least)) this.options.stdout.write(`${this.options.hide.json(event)}\n`);
  }

  /** Where a failure is declared and where its SQL lies. */
  private placeOf({ id, kind, error, queryPath }: Result): FailurePlace {
    const { root, targetPath } = this.options.around;
    const node = this.plan!.compiled.graph.nodes.get(id);
    // A test that was not asked for again is unknown to the console.
    const declared = node ?? this.tests.get(id) ?? testIndex(this.plan!).get(id);
    // Only the engine complains of SQL; a bad row of a file has a place of its own.
    const isOfSql = kind === "relation" && error instanceof RmodelError && error.code === "RM4010";
    const path = queryPath ?? (isOfSql && node !== undefined ? sentPath(node) : undefined);
    return { origin: (error instanceof RmodelError ? error.origin : undefined) ?? declared?.origin, sqlFile: path === undefined ? undefined : relative(root, `${targetPath}/${path}`).replaceAll("\\", "/") };
  }
}
