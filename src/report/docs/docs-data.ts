/** What the docs site shows: plain JSON, gathered by the report stage and read by the browser code. Types only. */

import type { DocsChart, DocsForecast, DocsRegression } from "./docs-pictures.ts";

/** The whole site: the project, its nodes and, when there was one, the last run. */
export interface DocsData {
  readonly project: {
    readonly name: string;
    /** The version of rmodel that wrote the site. */
    readonly version: string;
    /** ISO 8601, UTC. */
    readonly generatedAt: string;
    readonly target: string;
    readonly engine: string;
  };
  readonly nodes: readonly DocsNode[];
  /** Absent when nothing was built yet. */
  readonly run?: DocsRun;
}

/** The last build or test run; `counts` are of nodes and tests together, as on the console's last line. */
export interface DocsRun {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly elapsedMs: number;
  readonly status: "success" | "fail" | "error";
  readonly counts: { readonly pass: number; readonly warn: number; readonly error: number; readonly skip: number };
}

export type DocsKind = "model" | "source" | "seed" | "snapshot" | "forecast" | "regression" | "dataTest" | "unitTest";

/** One node of the graph. What is not known (no run yet, no owner) is left out, never empty text or zero. */
export interface DocsNode {
  /** `<domain>.<name>`, unique in the site. */
  readonly id: string;
  readonly kind: DocsKind;
  readonly domain: string;
  /** The folder below the domain (`staging`, `dims`, …), or "" for a node that has none. */
  readonly layer: string;
  readonly name: string;
  /** Markdown without raw HTML: tags in it are shown as text. */
  readonly description: string;
  /** `view`, `table`, `ephemeral`, `external` or what an adapter adds. */
  readonly materialized?: string;
  readonly tags: readonly string[];
  readonly owner?: string;
  readonly meta: Readonly<Record<string, unknown>>;
  /** Relative to the project's root, with forward slashes. */
  readonly path: string;
  readonly line: number;
  readonly grain?: readonly string[];
  readonly columns: readonly DocsColumn[];
  readonly tests: readonly DocsTest[];
  /** The text of the file that defines the node. */
  readonly source?: string;
  /** The compiled SQL, already formatted. */
  readonly compiled?: string;
  /** Ids of the nodes this one reads; an id that the site does not know is left out of the lineage. */
  readonly dependsOn: readonly string[];
  readonly rows?: number;
  readonly bytes?: number;
  /** ISO 8601, UTC. */
  readonly builtAt?: string;
  readonly elapsedMs?: number;
  /** The name to query it by, as the engine spells it. */
  readonly relation?: string;
  /** Of a relation that is made along with a forecast or a regression. */
  readonly companion?: DocsCompanion;
  readonly forecast?: DocsForecast;
  readonly regression?: DocsRegression;
  readonly chart?: DocsChart;
}

export interface DocsCompanion {
  /** Id of the forecast or regression. */
  readonly of: string;
  /** What is added to its name: `scores`. */
  readonly part: string;
  /** A step on the way, which nobody else is to read. */
  readonly isStep: boolean;
}

export interface DocsColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  /** Markdown, as of a node. */
  readonly description: string;
  /** Names of the column's tests; their last status is looked up in the node's `tests`. */
  readonly tests: readonly string[];
  /** Personal data: marked in the site, masked wherever values are shown. */
  readonly pii: boolean;
}

export type DocsTestStatus = "pass" | "fail" | "warn" | "error" | "skipped" | "not run";

export interface DocsTest {
  readonly id: string;
  readonly name: string;
  /** Absent for a test of the whole table. */
  readonly column?: string;
  readonly severity: "error" | "warn";
  readonly status: DocsTestStatus;
  /** Number of failing rows. */
  readonly failures?: number;
  readonly message?: string;
  /** The compiled query, relative to the project's root. */
  readonly queryPath?: string;
}

/** The site's browser code and style sheet, as `bundleDocs` makes them. */
export interface DocsAssets {
  readonly clientJs: string;
  readonly css: string;
}
