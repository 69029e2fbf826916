import type { Audit, AuditStatus } from "./ledger/state.ts";
import type { AuditStep, Plan, PlannedTest } from "./plan/plan.ts";
import type { Builder } from "./build.ts";
import type { CompiledTest } from "../compile/tests.ts";
import type { Effects } from "./effects.ts";
import type { NodeId } from "../load/node.ts";
import type { Result } from "./results.ts";
import type { ResultRow } from "../adapters/adapter.ts";
import { EngineError } from "../errors/engine-error.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { isRelation } from "../load/node.ts";
import { longestName } from "./plan/plan.ts";
import { saying } from "./saying.ts";
import { scanStatement } from "../compile/tests.ts";
import { shortened } from "../define/shortened.ts";
import { textOf } from "../compile/render.ts";

export interface Verdict {
  readonly result: Result;
  /** Missing when the test could not be run. */
  readonly audit?: Audit;
}

/** Schema of kept failures. */
export const failuresSchema = "rmodel__failures";

export const failuresTable = (testId: string): string => shortened(testId.replace(".", "__"), longestName);

export interface AuditOptions {
  /** Sample rows of a failing test: at most this many. */
  readonly samples: number;
  /** Keep the failing rows of every test, not only of those that ask for it. */
  readonly storeFailures: boolean;
}

interface Count {
  readonly failures: number;
  /** Tested rows, where a scan counted them. */
  readonly rows: number | undefined;
}

/** Runs tests: those of a relation in one scan, a failing one again for its rows. */
export class Auditor {
  private readonly plan: Plan;
  private readonly builder: Builder;
  private readonly effects: Effects;
  private readonly options: AuditOptions;

  constructor(plan: Plan, builder: Builder, effects: Effects, options: AuditOptions) {
    this.plan = plan;
    this.builder = builder;
    this.effects = effects;
    this.options = options;
  }

  /** Verdicts of the tests of each step, in its order. Steps are scanned by one statement where that works. */
  async audit(steps: readonly AuditStep[]): Promise<readonly (readonly Verdict[])[]> {
    await this.builder.prepareToRead(steps.flatMap(({ reads }) => reads));
    if (steps.length > 1 && !steps.some(judgesAnything)) {
      const start = this.effects.clock();
      const scans = await this.scan(steps).catch((thrown: unknown) => {
        // One of them cannot be scanned; alone, each tells for itself.
        if (thrown instanceof EngineError) return undefined;
        throw thrown;
      });
      if (scans !== undefined) return sequence(steps, (step, index) => this.judge(step, scans[index]!, start));
    }
    return sequence(steps, (step) => this.auditOne(step));
  }

  private async auditOne(step: AuditStep): Promise<readonly Verdict[]> {
    const start = this.effects.clock();
    try {
      const [counts] = await this.scan([step]);
      return await this.judge(step, counts!, start);
    } catch (thrown) {
      if (!(thrown instanceof EngineError)) throw thrown;
      const { cancelled, limit, message } = thrown;
      const error = new RmodelError(cancelled || limit !== undefined ? "RM4011" : "RM4010", originOf(step.tests[0]!), `the tests of "${step.gates ?? step.tests[0]!.id}" cannot be run: ${message.split("\n")[0]}${limit === undefined ? "" : ` (${limit})`}`, undefined, thrown);
      return step.tests.map(({ id }) => ({ result: { ...this.base(id, step, this.effects.clock() - start), status: "error", message: error.message, error } }));
    }
  }

  /** Failures and tested rows of the tests that a scan counts, by step. */
  private async scan(steps: readonly AuditStep[]): Promise<readonly ReadonlyMap<PlannedTest, Count>[]> {
    const scanned = steps.map(({ tests }) => tests.filter(({ test }) => "scan" in test && test.scan !== undefined));
    const scans = steps.flatMap(({ relation }, index) => (scanned[index]!.length === 0 ? [] : [{ step: index, relation: relation!, tests: scanned[index]!.map(({ test }) => test as CompiledTest) }]));
    const counts = steps.map(() => new Map<PlannedTest, Count>());
    if (scans.length === 0) return counts;
    // Either one step, whose tests judge the same, or several of which none judges anything.
    for (const row of await this.query(scanStatement(scans, this.plan.compiled.context), steps[0]!.tests[0]!)) {
      const { step } = scans[Number(row.scan)]!;
      scanned[step]!.forEach((planned, at) => counts[step]!.set(planned, { failures: Number((row.failures as readonly unknown[])[at]), rows: Number((row.tested as readonly unknown[])[at]) }));
    }
    return counts;
  }

  private async judge(step: AuditStep, counts: ReadonlyMap<PlannedTest, Count>, start: number): Promise<readonly Verdict[]> {
    const exact = await sequence(step.tests, async (planned): Promise<Count> => {
      const known = counts.get(planned);
      const again = known === undefined || (known.failures > 0 && "inexact" in planned.test && planned.test.inexact);
      return again ? { failures: await this.count(planned), rows: known?.rows } : known;
    });
    const elapsedMs = this.effects.clock() - start;
    return sequence(step.tests, (planned, index) => this.verdict(planned, step, exact[index]!, elapsedMs));
  }

