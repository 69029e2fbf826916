import type { AggregateCall } from "./aggregate.ts";
import type { Context } from "./context.ts";
import type { Node } from "./tree.ts";
import type { Value } from "./value.ts";

/** Why something is not translated, and what to write instead; empty when that has been said already. */
export interface Refusal {
  readonly refused: string;
  readonly fix?: string;
}

export type Written = string | Refusal;

/** A call of a function: its arguments as they stand in the target. */
export interface Call {
  readonly node: Node;
  readonly args: readonly Value[];
  readonly context: Context;
}

/** How a target writes a function whose arguments have been converted to what the function takes. */
export type Write = (call: Call) => Written;
export type WriteAggregate = (call: AggregateCall) => Written;

/** What a target writes in another way than DuckDB. One file each. */
export interface TargetRules {
  /** The database's own name, for messages. */
  readonly title: string;
  doubleLiteral(digits: string): string;
  /** Integer types narrower than 64 bits, by DuckDB's names. */
  readonly integerTypes: Readonly<Record<string, string>>;
  /** Whether a text's order depends on the database, so that it must be asked for by code point. */
  readonly collates: boolean;
  /** The text as a key of an order by code point. */
  inCodeOrder(operand: string): string;
  /** A text that came out of such an order, with the order of its own again. */
  inOwnOrder(operand: string): string;
  /** What stands after `like`, where the pattern has no escape character. */
  readonly noEscape: string;
  readonly ilike: (operand: string, pattern: string, escape: string | undefined) => Written;
  dateText(operand: string): string;
  timestampText(operand: string): string;
  /** A text made ready for a cast to date or timestamp, an error where DuckDB would give one. */
  momentText(operand: string, family: "date" | "timestamp"): string;
  /** A double as one without a fraction, halves at the even neighbour. */
  doubleToInteger(operand: string): string;
  /** A double as a decimal: DuckDB rounds the double times a power of ten, others the digits that it is printed with. */
  doubleToDecimal(operand: string, scale: number): string;
  booleanToInteger(operand: string): string;
  /** Null where the value is no integer of that type; `wide` is the same for 64 bits. */
  tryNarrowInteger(value: string, wide: string, type: string): string;
  /** A timestamp, made from a date or timestamp and an interval. */
  addInterval(moment: Value, operator: "+" | "-", interval: string, context: Context): string;
  addDays(date: string, operator: "+" | "-", days: string): string;
  daysBetween(start: string, end: string): string;
  /** Quotient of integers without its fraction. */
  integerDivide(dividend: string, divisor: string): string;
  /** The greatest or least of the values that are not null. */
  greatest(name: "greatest" | "least", args: readonly Value[]): string;
  /** Null beyond the end. */
  element(list: string, index: string): string;
  readonly series: Series;
  /** Whether an aggregate over a window takes a filter; otherwise its argument does. */
  readonly windowFilter: boolean;
  /** Whether a window's frame may exclude rows around the current one. */
  readonly windowExclude: boolean;
  /** Where `ignore nulls` stands after a window function's call; undefined where it does not exist. */
  readonly ignoreNulls: string | undefined;
  /** Whether grouping sets may be of expressions that are no columns. */
  readonly groupingExpressions: boolean;
  /** Whether a recursive query must name its columns before its body. */
  readonly recursiveNeedsColumns: boolean;
  /** Whether a lateral join may have a condition of its own. */
  readonly lateralCondition: boolean;
  /** Whether a query that refers to the one around it may have a limit. */
  readonly correlatedLimit: boolean;
  /** Whether `with … as materialized` exists. */
  readonly materialized: boolean;
  readonly functions: Readonly<Record<string, Write>>;
  readonly aggregates: Readonly<Record<string, WriteAggregate>>;
}

/** Tables that are made from a range or a list. */
export interface Series {
  /** From `start` to `end`, both in; `step` is undefined for 1. */
  integers(start: string, end: string, step: string | undefined): Written;
  timestamps(start: string, end: string, step: string): Written;
  unnest(list: string): string;
}
