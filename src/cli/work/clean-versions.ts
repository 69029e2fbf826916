import type { CleanFlags } from "../commands/clean.ts";
import type { Session } from "../../adapters/adapter.ts";
import type { Version } from "../../run/state.ts";
import type { Workspace } from "../workspace.ts";
import { Ledger } from "../../run/state.ts";
import { counted } from "../../report/terminal/units.ts";
import { dropOldVersions } from "../../run/retire.ts";
import { exitCodes } from "../exit-codes.ts";

/** Ends a transaction that only wanted to know. */
class OnlyLooking extends Error {}

/** Drops versions that nobody reads, all in one transaction; with `--dry-run` it is rolled back. */
export async function cleanVersions(flags: CleanFlags, workspace: Workspace): Promise<number> {
  const { terminal } = workspace;
  const graph = await workspace.graph();
  const { dialect } = await workspace.adapter(graph);
  const ledger = new Ledger(dialect);
  const plan = { compiled: { dialect, graph: { project: { config: { retain: 0 } } } } };
  let dropped: readonly Version[] = [];
  const work = async (session: Session): Promise<void> => {
    const before = await ledger.versions(session);
    await dropOldVersions(session, [...new Set(before.map(({ node }) => node))], { ledger, plan });
    const left = new Set((await ledger.versions(session)).map(idOf));
    dropped = before.filter((version) => !left.has(idOf(version)));
    if (flags.dryRun === true) throw new OnlyLooking();
  };
  const driver = await workspace.connect(graph, { holder: "rmodel clean", waitMs: (flags.wait ?? 0) * 1000 });
  try {
    await driver.session((session) => ledger.open(session, ""));
    await driver.transaction(work).catch((thrown: unknown) => {
      if (!(thrown instanceof OnlyLooking)) throw thrown;
    });
    if (dropped.length > 0 && flags.dryRun !== true) await driver.published();
  } finally {
    await driver.close();
  }
  for (const { kind, relation } of dropped) terminal.answer(`${flags.dryRun === true ? "would drop" : "dropped"} ${kind} ${relation.schema}.${relation.name}`);
  terminal.note(`${counted(dropped.length, "version")} that nobody points at.`);
  return exitCodes.ok;
}

const idOf = ({ node, version }: Version): string => `${node}@${version}`;
