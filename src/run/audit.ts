import type { Audit, AuditStatus } from "./state.ts";
import type { AuditStep, Plan, PlannedTest } from "./plan.ts";
import type { Builder } from "./build.ts";
import type { CompiledTest } from "../compile/tests.ts";
import type { Effects } from "./effects.ts";
import type { Result } from "./results.ts";
import type { ResultRow } from "../adapters/adapter.ts";
import { EngineError } from "../errors/engine-error.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { isRelation } from "../load/node.ts";
import { scanStatement } from "../compile/tests.ts";
import { textOf } from "../compile/render.ts";

export interface Verdict {
  readonly result: Result;
  /** Missing when the test could not be run. */
  readonly audit?: Audit;
}

/** Runs tests: those of a relation in one scan, a failing one again for its rows. */
export class Auditor {
  private readonly plan: Plan;
  private readonly builder: Builder;
  private readonly effects: Effects;
  private readonly samples: number;

  constructor(plan: Plan, builder: Builder, effects: Effects, samples: number) {
    this.plan = plan;
    this.builder = builder;
    this.effects = effects;
    this.samples = samples;
  }

  async audit(step: AuditStep): Promise<readonly Verdict[]> {
    const start = this.effects.clock();
    try {
      const counts = await this.counts(step);
      const elapsedMs = this.effects.clock() - start;
      const verdicts: Verdict[] = [];
      for (const [index, planned] of step.tests.entries()) verdicts.push(await this.verdict(planned, step, counts[index]!, elapsedMs));
      return verdicts;
    } catch (thrown) {
      if (!(thrown instanceof EngineError)) throw thrown;
      const error = new RmodelError(thrown.cancelled ? "RM4011" : "RM4010", originOf(step.tests[0]!), `the tests of "${step.gates ?? step.tests[0]!.id}" cannot be run: ${thrown.message.split("\n")[0]}`, undefined, thrown);
      return step.tests.map(({ id }) => ({ result: { ...this.base(id, step, this.effects.clock() - start), status: "error", message: error.message, error } }));
    }
  }

  /** Failures and tested rows of each test of a step. */
  private async counts(step: AuditStep): Promise<readonly { failures: number; rows: number | undefined }[]> {
    const { context } = this.plan.compiled;
    const scanned = step.tests.filter(({ test }) => "scan" in test && test.scan !== undefined);
    const counts = new Map<PlannedTest, { failures: number; rows: number | undefined }>();
    if (scanned.length > 0) {
      const statement = scanStatement(scanned.map(({ test }) => test as CompiledTest), step.relation!, context);
      const [row] = await this.query(statement);
      scanned.forEach((planned, index) => counts.set(planned, { failures: Number(row![`t${index}`]), rows: Number(row![`n${index}`]) }));
    }
    for (const planned of step.tests) {
      const known = counts.get(planned);
      const again = known === undefined || (known.failures > 0 && "inexact" in planned.test && planned.test.inexact);
      if (again) counts.set(planned, { failures: await this.count(planned), rows: known?.rows });
    }
    return step.tests.map((planned) => counts.get(planned)!);
  }

  private async count({ test }: PlannedTest): Promise<number> {
    const [row] = await this.query(['select count(*) as "failures" from (', ...test.failures, ') as "failures"']);
    return Number(row!.failures);
  }

  private async verdict(planned: PlannedTest, step: AuditStep, { failures, rows }: { failures: number; rows: number | undefined }, elapsedMs: number): Promise<Verdict> {
    const { severity, warnAt, errorAt } = "node" in planned.test ? planned.test.node : planned.test.test;
    const minPass = "node" in planned.test ? undefined : planned.test.test.minPass;
    const forgiven = minPass !== undefined && rows !== undefined && failures <= (1 - minPass) * rows;
    const status: AuditStatus = forgiven || failures === 0 ? "pass" : severity === "error" && failures >= errorAt ? "fail" : failures >= warnAt ? "warn" : "pass";
    const message = status === "pass" ? "" : `${failures.toLocaleString("en")} ${failures === 1 ? "failure" : "failures"}${rows === undefined || rows === 0 ? "" : ` in ${rows.toLocaleString("en")} rows`}`;
    const sample = status === "pass" || this.samples === 0 ? {} : { sample: await this.sample(planned) };
    const queryPath = status === "pass" ? {} : { queryPath: testPath(planned) };
    const error = status === "fail" ? { error: new RmodelError("RM5001", originOf(planned), `test ${planned.id} failed: ${message}`, `its rows: ${testPath(planned)}`) } : {};
    return {
      result: { ...this.base(planned.id, step, elapsedMs / step.tests.length), what: kindOf(planned), status, message, failures, ...sample, ...queryPath, ...error },
      audit: { test: planned.id, key: planned.key, status, failures, message },
    };
  }

  private async sample(planned: PlannedTest): Promise<readonly Readonly<Record<string, string>>[]> {
    const rows = await this.query(["select * from (", ...planned.test.failures, `) as "failures" limit ${this.samples}`]);
    const masked = this.masked(planned);
    return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, masked.has(name.toLowerCase()) ? "*****" : value === null ? "null" : String(value)])));
  }

  /** Names of personal columns of everything a test reads. */
  private masked({ test }: PlannedTest): ReadonlySet<string> {
    const { nodes } = this.plan.compiled.graph;
    const reads = "node" in test ? test.inputs : [test.test.node, ...test.reads];
    return new Set(reads.flatMap((id) => { const node = nodes.get(id)!; return isRelation(node) ? node.columns.filter(({ pii }) => pii).map(({ name }) => name.toLowerCase()) : []; }));
  }

  private query(template: Parameters<typeof textOf>[0]): Promise<readonly ResultRow[]> {
    return this.builder.query(textOf(template, (id) => this.builder.nameOf(id)));
  }

  private base(id: string, step: AuditStep, elapsedMs: number) {
    return { kind: "test" as const, id, node: step.gates ?? id, what: "test", elapsedMs };
  }
}

const originOf = ({ test }: PlannedTest) => ("node" in test ? test.node.origin : test.test.origin);

const kindOf = ({ test }: PlannedTest): string => ("node" in test ? "data_test" : test.test.kind);

/** Where `compile` writes the query of a test's failures, below the target folder. */
export const testPath = ({ id, test }: Pick<PlannedTest, "id" | "test">): string => {
  const domain = id.split(".")[0]!;
  return "node" in test ? `compiled/tests/${domain}/${test.node.name}.sql` : `compiled/tests/${domain}/${test.test.name}.sql`;
};
