import type { Origin } from "../errors/rmodel-error.ts";
import { originOf } from "./origin.ts";

/** The part of a zod schema that parameters need. */
export interface Schema<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false; readonly error: { readonly issues: readonly { readonly message: string }[] } };
}

type Values<S> = { readonly [K in keyof S]: S[K] extends Schema<infer T> ? T : never };

/** Where a parameter's value comes from: `--vars` first, then the environment, then the schema's default. */
export interface ParameterInputs {
  readonly vars: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Called once for each declared parameter, with the raw value it was given. */
  readonly declared: (parameter: { readonly name: string; readonly raw: unknown; readonly value: unknown; readonly problem?: string; readonly origin: Origin }) => void;
}

/**
 * Typed parameters of the project: `parameters({ HORIZON_DAYS: z.coerce.number().int().default(14) })`.
 *
 * Each may be set by `--vars` or by an environment variable of its name in upper case. Models read nothing else of
 * the environment, so a build with the same files and parameters is the same build.
 */
export type ParametersFunction = <const S extends Readonly<Record<string, Schema<unknown>>>>(shape: S) => Values<S>;

export function bindParameters(inputs: ParameterInputs): ParametersFunction {
  return function parameters(shape) {
    const origin = originOf(parameters as never);
    const values: Record<string, unknown> = {};
    for (const [name, schema] of Object.entries(shape)) {
      const raw = inputs.vars[name] ?? inputs.environment[name.toUpperCase()];
      const parsed = schema.safeParse(raw);
      const problem = parsed.success ? {} : { problem: parsed.error.issues.map((issue) => issue.message).join("; ") };
      values[name] = parsed.success ? parsed.data : undefined;
      inputs.declared({ name, raw, value: values[name], ...problem, origin });
    }
    return Object.freeze(values) as never;
  };
}
