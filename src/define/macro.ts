import type { Expr, Fragment, Hole } from "./fragment.ts";
import { fragmentOf, partOf } from "./fragment.ts";
import { originOf } from "./origin.ts";

/** A Handlebars macro as a function; its arguments are checked against the ones it declares. */
export type Macro = (args?: Readonly<Record<string, Hole>>) => Expr;

/** What `import x from "…/macros/x.hbs"` gives: a call of the macro, expanded when the model is compiled. */
export function macro(name: string): Macro {
  const call: Macro = (args = {}) => {
    const origin = originOf(call);
    const named = Object.entries(args).map(([key, value]): [string, Fragment] => [key, fragmentOf([partOf(value)], origin)]);
    return fragmentOf([{ kind: "macro", name, args: Object.fromEntries(named), origin }], origin);
  };
  return call;
}