  private async count(planned: PlannedTest): Promise<number> {
    const { test } = planned;
    const [row] = await this.query(['select count(*) as "failures" from (', ...test.failures, ') as "failures"'], planned);
    return Number(row!.failures);
  }

  private async verdict(planned: PlannedTest, step: AuditStep, { failures, rows }: Count, elapsedMs: number): Promise<Verdict> {
    const { severity, warnAt, errorAt } = "node" in planned.test ? planned.test.node : planned.test.test;
    const minPass = "node" in planned.test ? undefined : planned.test.test.minPass;
    const forgiven = minPass !== undefined && rows !== undefined && (rows - failures) / rows >= minPass - 1e-12;
    const status: AuditStatus = forgiven || failures === 0 ? "pass" : severity === "error" && failures >= errorAt ? "fail" : failures >= warnAt ? "warn" : "pass";
    const says = "test" in planned.test && planned.test.test.spec.kind === "no_rows" ? planned.test.test.spec.says : undefined;
    const message = status === "pass" ? "" : says !== undefined ? saying(says, await this.rows(planned, 3), failures) : `${failures.toLocaleString("en")} ${failures === 1 ? "failure" : "failures"}${rows === undefined || rows === 0 ? "" : ` in ${rows.toLocaleString("en")} rows`}`;
    if (this.keepsFailures(planned)) await this.store(planned, status);
    const sample = status === "pass" || this.options.samples === 0 ? {} : { sample: await this.sample(planned) };
    const queryPath = status === "pass" ? {} : { queryPath: testPath(planned) };
    const error = status === "fail" ? { error: new RmodelError("RM5001", originOf(planned), `test ${planned.id} failed: ${message}`, `its rows: ${testPath(planned)}`) } : {};
    return {
      result: { ...this.base(planned.id, step, elapsedMs / step.tests.length), what: kindOf(planned), status, message, failures, ...sample, ...queryPath, ...error },
      audit: { test: planned.id, key: planned.key, status, failures, message },
    };
  }

  private keepsFailures({ test }: PlannedTest): boolean {
    return this.options.storeFailures || ("node" in test ? test.node : test.test).storeFailures;
  }

  /** The failing rows as a table of the schema `rmodel__failures`; it goes when the test passes again. */
  private async store(planned: PlannedTest, status: AuditStatus): Promise<void> {
    const { quote } = this.plan.compiled.dialect;
    const table = `${quote(failuresSchema)}.${quote(failuresTable(planned.id))}`;
    const rows = textOf(planned.test.failures, (id) => this.nameOf(id, planned));
    await this.builder.change([`create schema if not exists ${quote(failuresSchema)}`, `drop table if exists ${table}`, ...(status === "pass" ? [] : [`create table ${table} as ${rows}`])]);
  }

  private async sample(planned: PlannedTest): Promise<readonly Readonly<Record<string, string>>[]> {
    const rows = await this.rows(planned, this.options.samples);
    return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? "null" : String(value)])));
  }

  /** Some failing rows, personal data masked. */
  private async rows(planned: PlannedTest, most: number): Promise<readonly ResultRow[]> {
    const rows = await this.query(["select * from (", ...planned.test.failures, `) as "failures" limit ${most}`], planned);
    const masked = this.masked(planned);
    return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, masked.has(name.toLowerCase()) ? "*****" : value])));
  }

  /** Names of personal columns of everything a test reads. */
  private masked({ test }: PlannedTest): ReadonlySet<string> {
    const { nodes } = this.plan.compiled.graph;
    const reads = "node" in test ? test.inputs : [test.test.node, ...test.reads, ...test.inputs];
    return new Set(reads.flatMap((id) => { const node = nodes.get(id)!; return isRelation(node) ? node.columns.filter(({ pii }) => pii).map(({ name }) => name.toLowerCase()) : []; }));
  }

  private query(template: Parameters<typeof textOf>[0], planned: PlannedTest): Promise<readonly ResultRow[]> {
    return this.builder.query(textOf(template, (id) => this.nameOf(id, planned)));
  }

  /** How a test reads a relation: of a forecast that it judges, the version that stands aside. */
  private nameOf(id: NodeId, { judges }: PlannedTest): string {
    return judges.includes(id) ? this.plan.aside.get(id)!.name! : this.builder.nameOf(id);
  }

  private base(id: string, step: AuditStep, elapsedMs: number) {
    return { kind: "test" as const, id, node: step.gates ?? id, what: "test", elapsedMs };
  }
}

/** Such a step names relations in a way of its own, so it is not scanned with others. */
const judgesAnything = ({ tests }: AuditStep): boolean => tests.some(({ judges }) => judges.length > 0);

/** Results of `work` for each item, one after the other. */
async function sequence<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (const [index, item] of items.entries()) results.push(await work(item, index));
  return results;
}

const originOf = ({ test }: PlannedTest) => ("node" in test ? test.node.origin : test.test.origin);

const kindOf = ({ test }: PlannedTest): string => ("node" in test ? "data_test" : test.test.kind);

/** Where `compile` writes the query of a test's failures, below the target folder. */
export const testPath = ({ id, test }: Pick<PlannedTest, "id" | "test">): string => {
  const domain = id.split(".")[0]!;
  return "node" in test ? `compiled/tests/${domain}/${test.node.name}.sql` : `compiled/tests/${domain}/${test.test.name}.sql`;
};
