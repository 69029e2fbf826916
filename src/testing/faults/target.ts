import type { Edition } from "./shop.ts";
import type { Files } from "../project.ts";
import type { Shown } from "./relations.ts";
import { copyOf, shop } from "./shop.ts";
import { databaseOf, whenLocked } from "./process.ts";
import { leftovers, shownBy } from "./relations.ts";

/** An engine as fault tests use it: shops are built by rmodel, and looked at without it. */
export interface Target {
  readonly name: string;
  /** A project of its own with the data of one edition, not built yet. */
  shop(edition: Edition, more?: Files): Promise<string>;
  /** A copy of a project with all it built. */
  copyOf(root: string): Promise<string>;
  shownBy(root: string): Promise<Shown>;
  /** What builds left behind that nothing points at. */
  leftovers(root: string): Promise<readonly string[]>;
  /** Resolves when a build holds the lock, which it takes before it writes anything. */
  whenLocked(root: string): Promise<void>;
  /** Resolves when nothing of a process that was killed works on any more. @throws it still does after `limitMs` */
  whenGone(root: string, limitMs: number): Promise<void>;
}

export const duckdb: Target = {
  name: "DuckDB",
  shop: async (edition, more) => shop(edition, more),
  copyOf: async (root) => copyOf(root),
  shownBy,
  leftovers,
  whenLocked: (root) => whenLocked(databaseOf(root)),
  // The engine is part of the process.
  whenGone: async () => {},
};
