import type { Dialect, DialectFunction } from "../adapters/adapter.ts";
import type { Fragment, Generated, Part } from "../define/fragment.ts";
import type { NodeId, Sql } from "../load/node.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import { generatedSql } from "./generated.ts";

/** SQL text with the relations left open, so that one rendering serves published and physical names. */
export type Template = readonly (string | { readonly relation: NodeId })[];

/** Expands a macro call; given by the caller, because Handlebars is loaded only where a project has macros. */
export type ExpandMacro = (part: Part<NodeId> & { kind: "macro" }) => Sql;

export interface RenderContext {
  readonly dialect: Dialect;
  /** Engine whose text stands where a spelling is given per engine; the dialect's own unless named. */
  readonly variant?: string;
  readonly expandMacro: ExpandMacro;
  /** Names for what a translation into another dialect passes through; the text is for that translation only. */
  readonly open?: Open;
  /** Fragments that are in the dialect's own words already. */
  readonly written?: ReadonlyMap<Sql, Template>;
  /** What `fn.executionTime()` is: ISO text in UTC. */
  readonly executionTime: string;
  /** Own query of an ephemeral model, to stand in place of its name; undefined for all other relations. */
  readonly inline: (id: NodeId) => Template | undefined;
  /** Text to put before each chunk that a user wrote: the `index`th chunk of the `sql` tag at `origin`, or `wholePlace`. */
  readonly mark?: (origin: Origin, index: number) => string;
}

/** What stands in a query for things that are no part of its dialect, as quoted names. */
export interface Open {
  /** The engine that it is translated for. */
  readonly target: string;
  relation(id: NodeId): string;
  call(name: DialectFunction): string;
  /** Text of the target's own; `part` is what it is known by. */
  own(part: object, fragment: Sql): string;
}

/** Renders a fragment. Text chunks stay as they were written. */
export function render(fragment: Sql, context: RenderContext): Template {
  const written = context.written?.get(fragment);
  if (written !== undefined) return written;
  const out: (string | { relation: NodeId })[] = [];
  renderInto(fragment, context, out);
  return merged(out);
}

function renderInto(fragment: Fragment<NodeId>, context: RenderContext, out: (string | { relation: NodeId })[]): void {
  const { dialect } = context;
  let holes = 0;
  for (const part of fragment.parts) {
    if (part.kind !== "text") holes++;
    else if (context.mark !== undefined) out.push(context.mark(fragment.origin, holes));
    switch (part.kind) {
      case "text":
      case "raw":
        out.push(part === fragment.parts.at(-1) ? endingComment(part.text) : part.text);
        break;
      case "literal":
        out.push(apart(dialect.literal(part.value, part.family)));
        break;
      case "identifier":
        out.push(dialect.quote(part.name));
        break;
      case "relation": {
        renderRelation(part.relation, context, out);
        if (part.alias !== undefined) out.push(` as ${dialect.quote(part.alias)}`);
        break;
      }
      case "column":
        out.push(`${dialect.quote(part.alias)}.${dialect.quote(part.name)}`);
        break;
      case "call":
        renderCall(part, context, out);
        break;
      case "cast":
        spread(dialect.cast(placeholder(0), part.type, part.safe), [part.value], context, out);
        break;
      case "macro":
        renderInto(context.expandMacro(part), context, out);
        break;
      case "dialect":
        renderVariant(part, context, out);
        break;
      case "generated":
        if (context.open === undefined) renderGenerated(part, context, out);
        else out.push(context.open.own(part, { kind: "fragment", origin: fragment.origin, parts: [part] }));
        break;
      case "fragment":
        renderInto(part.fragment, context, out);
        break;
    }
  }
}

/** The text, with a line break after a comment that it may end with: what follows is no part of that. */
export const endingComment = (text: string): string => (/--[^\n]*$/.test(text) ? `${text}\n` : text);

