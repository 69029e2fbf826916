import type { NodeId, ProjectNode } from "./node.ts";
import type { Origin } from "../errors/rmodel-error.ts";

/** A Handlebars macro of `macros/`, with the arguments that its front matter declares. */
export interface MacroFile {
  readonly name: string;
  readonly path: string;
  readonly description: string;
  readonly args: Readonly<Record<string, MacroArgument>>;
  readonly template: string;
}

export interface MacroArgument {
  readonly type: "sql" | "text" | "number" | "boolean";
  readonly description?: string;
  readonly default?: string | number | boolean | null;
}

export interface ProjectConfig {
  readonly name: string;
  readonly profile: string;
  /** Relative to the project; `exports` below the target folder otherwise. */
  readonly exportFolder?: string;
  readonly retain: number;
}

/** A parameter with the raw text or value it was given; undefined where its default holds. */
export interface Parameter {
  readonly name: string;
  readonly raw?: unknown;
  readonly value: unknown;
  readonly origin: Origin;
}

/** The first noun: what the project's files say, named and checked, as plain data. */
export interface Project {
  readonly kind: "project";
  /** Absolute path of the project's folder. */
  readonly root: string;
  readonly config: ProjectConfig;
  readonly nodes: readonly ProjectNode[];
  readonly macros: readonly MacroFile[];
  readonly parameters: readonly Parameter[];
  /** Nodes with `enabled: false`, so that a reference to one can be told from a misspelt one. */
  readonly disabled: readonly { readonly id: NodeId; readonly path: string }[];
}
