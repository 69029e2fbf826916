import type { Expr, Fragment, Part } from "./fragment.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { Relation } from "./relation.ts";
import { fragmentOf, partOf, used } from "./fragment.ts";

/** A name that no alias of a project has: two underscores are ours. */
const alias = "rmodel__equation";

/**
 * The prediction of a regression for a row, as an expression.
 *
 * Without keys the coefficients are subqueries on their own, each computed once. With keys it is one scalar subquery on the
 * equation of the row's key: DuckDB turns it into a join, PostgreSQL looks it up by the index of the equation. Trino 476
 * refuses columns of the row in what a subquery selects, so there each coefficient is a subquery.
 *
 * @param row an alias, or an object with an expression for each feature and key
 */
export function prediction(regression: Relation, row: Readonly<Record<string | symbol, unknown>>, origin: Origin): Expr {
  const { features, by = [] } = regression.options as { readonly features: readonly string[]; readonly by?: readonly string[] };
  const equation = regression.companions["equation"];
  if (regression.kind !== "regression" || equation === undefined || !Array.isArray(features)) return fragmentOf([{ kind: "invalid", problem: "a prediction of what is no regression has no SQL form" }], origin);
  const keys = by.flatMap((name, index) => [text(index === 0 ? " where " : " and "), { kind: "column", relation: equation, alias, name } as const, text(" = "), value(name, row, origin)]);
  const selected = (parts: readonly Part[]): readonly Part[] => [text("(select "), ...parts, text(" from "), { kind: "relation", relation: equation, alias }, ...keys, text(")")];
  const sum = (coefficient: (j: number) => readonly Part[]): readonly Part[] => [...coefficient(0), ...features.flatMap((name, index) => [text(" + "), ...coefficient(index + 1), text(" * "), number(name, row, origin)])];
  const coefficient = (j: number): Part => ({ kind: "column", relation: equation, alias, name: `b${j}` });
  const apart = fragmentOf([text("("), ...sum((j) => selected([coefficient(j)])), text(")")], origin);
  if (by.length === 0) return apart;
  const either = fragmentOf([{ kind: "dialect", variants: { duckdb: fragmentOf(selected(sum((j) => [coefficient(j)])), origin), trino: apart } }], origin);
  // What is around it may depend on its type, which text of an engine's own does not tell.
  return fragmentOf([{ kind: "cast", value: either, type: { family: "double" }, safe: false }], origin);
}

const text = (written: string): Part => ({ kind: "text", text: written });

/** A column of an alias, or what an object has under that name; an unknown column is kept with the place of the call. */
function value(name: string, row: Readonly<Record<string | symbol, unknown>>, origin: Origin): Part {
  const use = row[used] as { readonly relation: { readonly columns: object }; readonly alias: string } | undefined;
  if (use === undefined) return partOf(row[name]);
  return { kind: "column", relation: use.relation, alias: use.alias, name, ...(Object.hasOwn(use.relation.columns, name) ? {} : { origin }) };
}

/** A feature as the double that was fitted: booleans are 0 and 1. */
function number(name: string, row: Readonly<Record<string | symbol, unknown>>, origin: Origin): Part {
  const part = value(name, row, origin);
  if (part.kind === "invalid") return part;
  const own = part.kind === "column" ? familyOf(part.relation, name) : undefined;
  const fragment = (parts: readonly Part[]): Fragment => fragmentOf(parts, origin);
  const plain = own === "boolean" ? [text("case when "), part, text(" then 1 when not "), part, text(" then 0 end")] : [part];
  return { kind: "cast", value: fragment(plain), type: { family: "double" }, safe: false };
}

const familyOf = (relation: unknown, name: string): string | undefined => (relation as { readonly columns: Readonly<Record<string, { readonly spec: { readonly type: { readonly family: string } } } | undefined>> }).columns[name]?.spec.type.family;