/** Two minus signs side by side begin a comment. */
const apart = (literal: string): string => (literal.startsWith("-") ? `(${literal})` : literal);

function renderCall(part: Part<NodeId> & { kind: "call" }, context: RenderContext, out: (string | { relation: NodeId })[]): void {
  const literals = part.args.map((arg) => {
    const only = arg.parts.length === 1 ? arg.parts[0]! : undefined;
    return only?.kind === "literal" ? only.value : undefined;
  });
  if (part.name === "execution_time") {
    out.push(context.dialect.literal(context.executionTime.replace("T", " ").replace("Z", ""), "timestamp"));
    return;
  }
  if (context.open !== undefined) {
    out.push(context.open.call(part.name as DialectFunction), "(");
    part.args.forEach((arg, index) => {
      if (index > 0) out.push(", ");
      renderInto(arg, context, out);
    });
    out.push(")");
    return;
  }
  const text = context.dialect.call(part.name as DialectFunction, part.args.map((_, index) => placeholder(index)), literals);
  spread(text, part.args, context, out);
}

/** The generator names what it reads by placeholders, and the relations take their places. */
function renderGenerated(part: Generated<NodeId>, context: RenderContext, out: (string | { relation: NodeId })[]): void {
  const names = Object.keys(part.reads);
  const text = generatedSql(part, (name) => placeholder(names.indexOf(name)), context.dialect);
  text.split(placeholders).forEach((piece, index) => {
    if (index % 2 === 0) out.push(piece);
    else renderRelation(part.reads[names[Number(piece)]!]!.relation, context, out);
  });
}

function renderVariant({ variants }: Part<NodeId> & { kind: "dialect" }, context: RenderContext, out: (string | { relation: NodeId })[]): void {
  const { open, variant = context.dialect.name } = context;
  const own = open === undefined ? undefined : variants[open.target];
  if (own === undefined) renderInto(variants[variant] ?? variants.duckdb!, context, out);
  else out.push(open!.own(own, own));
}

function renderRelation(relation: NodeId, { inline, open }: RenderContext, out: (string | { relation: NodeId })[]): void {
  if (open !== undefined) return void out.push(open.relation(relation));
  const inlined = inline(relation);
  if (inlined === undefined) out.push({ relation });
  // The line break ends a comment that the query may end with.
  else out.push("(", ...inlined, "\n)");
}

// Private-use characters: no SQL text of a user has them, and a dialect may use an argument twice or not at all.
const placeholder = (index: number): string => `\uE000${index}\uE001`;
const placeholders = /\uE000(\d+)\uE001/;

function spread(text: string, args: readonly Sql[], context: RenderContext, out: (string | { relation: NodeId })[]): void {
  text.split(placeholders).forEach((piece, index) => {
    if (index % 2 === 0) out.push(piece);
    else renderInto(args[Number(piece)]!, context, out);
  });
}

function merged(chunks: Template): Template {
  const out: (string | { relation: NodeId })[] = [];
  for (const chunk of chunks) {
    const last = out.at(-1);
    if (typeof chunk === "string" && typeof last === "string") out[out.length - 1] = last + chunk;
    else if (chunk !== "") out.push(chunk);
  }
  return out;
}

/** A template in which ephemeral models, which have no name to be read by, stand as their queries. */
export const withInlined = (template: Template, { inline }: RenderContext): Template =>
  template.flatMap((chunk): Template => {
    const query = typeof chunk === "string" ? undefined : inline(chunk.relation);
    return query === undefined ? [chunk] : ["(", ...query, "\n)"];
  });

/** The text of a template with each relation named. */
export function textOf(template: Template, nameOf: (id: NodeId) => string): string {
  return template.map((chunk) => (typeof chunk === "string" ? chunk : nameOf(chunk.relation))).join("");
}

/** Relations that a template reads. */
export const inputsOf = (template: Template): readonly NodeId[] => [...new Set(template.flatMap((chunk) => (typeof chunk === "string" ? [] : [chunk.relation])))];
