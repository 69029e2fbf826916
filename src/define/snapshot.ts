import type { Column, Columns, KeysOf } from "./column.ts";
import type { Published } from "./model.ts";
import type { Relation } from "./relation.ts";
import { originOf } from "./origin.ts";
import { relation } from "./relation.ts";
import { t } from "./column.ts";
import { withTests } from "./model.ts";

/** Names of the columns that a snapshot adds. */
export interface HistoryNames {
  readonly validFrom: string;
  readonly validTo: string;
  /** Hash of key and start: identifies one version of one row. */
  readonly versionKey: string;
  /** Only with `hardDeletes: "newRecord"`. */
  readonly isDeleted: string;
}

const defaultNames = { validFrom: "valid_from", validTo: "valid_to", versionKey: "version_key", isDeleted: "is_deleted" } as const;

type HistoryColumns<N extends HistoryNames, D, E> = { readonly [K in N["validFrom"]]: Column<"timestamp", false> } & {
  readonly [K in N["validTo"]]: Column<"timestamp", E extends string ? false : true>;
} & { readonly [K in N["versionKey"]]: Column<"text", false> } & (D extends "newRecord" ? { readonly [K in N["isDeleted"]]: Column<"boolean", false> } : unknown);

type Names<N extends Partial<HistoryNames>> = { readonly [K in keyof HistoryNames]: N[K] extends string ? N[K] : (typeof defaultNames)[K] };

interface Tracked<C extends Columns, N extends Partial<HistoryNames>, D, E> extends Omit<Published<C>, "grain"> {
  /** The relation whose history is kept. */
  readonly of: { readonly kind: Relation["kind"]; readonly columns: C };
  /** Columns that identify a row of it; never null, never twice. */
  readonly key: readonly [keyof NoInfer<C> & string, ...(keyof NoInfer<C> & string)[]];
  /** What happens to rows that are gone: nothing (default), the open version is closed, or a closing version is added. */
  readonly hardDeletes?: D;
  readonly columnNames?: N & { readonly [K in Exclude<keyof N, keyof HistoryNames>]: never };
  /** End of an open version instead of null: `9999-12-31`. */
  readonly openEnd?: E;
}

/** Sees a change when `updatedAt` is newer. */
interface ByTime<C extends Columns> {
  readonly strategy: "timestamp";
  readonly updatedAt: NoInfer<KeysOf<C, "timestamp" | "date">>;
  readonly checkColumns?: never;
}

/** Sees a change when a value of `checkColumns` differs; a version starts at `updatedAt` where that is given. */
interface ByValues<C extends Columns> {
  readonly strategy: "check";
  readonly checkColumns: "all" | readonly (keyof NoInfer<C> & string)[];
  readonly updatedAt?: NoInfer<KeysOf<C, "timestamp" | "date">>;
}

type SnapshotOptions<C extends Columns, N extends Partial<HistoryNames>, D, E> = Tracked<C, N, D, E> & (ByTime<C> | ByValues<C>);

/** The history (SCD2) of what a mutable relation shows from build to build. */
export function snapshot<
  const C extends Columns,
  const N extends Partial<HistoryNames> = {},
  const D extends "ignore" | "invalidate" | "newRecord" = "ignore",
  const E extends string | undefined = undefined,
>(options: SnapshotOptions<C, N, D, E>): Relation<C & HistoryColumns<Names<N>, D, E>> {
  const names: HistoryNames = { ...defaultNames, ...options.columnNames };
  const columns = {
    ...withoutTests(options.of.columns),
    [names.validFrom]: t.timestamp().notNull().describe("Start of this version."),
    [names.validTo]: options.openEnd === undefined ? t.timestamp().describe("End of this version; null while it is open.") : t.timestamp().notNull().describe("End of this version."),
    [names.versionKey]: t.text().notNull().unique().describe("Identifies this version of this row."),
    ...(options.hardDeletes === "newRecord" ? { [names.isDeleted]: t.boolean().notNull().describe("Whether this version says that the row is gone.") } : {}),
  };
  const kept = { ...options, columns, columnNames: names } as never;
  return relation("snapshot", columns as never, withTests(kept), originOf(snapshot));
}

/** A key of the source occurs once per version in its history, so the source's tests do not carry over. */
function withoutTests(columns: Columns): Columns {
  const bare = ([name, column]: [string, Column]) => {
    const { type, description, pii } = column.spec;
    const fresh = { ...column.spec, type, description, pii, nullable: column.spec.nullable, tests: [] };
    delete (fresh as { expression?: unknown }).expression;
    return [name, { spec: fresh, family: type.family, nullable: fresh.nullable }];
  };
  return Object.fromEntries(Object.entries(columns).map(bare as never));
}
