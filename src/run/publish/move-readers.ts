import type { Driver, RelationName, Session, Shown } from "../../adapters/adapter.ts";
import type { Effects } from "../effects.ts";
import type { Ledger } from "../ledger/state.ts";
import type { WrittenFile } from "./export-files.ts";
import { movedView } from "../ledger/state.ts";

export interface Moving {
  readonly driver: Driver;
  readonly ledger: Ledger;
  readonly effects: Effects;
  /** What changes, or only what the ledger knows. */
  readonly isSeen: boolean;
  /** Files that lie beside their place. */
  readonly files: readonly WrittenFile[];
  readonly shown: readonly Shown[];
  /** Names that readers lose. */
  readonly hidden: readonly RelationName[];
  /** Writes the ledger's part. */
  readonly record: (session: Session) => Promise<void>;
  /** What is done in the target besides showing: comments, versions that go. */
  readonly decorate: (session: Session) => Promise<void>;
  readonly runId: string;
}

/**
 * Makes readers see other versions, in one transaction with the ledger.
 *
 * Where the target has no transactions, the ledger decides first and the views follow one by one; what is cut off
 * between the two is finished by the next build.
 */
export async function moveReaders({ driver, ledger, effects, isSeen, files, shown, hidden, record, decorate, runId }: Moving): Promise<void> {
  const { transactions } = driver.capabilities;
  const move = async (session: Session): Promise<void> => {
    await driver.show(session, shown, hidden);
    await decorate(session);
  };
  const commit = driver.transaction(async (session) => {
    await record(session);
    const moves = transactions ? [] : shown;
    // The row without a path stands for what the driver does after the commit: its copy for readers.
    const rows = [...files.map(({ path, beside }) => [path, beside, runId]), ...moves.map((moved) => [movedView, JSON.stringify(moved), runId]), ...(isSeen ? [["", "", runId]] : [])];
    for (const statement of ledger.insert("exports", rows)) await session.state.execute(statement);
    effects.moment("ledger written");
    if (transactions) await move(session);
  });
  await commit.catch(async (thrown: unknown) => {
    for (const { beside } of files) await effects.remove(beside);
    throw thrown;
  });
  effects.moment("committed");
  if (!transactions) await driver.transaction(move);
  for (const { path, beside } of files) await effects.rename(beside, path);
  effects.moment("files renamed");
  if (!isSeen) return;
  await driver.published();
  effects.moment("checkpointed");
  await driver.state.execute(`delete from ${ledger.table("exports")}`);
}
