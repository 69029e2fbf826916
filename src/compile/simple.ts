import type { ModelNode } from "../load/node.ts";
import { fragmentsOf } from "../graph/references.ts";
import { tokens } from "./normalize.ts";
import { walkParts } from "../define/fragment.ts";

/** Words that open what only a syntax tree can judge: subqueries, other names for relations, joins over all columns. */
const telling: ReadonlySet<string> = new Set(["select", "from", "as", "natural", "using", "columns", "exclude", "unpivot", "pivot"]);

/**
 * Whether a model's SQL is so plain that no syntax tree is needed to know that it reads columns only by reference and
 * calls no function of `names`: the select form without subqueries, `*`, macros and names of its aliases in text.
 * What our generators write reads and calls what they say; a fragment in it is a condition of the user's.
 */
export function isSimple(model: ModelNode, names: ReadonlySet<string>): boolean {
  if (model.made !== undefined && fragmentsOf(model).every(({ parts }) => parts.every(({ kind }) => kind !== "fragment"))) return true;
  if (model.body.form === "query") return false;
  const aliases = new Set<string>();
  const texts: string[] = [];
  for (const fragment of fragmentsOf(model)) {
    for (const part of walkParts(fragment)) {
      if (part.kind === "relation") {
        if (part.alias === undefined) return false;
        aliases.add(part.alias.toLowerCase());
      } else if (part.kind === "text") texts.push(part.text);
      else if (part.kind === "raw" || part.kind === "macro" || part.kind === "dialect" || part.kind === "identifier") return false;
    }
  }
  return texts.every((text) => isPlain(text, aliases, names));
}

function isPlain(text: string, aliases: ReadonlySet<string>, names: ReadonlySet<string>): boolean {
  let before: string | undefined;
  for (const { text: token } of tokens(text)) {
    const word = token.toLowerCase().replaceAll('"', "");
    if (word === ";" || telling.has(word) || names.has(word) || aliases.has(word)) return false;
    // At the start of a chunk a value stands before it, so it is a product.
    if (word.includes("*") && (before === "(" || before === "," || before === "distinct" || before?.endsWith(".") === true)) return false;
    before = word;
  }
  return true;
}
