import type { Origin } from "../errors/rmodel-error.ts";
import { originOf } from "./origin.ts";

/** What `rmodel.config.ts` may say. */
export interface ConfigOptions {
  /** Name of the project, lower case. */
  readonly name: string;
  /** Profile of profiles.yaml; the default is the project's name. */
  readonly profile?: string;
  /** Where external models are written, below the project; the default is `exports` in the target folder. */
  readonly exportFolder?: string;
  /** How many published versions of a model are kept besides the live one; the default is 2. */
  readonly retain?: number;
}

export interface ConfigDefinition {
  readonly kind: "config";
  readonly options: ConfigOptions;
  readonly origin: Origin;
}

export function config(options: ConfigOptions): ConfigDefinition {
  return Object.freeze({ kind: "config", options, origin: originOf(config) });
}
