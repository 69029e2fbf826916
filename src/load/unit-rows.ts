import type { RowValue, UnitTestNode } from "./node.ts";
import type { Columns } from "../define/column.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { Problems } from "./problems.ts";
import type { References } from "./references.ts";

interface Options {
  readonly model: { readonly columns: Columns };
  readonly given: readonly { readonly relation: { readonly columns: Columns }; readonly rows: readonly Record<string, unknown>[] }[];
  readonly expect: readonly Record<string, unknown>[];
  readonly executionTime?: string;
}

/** The rows of a unit test as plain values, each column known to its relation. */
export function unitRows(options: Options, origin: Origin, references: References, problems: Problems): Pick<UnitTestNode, "model" | "given" | "expect" | "executionTime"> {
  const plain = (rows: readonly Record<string, unknown>[], columns: Columns) =>
    rows.map((row) => {
      for (const name of Object.keys(row)) {
        if (!Object.hasOwn(columns, name)) problems.unknownColumn(problems.near(origin, name), `the row has a column "${name}", which its relation has not`, name, Object.keys(columns));
      }
      return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined).map(([name, value]) => [name, plainValue(value)]));
    });
  return {
    model: references.id(options.model, origin),
    given: options.given.map(({ relation, rows }) => ({ relation: references.id(relation, origin), rows: plain(rows, relation.columns) })),
    expect: plain(options.expect, options.model.columns),
    ...(options.executionTime === undefined ? {} : { executionTime: options.executionTime }),
  };
}

/** JSON, which the project is cached as, has neither great integers nor infinity. */
const plainValue = (value: unknown): RowValue => (typeof value === "bigint" || (typeof value === "number" && !Number.isFinite(value)) ? String(value) : (value as RowValue));
