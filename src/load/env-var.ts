import type { Origin } from "../errors/rmodel-error.ts";
import { RmodelError } from "../errors/rmodel-error.ts";

// `{{ env_var('X', 'otherwise') | int }}` as dbt users write it, and Handlebars' own `{{env_var "X" "otherwise"}}`.
const call = /\{\{\s*env_var\s*(?:\(\s*(['"])(?<jinja>\w+)\1\s*(?:,\s*(['"])(?<jinjaDefault>.*?)\3\s*)?\)|\s(['"])(?<bars>\w+)\5(?:\s+(['"])(?<barsDefault>.*?)\7)?)\s*(?:\|\s*\w+\s*)*\}\}/g;

/**
 * A text with every `env_var` replaced by its variable.
 *
 * @throws RM1052 a variable without value and default, by name, never with a value
 */
export function expandEnvironment(text: string, environment: Readonly<Record<string, string | undefined>>, origin: Origin): string {
  // Values are not looked at: a password may hold anything.
  if (/\{\{|\}\}/.test(text.replace(call, ""))) throw new RmodelError("RM1051", origin, "only env_var may stand between {{ and }}", "write {{ env_var('NAME') }}");
  return text.replace(call, (...match) => {
    const groups = match.at(-1) as Record<string, string | undefined>;
    const name = groups.jinja ?? groups.bars!;
    const value = environment[name] ?? groups.jinjaDefault ?? groups.barsDefault;
    if (value === undefined) throw new RmodelError("RM1052", origin, `the environment variable ${name} is not set`, `set it, put it into .env, or give a default: env_var('${name}', '…')`);
    return value;
  });
}
