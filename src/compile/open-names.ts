import type { Dialect, DialectFunction } from "../adapters/adapter.ts";
import type { Graph } from "../graph/graph.ts";
import type { NodeId, Sql } from "../load/node.ts";
import type { Opaque } from "./translate/translate.ts";
import type { Open, Template } from "./render.ts";
import { relationOf } from "../graph/graph.ts";
import { textOf } from "./render.ts";

/**
 * Names for what a translation passes through: relations, functions of `fn`, and text that is the target's already.
 *
 * The same thing always gets the same name, so that rendering again gives the same text; and all names are equally
 * long, so that a place in it stays the same where names were given in another order.
 */
export class OpenNames implements Open {
  private readonly dialect: Dialect;
  readonly meanings = new Map<string, Opaque>();
  private readonly names = new Map<string, string>();
  /** What stands for text of the target's own, by the part that it is known by: a forecast's is long to write. */
  private readonly written = new Map<object, string>();
  private readonly graph: Graph;
  private readonly renderOwn: (fragment: Sql) => Template;

  /** @param renderOwn the text of a fragment that is written for the target */
  constructor(dialect: Dialect, graph: Graph, renderOwn: (fragment: Sql) => Template) {
    this.dialect = dialect;
    this.graph = graph;
    this.renderOwn = renderOwn;
  }

  get target(): string {
    return this.dialect.name;
  }

  relation(id: NodeId): string {
    const { name, columns } = relationOf(this.graph, id);
    return this.named(`relation ${id}`, () => ({ kind: "relation", relation: id, name, columns }));
  }

  call(name: DialectFunction): string {
    return this.named(`call ${name}`, () => ({ kind: "call", name }));
  }

  /** A whole query stands where queries may stand, an expression where expressions may. */
  own(part: object, fragment: Sql): string {
    const known = this.written.get(part);
    if (known !== undefined) return known;
    const template = this.renderOwn(fragment);
    const isQuery = typeof template[0] === "string" && /^\s*(select|with)\b/i.test(template[0]);
    const name = this.add({ kind: "raw", template: this.withNames(isQuery ? ["(", ...template, "\n)"] : template), ...columnsOf(fragment) });
    // The alias stays in the translation, where a name that depends on what else is translated would make another text of the same query.
    const text = isQuery ? `select * from "${name}" as "query"` : `"${name}"`;
    this.written.set(part, text);
    return text;
  }

  /** What a text stands for that is nothing but text of the target's own. */
  whole(text: string): Template | undefined {
    const [, query, expression = ""] = /^\s*(?:select \* from "(rmodel:\d+)" as "query"|"(rmodel:\d+)")\s*$/.exec(text) ?? [];
    const meaning = this.meanings.get(query ?? expression);
    if (meaning?.kind !== "raw") return undefined;
    const [first, ...rest] = meaning.template;
    if (query === undefined) return meaning.template;
    // Users may write the same around a table of the target's own.
    return first === "(" ? rest.slice(0, -1) : undefined;
  }

  /** Names relations that a text gives none: where a query takes the place of one, PostgreSQL before 16 demands it. */
  private withNames(template: Template): Template {
    return template.flatMap((chunk, index): Template => {
      if (typeof chunk === "string" || !noName.test(textOf(template.slice(index + 1), this.dialect.quote))) return [chunk];
      return [chunk, ` as ${this.dialect.quote(relationOf(this.graph, chunk.relation).name)}`];
    });
  }

  private named(thing: string, meaning: () => Opaque): string {
    let name = this.names.get(thing);
    if (name === undefined) this.names.set(thing, (name = this.add(meaning())));
    return `"${name}"`;
  }

  private add(meaning: Opaque): string {
    const name = `rmodel:${String(this.meanings.size).padStart(6, "0")}`;
    this.meanings.set(name, meaning);
    return name;
  }
}

/** What text of the target's own yields, where whoever writes it says so. */
function columnsOf({ parts }: Sql) {
  const [only] = parts;
  return only?.kind === "generated" && only.columns !== undefined ? { columns: only.columns } : {};
}

/** What may follow a relation that was given no name. */
const noName = /^(\s|--[^\n]*\n|\/\*.*?\*\/)*([,);]|(where|join|inner|left|right|full|cross|natural|on|using|group|order|having|limit|offset|fetch|window|union|intersect|except|tablesample|for)\b)/is;
