import type { Dialect, DialectFunction, Prover } from "../adapters/adapter.ts";
import type { Graph } from "../graph/graph.ts";
import type { DeclaredType } from "./query.ts";
import type { ModelNode, NodeId, Sql, TestNode } from "../load/node.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { RenderContext, Template } from "./render.ts";
import type { TargetRules } from "./translate/rules.ts";
import { OpenNames } from "./open-names.ts";
import { RmodelError, RmodelErrors } from "../errors/rmodel-error.ts";
import { contracted, finalQuery, queryOf } from "./query.ts";
import { placeIn } from "./place.ts";
import { render, textOf } from "./render.ts";
import { targets } from "./translate/targets.ts";
import { unmarked } from "./translate/places.ts";
import { translate } from "./translate/translate.ts";

/** Writes SQL in the target's own text, marked with where it was written. */
export type WriteSql = (context: RenderContext) => Template;

/**
 * Translates what users write, in the prover's dialect, for a target that speaks another one.
 *
 * What has no equal there is an error at its place; nothing is ever sent in the hope that it means the same.
 */
export class Translator {
  /** For rendering what is translated; the same text each time. */
  readonly context: RenderContext;
  private readonly names: OpenNames;
  private readonly prover: Prover;
  private readonly own: RenderContext;
  private readonly rules: TargetRules;
  private readonly root: string;

  /** @param own how text is rendered that is written for the target */
  constructor(graph: Graph, prover: Prover, rules: TargetRules, source: RenderContext, own: RenderContext) {
    // Ephemeral models take their places with the other relations, when all have names.
    const open: RenderContext = { ...own, inline: () => undefined };
    this.names = new OpenNames(own.dialect, graph, (fragment) => render(fragment, open));
    this.context = { ...source, open: this.names };
    this.prover = prover;
    this.own = own;
    this.rules = rules;
    this.root = graph.project.root;
  }

  /**
   * A query; `unmark` takes the marks out.
   *
   * @throws RmodelErrors RM3005 what cannot be translated, each at its place
   */
  query(write: WriteSql, near: Origin): Promise<Template> {
    return this.translated(write, near, this.own.dialect);
  }

  /**
   * The query of a model with its contract: the conversions are translated along, since how a value is converted depends
   * on its type, but for text of the target's own, which is given them afterwards.
   *
   * @param exact as `finalQuery` takes it
   * @throws as `query`
   */
  async model(node: ModelNode, declaredType: DeclaredType, exact: boolean): Promise<Template> {
    const own = this.ownQuery(node, declaredType);
    return own === undefined ? this.query(this.sourceOf(node, declaredType, exact), node.origin) : contracted(own, node, this.own, exact);
  }

  /** What the translation of a model's query was made from. */
  sourceOf(node: ModelNode, declaredType: DeclaredType, exact: boolean): WriteSql {
    const isOwn = this.ownQuery(node, declaredType) !== undefined;
    return (context) => (isOwn ? queryOf(node, context, declaredType, true) : finalQuery(node, context, declaredType, exact));
  }

  private ownQuery(node: ModelNode, declaredType: DeclaredType): Template | undefined {
    return this.names.whole(textOf(queryOf(node, this.context, declaredType, true), String));
  }

  /** An expression over the columns of a relation that is called `alias`. @throws as `query` */
  async expression(fragment: Sql, relation: NodeId, alias: string): Promise<Template> {
    const captured = this.names.call(capture);
    const { dialect } = this.own;
    const target: Dialect = { ...dialect, call: (name, args, literals) => (name === capture ? `${begin}${args[0]}${end}` : dialect.call(name, args, literals)) };
    const write: WriteSql = (context) => [`select ${captured}(`, ...render(fragment, context), `) from ${this.names.relation(relation)} as ${this.context.dialect.quote(alias)}`];
    return between(await this.translated(write, fragment.origin, target));
  }

  private async translated(write: WriteSql, near: Origin, target: Dialect): Promise<Template> {
    const text = textOf(write(this.context), String);
    const own = this.names.whole(text);
    if (own !== undefined) return own;
    const parsed = await this.prover.parse(text);
    const problems = parsed.ok ? undefined : [{ message: parsed.message, fix: undefined, offset: parsed.offset ?? 0 }];
    const translation = parsed.ok ? translate(parsed.tree, { target, rules: this.rules, open: this.names.meanings }) : undefined;
    if (translation?.ok === true) return translation.template;
    throw new RmodelErrors((translation?.problems ?? problems ?? []).map(({ message, fix, offset }) => new RmodelError("RM3005", this.placeOf(write, offset) ?? near, message, fix)));
  }

  /** Where a position of the text that is translated was written. */
  placeOf(write: WriteSql, offset: number): Origin | undefined {
    return placeIn(this.root, this.context, write, String, () => offset);
  }
}

/** The translator for a target, where its dialect is another than that which queries are written in. */
export function translatorFor(graph: Graph, prover: Prover, source: RenderContext, own: RenderContext): Translator | undefined {
  const { name } = own.dialect;
  if (name === source.dialect.name) return undefined;
  const rules = targets[name];
  if (rules === undefined) throw new TypeError(`nothing is translated for ${name}`);
  return new Translator(graph, prover, rules, source, own);
}

/** The SQL that users wrote in tests of a relation, translated. */
export async function translateTests(tests: readonly TestNode[], translator: Translator): Promise<ReadonlyMap<Sql, Template>> {
  const written = new Map<Sql, Template>();
  for (const { node, origin, where, spec } of tests) {
    if ("failures" in spec) written.set(spec.failures as Sql, unmarked(await translator.query((context) => render(spec.failures as Sql, context), origin)));
    for (const fragment of [where, ...expressionsIn(spec)]) {
      if (fragment !== undefined && !isReference(fragment)) written.set(fragment, unmarked(await translator.expression(fragment, node, "row")));
    }
  }
  return written;
}

function expressionsIn(spec: TestNode["spec"]): readonly Sql[] {
  switch (spec.kind) {
    case "expression_is_true":
      return [spec.expression as Sql];
    case "unique_combination":
      return spec.columns as readonly Sql[];
    case "mutually_exclusive_ranges":
      return [spec.lower as Sql, spec.upper as Sql, ...(spec.by as readonly Sql[])];
    default:
      return [];
  }
}

/** A column alone is the same in every dialect. */
const isReference = ({ parts }: Sql): boolean => parts.length === 1 && parts[0]!.kind === "column";

/** A call that gives back its argument between two characters that no SQL has. */
const capture = "rmodel_capture" as DialectFunction;
const [begin, end] = ["\uE00A", "\uE00B"];

/** What stands between the two characters. */
function between(template: Template): Template {
  let inside = false;
  return template.flatMap((chunk): Template => {
    if (typeof chunk !== "string") return inside ? [chunk] : [];
    return chunk.split(/(\uE00A|\uE00B)/).flatMap((piece) => {
      if (piece === begin || piece === end) inside = piece === begin;
      return inside && piece !== begin && piece !== "" ? [piece] : [];
    });
  });
}
