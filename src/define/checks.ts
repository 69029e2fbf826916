import type { Columns, RelationOf } from "./column.ts";
import type { Described } from "./model.ts";
import type { Expr } from "./fragment.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { Relation } from "./relation.ts";
import type { TestOptions } from "./test.ts";
import type { Family } from "./types.ts";
import { originOf } from "./origin.ts";

export interface DataTestDefinition {
  readonly kind: "dataTest";
  readonly options: DataTestOptions;
  readonly origin: Origin;
}

interface DataTestOptions extends Described, Omit<TestOptions, "where" | "minPass" | "name"> {
  /** A query whose rows are failures. */
  readonly failures: Expr;
}

/** A test over any relations of the project: passes when its query returns no row. */
export function dataTest(options: DataTestOptions): DataTestDefinition {
  return Object.freeze({ kind: "dataTest", options, origin: originOf(dataTest) });
}

type InputValue<F> = F extends "integer" ? bigint | number
  : F extends "decimal" ? string | number
  : F extends "double" ? number
  : F extends "boolean" ? boolean
  : F extends "list" ? readonly unknown[]
  : string;

/** A row written by hand: any columns may be left out, dates and timestamps are ISO text. */
export type InputRow<C extends Columns> = { readonly [K in keyof C]?: InputValue<C[K]["family"] & Family> | null };

export interface GivenRows {
  readonly relation: unknown;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Rows that a relation has in a unit test; columns that are left out are null. */
export function rows<C extends Columns>(relation: RelationOf<C>, ...values: readonly InputRow<C>[]): GivenRows {
  return { relation, rows: values };
}

export interface UnitTestDefinition {
  readonly kind: "unitTest";
  readonly options: Described & {
    readonly model: unknown;
    readonly given: readonly GivenRows[];
    readonly expect: readonly Readonly<Record<string, unknown>>[];
    readonly executionTime?: string;
  };
  readonly origin: Origin;
}

/**
 * What a model makes of a few rows, run in memory without a warehouse.
 *
 * Relations that `given` does not name are empty. Only the columns that the expected rows write are compared,
 * without regard to order.
 */
export function unitTest<C extends Columns>(
  options: Described & {
    readonly model: Relation<C>;
    readonly given: readonly GivenRows[];
    readonly expect: readonly InputRow<NoInfer<C>>[];
    /** The frozen clock, ISO text in UTC. */
    readonly executionTime?: string;
  },
): UnitTestDefinition {
  return Object.freeze({ kind: "unitTest", options: options as UnitTestDefinition["options"], origin: originOf(unitTest) });
}
