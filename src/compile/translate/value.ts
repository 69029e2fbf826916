import type { ValueType } from "./value-type.ts";

/** An expression in the target's text. */
export interface Value {
  readonly sql: string;
  readonly type: ValueType | undefined;
  /** Something else may bind tighter, so that it stands in parentheses as an operand. */
  readonly compound?: boolean;
  /** The value itself, where it is a literal. */
  readonly literal?: string | number | boolean | null;
  /** Something in it was refused already. */
  readonly failed?: boolean;
}

export const failed: Value = { sql: "null", type: undefined, failed: true };

export const operand = ({ sql, compound }: Value): string => (compound ? `(${sql})` : sql);

export const simple = (sql: string, type: ValueType | undefined): Value => ({ sql, type });
export const compound = (sql: string, type: ValueType | undefined): Value => ({ sql, type, compound: true });

export const isText = (value: Value): value is Value & { readonly literal: string } => typeof value.literal === "string" && value.type?.family === "text";
