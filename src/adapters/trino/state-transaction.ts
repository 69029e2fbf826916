import type { Driver, Session } from "../adapter.ts";

/** A transaction of another database that begins with the first statement. */
export interface LazyTransaction {
  readonly session: Session;
  commit(): Promise<void>;
  /** False: it was about to commit, and may have. */
  rollback(): Promise<boolean>;
}

/**
 * Opens a transaction of the ledger when it is first asked something, so that data statements, which may take hours,
 * hold no locks there.
 */
export function openTransaction(state: Driver): LazyTransaction {
  let begun: Promise<Session> | undefined;
  let ended: Promise<void> = Promise.resolve();
  let committing = false;
  let finish: (isGood: boolean) => void = () => {};
  const begin = (): Promise<Session> =>
    (begun ??= new Promise((resolve, reject) => {
      const last = new Promise<boolean>((end) => (finish = end));
      ended = state.transaction(async (session) => {
        resolve(session);
        if (!(await last)) throw new RolledBack();
      });
      // Asked for its end by `commit` or `rollback`; a begin that failed is told to who asked first.
      ended.catch(reject);
    }));
  const session: Session = {
    get state() {
      return session;
    },
    execute: async (sql) => (await begin()).execute(sql),
    query: async (sql) => (await begin()).query(sql),
  };
  return {
    session,
    async commit() {
      if (begun === undefined) return;
      committing = true;
      finish(true);
      await ended;
    },
    async rollback() {
      if (committing) return false;
      finish(false);
      await ended.catch(() => {});
      return true;
    },
  };
}

/** Makes the other database roll back; nobody sees it. */
class RolledBack extends Error {}
