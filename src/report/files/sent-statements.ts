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

/** The same session, but for what is told. The bookkeeping that goes along in its transaction is no part of the relation. */
const listening = (session: Session, sent: string[]): Session =>
  new Proxy(session, {
    get(target, name) {
      if (name === "execute") {
        return (sql: string) => {
          sent.push(sql);
          return target.execute(sql);
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
