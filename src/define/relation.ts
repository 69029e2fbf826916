import type { Origin } from "../errors/rmodel-error.ts";
import type { Column, Columns, RelationOf } from "./column.ts";
import type { Expr, Part, RelationLike, Used } from "./fragment.ts";
import { fragmentOf, used } from "./fragment.ts";
import { originOf } from "./origin.ts";

/** A relation under a name inside one query: exactly its columns as properties, everything else behind symbols. */
export type Alias<C extends Columns> = { readonly [K in keyof C]: Expr<C[K]["family"]> } & Used;

/** What `model`, `source`, `seed` and `snapshot` return. */
export interface Relation<C extends Columns = any> extends RelationOf<C> {
  readonly kind: RelationLike["kind"];
  readonly columns: C;
  readonly options: object;
  readonly origin: Origin;
  /** Relations that are made with this one, by what is added to its name: `sales_forecast__scores`. */
  readonly companions: Readonly<Record<string, Relation>>;
  /** The relation under a name, for `from`, joins and column references. */
  as(alias: string): Alias<C>;
}

type Value<F> = F extends "integer" ? bigint : F extends "double" ? number : F extends "boolean" ? boolean : F extends "list" ? readonly unknown[] : string;

/** A row as readers get it: integer → bigint, decimal → string, date and timestamp → ISO text in UTC. */
export type Row<R> = R extends { readonly columns: infer C }
  ? { [K in keyof C]: C[K] extends Column<infer F, infer N> ? Value<F> | (N extends false ? never : null) : never }
  : never;

export function relation<C extends Columns>(kind: RelationLike["kind"], columns: C, options: object, origin: Origin, companions: Readonly<Record<string, Relation>> = {}): Relation<C> {
  const self: Relation<C> = Object.freeze({ kind, columns, options, origin, companions, as: (alias: string) => aliasOf(self, alias) });
  return self;
}

/** An unknown column is kept with its place; `load` reports it with the nearest known name. */
export function aliasOf<C extends Columns>(relation: RelationOf<C>, alias: string): Alias<C> {
  const use = { relation, alias };
  const get = (_: object, key: string | symbol): unknown => {
    if (typeof key === "symbol") return key === used ? use : undefined;
    const known = Object.hasOwn(relation.columns, key);
    const part: Part = { kind: "column", relation, alias, name: key, ...(known ? {} : { origin: originOf(get) }) };
    return fragmentOf([part], nowhere);
  };
  return new Proxy({}, { get }) as Alias<C>;
}

const nowhere: Origin = Object.freeze({ file: "", line: 0, column: 0 });
