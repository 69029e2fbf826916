import type { Dialect, DialectFunction } from "../../adapters/adapter.ts";
import type { Node } from "./tree.ts";
import type { Opaque, Untranslatable } from "./translate.ts";
import type { TargetRules } from "./rules.ts";
import type { Template } from "../render.ts";
import type { Value } from "./value.ts";
import { failed } from "./value.ts";
import { firstPlaceIn } from "./tree.ts";

/** What a translation carries through the tree. */
export interface Context {
  readonly target: Dialect;
  readonly rules: TargetRules;
  readonly open: ReadonlyMap<string, Opaque>;
  /** Notes what cannot be translated; the value stands in its place, so that the rest is looked at too. */
  refuse(node: Node, message: string, fix?: string): Value;
  /** A function of `fn` as the target writes it; undefined, and refused, where it has none. */
  call(node: Node, name: DialectFunction, args: readonly string[], literals: readonly Value["literal"][]): string | undefined;
  /** A name that nothing in the query has. */
  newName(): string;
  /** A template as text; its relations come back when all is written. */
  hold(template: Template): string;
}

export interface Held {
  readonly context: Context;
  readonly problems: readonly Untranslatable[];
  /** The template that held text stands for. */
  release(text: string): Template;
}

/** A context, with the lists behind it. */
export function createContext(target: Dialect, rules: TargetRules, open: ReadonlyMap<string, Opaque>): Held {
  const problems: Untranslatable[] = [];
  const relations: { readonly relation: string }[] = [];
  let names = 0;
  const context: Context = {
    // The type of what is converted is known here, as that of a column is: a dialect need not look at it in the statement.
    target: { ...target, cast: (expression, type, safe) => target.cast("\uE000", type, safe).replaceAll("\uE000", () => expression) },
    rules,
    open,
    refuse(node, message, fix = `write it for this database with sql.dialect({ duckdb: …, ${target.name}: … })`) {
      const offset = firstPlaceIn(node) ?? 0;
      // One expression that is put in two places is one mistake.
      if (!problems.some((other) => other.offset === offset && other.message === message)) problems.push({ message, fix, offset });
      return failed;
    },
    call(node, name, args, literals) {
      try {
        return target.call(name, args, literals);
      } catch (thrown) {
        context.refuse(node, thrown instanceof Error ? thrown.message : String(thrown));
        return undefined;
      }
    },
    newName: () => `rmodel_${++names}`,
    hold: (template) => template.map((chunk) => (typeof chunk === "string" ? chunk : `\uE006${relations.push(chunk) - 1}\uE007`)).join(""),
  };
  const release = (text: string): Template =>
    text.split(/\uE006(\d+)\uE007/).flatMap((piece, index): Template => (index % 2 === 1 ? [relations[Number(piece)]!] : piece === "" ? [] : [piece]));
  return { context, problems, release };
}
