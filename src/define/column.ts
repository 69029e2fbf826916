import type { Origin } from "../errors/rmodel-error.ts";
import type { ColumnType, Family, NumericFamily } from "./types.ts";
import type { Expr, Fragment, RelationLike } from "./fragment.ts";
import type { ColumnTest, TestOptions } from "./test.ts";
import { originOf } from "./origin.ts";

/** Everything a column declares: its type, the expression that computes it, its docs and its tests. */
export interface ColumnSpec {
  readonly kind: "column";
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly expression?: Fragment;
  readonly description: string;
  readonly pii: boolean;
  readonly tests: readonly ColumnTest[];
  readonly origin: Origin;
}

/** A column under construction. Every method returns a new column, so a shared one can be refined in two places. */
export interface Column<F extends Family = Family, Nullable extends boolean = boolean> {
  readonly spec: ColumnSpec;
  readonly family: F;
  readonly nullable: Nullable;
  /** The expression that computes this column. Numeric families convert into each other, others must match. */
  is(expression: Expr<F extends NumericFamily ? NumericFamily : F>): Column<F, Nullable>;
  /** Rows never have null here: part of the type, and a test. */
  notNull(options?: TestOptions): Column<F, false>;
  /** No value occurs twice; null is no value. */
  unique(options?: TestOptions): Column<F, Nullable>;
  /** What the column means, with its unit: shown in docs and as the database's comment. */
  describe(text: string): Column<F, Nullable>;
  /** Personal data: masked wherever sample rows are shown. */
  pii(): Column<F, Nullable>;
  /** Every value is one of these; null passes. */
  acceptedValues(values: readonly LiteralOf<F>[], options?: TestOptions): Column<F, Nullable>;
  /** Every value exists in a column of another relation; null passes. */
  references<C extends Columns>(relation: RelationOf<C>, column: KeysOf<C, F>, options?: TestOptions): Column<F, Nullable>;
  /** Every value lies between `min` and `max`, both included unless `inclusive` is false; null passes. */
  range(bounds: { readonly min?: LiteralOf<F>; readonly max?: LiteralOf<F>; readonly inclusive?: boolean }, options?: TestOptions): Column<F, Nullable>;
  /** At least this share of the rows (0 to 1) has a value. */
  notNullProportion(atLeast: number, options?: TestOptions): Column<F, Nullable>;
  /** No text is empty or white space only; null passes. */
  notEmpty(this: Column<"text", Nullable>, options?: TestOptions): Column<F, Nullable>;
  /** Every text matches the regular expression somewhere; anchor with ^ and $. Null passes. */
  matches(this: Column<"text", Nullable>, pattern: string, options?: TestOptions): Column<F, Nullable>;
  /** The newest value is at most this old at execution time. */
  recent(this: Column<"date" | "timestamp", Nullable>, within: { readonly days?: number; readonly hours?: number }, options?: TestOptions): Column<F, Nullable>;
  /** Values go up by `step` (1) without a gap. */
  sequential(this: Column<"integer" | "date", Nullable>, options?: TestOptions & { readonly step?: number }): Column<F, Nullable>;
}

export type Columns = Readonly<Record<string, Column<any, boolean>>>;

/** Anything with typed columns that SQL can read from. */
export interface RelationOf<C extends Columns = any> extends RelationLike {
  readonly columns: C;
}

interface ByFamily<C extends Columns, F extends Family> {
  readonly names: Extract<{ [K in keyof C]: C[K]["family"] extends F ? K : never }[keyof C], string>;
}

/** Names of the columns of one family. Asked of an interface, so that an error lists the names instead of this type's. */
export type KeysOf<C extends Columns, F extends Family> = ByFamily<C, F>["names"];

type LiteralOf<F extends Family> = F extends "integer" ? number | bigint : F extends "decimal" | "double" ? number : F extends "boolean" ? boolean : string;

/** Column types: `t.integer()`, `t.decimal(18, 2)`, `t.text()` … */
export const t = {
  /** 64-bit whole number. */
  integer: (): Column<"integer", true> => start({ family: "integer" }, originOf(t.integer)),
  /** Exact number with `scale` digits after the point, `precision` (at most 38) in all. */
  decimal: (precision: number, scale: number): Column<"decimal", true> => start({ family: "decimal", precision, scale }, originOf(t.decimal)),
  /** 64-bit floating point. */
  double: (): Column<"double", true> => start({ family: "double" }, originOf(t.double)),
  text: (): Column<"text", true> => start({ family: "text" }, originOf(t.text)),
  boolean: (): Column<"boolean", true> => start({ family: "boolean" }, originOf(t.boolean)),
  /** Calendar day. */
  date: (): Column<"date", true> => start({ family: "date" }, originOf(t.date)),
  /** Date and time to the microsecond, in UTC. */
  timestamp: (): Column<"timestamp", true> => start({ family: "timestamp" }, originOf(t.timestamp)),
  json: (): Column<"json", true> => start({ family: "json" }, originOf(t.json)),
  /** List of values of one type. */
  list: (of: Column): Column<"list", true> => start({ family: "list", of: of.spec.type }, originOf(t.list)),
};

function start<F extends Family>(type: ColumnType & { family: F }, origin: Origin): Column<F, true> {
  return new Builder({ kind: "column", type, nullable: true, description: "", pii: false, tests: [], origin }) as unknown as Column<F, true>;
}

class Builder {
  readonly spec: ColumnSpec;

  constructor(spec: ColumnSpec) {
    this.spec = Object.freeze(spec);
  }

  get family(): Family {
    return this.spec.type.family;
  }

  get nullable(): boolean {
    return this.spec.nullable;
  }

  is(expression: Fragment): Builder {
    return this.with({ expression });
  }

  notNull(options: TestOptions = {}): Builder {
    return this.with({ nullable: false }).tested({ kind: "not_null", options });
  }

  unique(options: TestOptions = {}): Builder {
    return this.tested({ kind: "unique", options });
  }

  describe(description: string): Builder {
    return this.with({ description });
  }

  pii(): Builder {
    return this.with({ pii: true });
  }

  acceptedValues(values: readonly (string | number | bigint | boolean)[], options: TestOptions = {}): Builder {
    return this.tested({ kind: "accepted_values", values, options });
  }

  references(relation: RelationLike, column: string, options: TestOptions = {}): Builder {
    return this.tested({ kind: "relationships", to: relation, column, options });
  }

  range(bounds: { min?: string | number | bigint; max?: string | number | bigint; inclusive?: boolean }, options: TestOptions = {}): Builder {
    return this.tested({ kind: "accepted_range", ...bounds, options });
  }

  notNullProportion(atLeast: number, options: TestOptions = {}): Builder {
    return this.tested({ kind: "not_null_proportion", atLeast, options });
  }

  notEmpty(options: TestOptions = {}): Builder {
    return this.tested({ kind: "not_empty_string", options });
  }

  matches(pattern: string, options: TestOptions = {}): Builder {
    return this.tested({ kind: "regex", pattern, options });
  }

  recent(within: { days?: number; hours?: number }, options: TestOptions = {}): Builder {
    return this.tested({ kind: "recency", withinHours: (within.days ?? 0) * 24 + (within.hours ?? 0), options });
  }

  sequential({ step = 1, ...options }: TestOptions & { step?: number } = {}): Builder {
    return this.tested({ kind: "sequential_values", step, options });
  }

  private tested(test: ColumnTest): Builder {
    return this.with({ tests: [...this.spec.tests, test] });
  }

  private with(change: Partial<ColumnSpec>): Builder {
    return new Builder({ ...this.spec, ...change });
  }
}
