import type { Driver, Session } from "../../adapters/adapter.ts";

/** Remembers what a build sends to make each relation, for `target/run`. */
export class SentStatements {
  private readonly groups: (readonly string[])[] = [];

  /** A driver that does the same and is listened to. Relations are made in transactions; nothing else is of interest. */
  watch(driver: Driver): Driver {
    return {
      ...driver,
      transaction: (work) => {
        const sent: string[] = [];
        this.groups.push(sent);
        return driver.transaction((session) => work(listening(session, sent)));
      },
    };
  }

  /** Statements by the quoted physical name of the relation that they made. */
  byRelation(): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, readonly string[]>();
    for (const sent of this.groups) {
      const made = sent.map((sql) => creates.exec(sql)?.[1]).find((name) => name !== undefined);
      if (made !== undefined) found.set(made, sent);
    }
    return found;
  }
}

const creates = /^create (?:or replace )?(?:table|view) ((?:"(?:[^"]|"")+"\.)+"(?:[^"]|"")+")/i;

/** The bookkeeping that goes along in the same transaction is no part of the relation. */
const listening = (session: Session, sent: string[]): Session => ({
  state: session.state,
  execute: (sql) => {
    sent.push(sql);
    return session.execute(sql);
  },
  query: (sql) => session.query(sql),
});
