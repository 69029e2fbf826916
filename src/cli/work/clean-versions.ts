import type { Version } from "../../run/ledger/state.ts";
import type { Workspace } from "../workspace.ts";
import { Ledger } from "../../run/ledger/state.ts";
import { counted } from "../../report/terminal/units.ts";
import { dropVersions, oldVersions } from "../../run/ledger/retire.ts";
import { exitCodes } from "../exit-codes.ts";

/** Drops versions that nobody reads, all in one transaction; with `--dry-run` it only tells which. */
export async function cleanVersions({ dryRun = false, wait = 0 }: { readonly dryRun?: boolean; readonly wait?: number }, workspace: Workspace): Promise<number> {
  const { terminal } = workspace;
  const graph = await workspace.graph();
  let dropped: readonly Version[] = [];
  const driver = await workspace.connect(graph, { holder: "rmodel clean", waitMs: wait * 1000 });
  const ledger = new Ledger(driver.stateDialect);
  try {
    await driver.session((session) => ledger.open(session.state, ""));
    await driver.transaction(async (session) => {
      const nodes = new Set((await ledger.versions(session.state)).map(({ node }) => node));
      const old = await oldVersions(session, ledger, [...nodes], 0);
      dropped = dryRun ? old : await dropVersions(session, driver, ledger, old);
    });
    if (dropped.length > 0 && !dryRun) await driver.published();
  } finally {
    await driver.close();
  }
  for (const { kind, relation } of dropped) terminal.answer(`${dryRun ? "would drop" : "dropped"} ${kind} ${relation.schema}.${relation.name}`);
  terminal.note(`${counted(dropped.length, "version")} that nobody points at.`);
  return exitCodes.ok;
}
