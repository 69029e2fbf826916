import type { ColumnNode, ModelNode, Sql } from "../load/node.ts";
import type { ColumnType } from "../define/types.ts";
import type { Dialect } from "../adapters/adapter.ts";
import type { RenderContext, Template } from "./render.ts";
import { endingComment, render } from "./render.ts";
import { sameType } from "../define/types.ts";
import { trimStart, wholePlace } from "./marks.ts";

/** The query of a model. Without `cast` its select list is as the user wrote it, for the proof of its contract. */
export function queryOf(model: ModelNode, context: RenderContext, declaredType: DeclaredType, cast: boolean): Template {
  const { body } = model;
  if (body.form === "query") return trimmed(render(body.query, context));
  const { dialect } = context;
  const out: Template[] = [["select", body.distinct ? " distinct" : ""]];
  model.columns.forEach((column, index) => {
    const expression = render(column.expression!, context);
    const converted = cast && !hasType(column, declaredType) ? castTemplate(expression, column.type, dialect) : expression;
    // A conversion that was put around the expression failed for this column.
    const place = context.mark?.(column.expression!.origin.line > 0 ? column.expression!.origin : column.origin, wholePlace) ?? "";
    out.push([index === 0 ? "\n  " : ",\n  ", place], converted, [` as ${dialect.quote(column.name)}`]);
  });
  const clause = (keyword: string, fragment: Sql | undefined): void => {
    if (fragment !== undefined) out.push([`\n${keyword} `], render(fragment, context));
  };
  clause("from", body.from);
  clause("where", body.where);
  body.groupBy.forEach((fragment, index) => out.push([index === 0 ? "\ngroup by " : ", "], render(fragment, context)));
  clause("having", body.having);
  clause("qualify", body.qualify);
  return out.flat();
}

/** The query that runs: every column has its declared type. `exact`: the query form was proved to yield just these. */
export function finalQuery(model: ModelNode, context: RenderContext, declaredType: DeclaredType, exact: boolean): Template {
  return contracted(queryOf(model, context, declaredType, true), model, context, exact);
}

/** A query of a model, converted where it may yield other types than the declared ones. */
export const contracted = (query: Template, { body, columns }: ModelNode, context: RenderContext, exact: boolean): Template =>
  body.form === "query" && !exact ? withContract(query, columns, context) : query;

/** A query whose columns are taken by name, in declared order, each cast to its declared type. */
function withContract(query: Template, columns: readonly ColumnNode[], { dialect }: RenderContext): Template {
  const list = columns.map(({ name, type }) => `  ${dialect.cast(dialect.quote(name), type, false)} as ${dialect.quote(name)}`);
  return [`select\n${list.join(",\n")}\nfrom (\n`, ...query, `\n) as ${dialect.quote("query")}`];
}

/** Declared type of a column of a relation. */
export type DeclaredType = (relation: string, column: string) => ColumnType | undefined;

/** A column that is only passed on has the type it had. */
function hasType(column: ColumnNode, declaredType: DeclaredType): boolean {
  const only = column.expression!.parts.length === 1 ? column.expression!.parts[0]! : undefined;
  if (only?.kind !== "column") return false;
  const type = declaredType(only.relation, only.name);
  return type !== undefined && sameType(type, column.type);
}

/** An expression converted to a type. */
export function castTemplate(expression: Template, type: ColumnType, dialect: Dialect): Template {
  const [before, after] = dialect.cast("\uE000", type, false).split("\uE000");
  return [before!, ...expression, after!];
}

/** A whole statement without the layout around it, which carries nothing; a trailing semicolon would end the statement it is put into. */
export function trimmed(template: Template): Template {
  const chunks = [...template];
  if (typeof chunks[0] === "string") chunks[0] = trimStart(chunks[0]);
  const last = chunks.at(-1);
  if (typeof last === "string") chunks[chunks.length - 1] = endingComment(last.replace(/[\s;]+$/, ""));
  return chunks;
}
