import type { Edition } from "./shop.ts";
import type { Files } from "../project.ts";
import type { Shown } from "./relations.ts";
import { copyOf, profile, shop } from "./shop.ts";
import { databaseOf, whenLocked } from "./process.ts";
import { leftovers, reading, shownBy } from "./relations.ts";
import { projectOf } from "../project.ts";

/** An engine as fault tests use it: shops are built by rmodel, and looked at without it. */
export interface Target {
  readonly name: string;
  /** A project of its own with the data of one edition, not built yet. */
  shop(edition: Edition, more?: Files): Promise<string>;
  /** A project of other files, not built yet. */
  project(files: Files): Promise<string>;
  /** What a query yields in the target, values as text. */
  rows(root: string, query: string): Promise<readonly Readonly<Record<string, string | null>>[]>;
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
  project: async (files) => projectOf({ ...files, "profiles.yaml": profile() }),
  rows: async (root, query) => texts(await reading(databaseOf(root), (ask) => ask(query))),
  copyOf: async (root) => copyOf(root),
  shownBy,
  leftovers,
  whenLocked: (root) => whenLocked(databaseOf(root)),
  // The engine is part of the process.
  whenGone: async () => {},
};

export const texts = (rows: readonly Readonly<Record<string, unknown>>[]) => rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)])));
