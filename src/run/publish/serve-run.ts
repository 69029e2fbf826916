import type { Dialect, Driver } from "../../adapters/adapter.ts";
import type { Effects } from "../effects.ts";
import type { Ledger, State } from "../ledger/state.ts";
import type { ModelNode } from "../../load/node.ts";
import type { ModelRun } from "../ledger/model-run.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { decorate, decorationOf } from "./decorate.ts";
import { moveReaders } from "./move-readers.ts";
import { sqlTime } from "../sql-time.ts";
import { viewOf } from "./publish.ts";
import { writeFiles } from "./export-files.ts";

export interface Serving {
  readonly driver: Driver;
  readonly ledger: Ledger;
  readonly state: State;
  readonly effects: Effects;
  readonly dialect: Dialect;
  /** Name of the project. */
  readonly project: string;
  readonly environment: string;
  /** Absolute path of the folder for files of external forecasts. */
  readonly exportFolder: string;
}

/**
 * Makes a run what readers see of its forecast: view, files, live pointer and registry move together, as when a build
 * publishes. What reads the forecast follows at the next build.
 *
 * @param retired the run that is left, where builds are not to bring it back
 * @throws RM4092 the run's rows were dropped
 */
export async function serveRun({ driver, ledger, state, effects, dialect, project, environment, exportFolder }: Serving, node: ModelNode, run: ModelRun, retired: ModelRun | undefined): Promise<void> {
  const relation = state.versions.get(node.id)?.find(({ version }) => version === run.run)?.relation;
  if (relation === undefined) throw new RmodelError("RM4092", undefined, `the rows of run ${run.run} of "${node.id}" were dropped`, "rmodel build makes them again where project and data are what they were; or take another run");
  const now = effects.now();
  const runId = `model_${run.run}`;
  // Of an older run the forecast may have had other columns.
  const columns = new Set(await driver.columns(relation));
  const served = { ...node, columns: node.columns.filter(({ name }) => columns.has(name)) };
  const files = await writeFiles([{ node: served, relation }], { driver, ledger, effects, dialect, runId, exportFolder });
  await moveReaders({
    driver, ledger, effects, files, runId,
    isSeen: true,
    shown: [{ view: viewOf(node), relation }],
    hidden: [],
    async record(session) {
      await session.execute(`create schema if not exists ${dialect.quote(node.domain)}`);
      const statements = [
        ...ledger.pointTo(environment, [{ project, node: node.id, version: run.run, decoration: decorationOf(served) }], runId, sqlTime(now)),
        ...ledger.keepModels([{ ...run, servedAt: now }, ...(retired === undefined ? [] : [retired])]),
        ...ledger.settle(environment, undefined),
        `delete from ${ledger.table("announced")} where run_id = ${ledger.text(runId)}`,
      ];
      for (const statement of statements) await session.state.execute(statement);
    },
    decorate: (session) => decorate(session, served, dialect, state.live.get(node.id)?.decoration),
  });
}

/** Keeps a decision on a run; what the next build has to do depends on it. */
export function keepDecision(driver: Driver, ledger: Ledger, environment: string, run: ModelRun): Promise<void> {
  return driver.transaction(async (session) => {
    for (const statement of [...ledger.keepModels([run]), ...ledger.settle(environment, undefined)]) await session.state.execute(statement);
  });
}
