import type { ColumnTest, TableTest, TestKind } from "../define/test.ts";
import type { ColumnType } from "../define/types.ts";
import type { CsvOptions } from "../define/source.ts";
import type { Fragment } from "../define/fragment.ts";
import type { HistoryNames } from "../define/snapshot.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { Storage } from "../define/storage.ts";

/** `<domain>.<name>`: the folder under `models/`, `sources/` … and the file's name. */
export type NodeId = string;

/** A fragment that names relations by node id. */
export type Sql = Fragment<NodeId>;

interface NodeBase {
  readonly id: NodeId;
  readonly domain: string;
  readonly name: string;
  /** Folder below the domain (`staging`, `facts` …), or empty. */
  readonly layer: string;
  /** File of the definition, relative to the project, with `/`. */
  readonly path: string;
  readonly origin: Origin;
  readonly description: string;
  readonly tags: readonly string[];
  readonly owner?: string;
  readonly meta: Readonly<Record<string, unknown>>;
}

export interface ColumnNode {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly expression?: Sql;
  readonly description: string;
  readonly pii: boolean;
  readonly origin: Origin;
}

/** A test of one relation, as it was declared with a column, a grain or the relation itself. */
export interface TestNode {
  /** Unique in the project: `not_null_fact_sales_quantity`, below the relation's domain. */
  readonly id: string;
  readonly name: string;
  readonly kind: TestKind;
  readonly node: NodeId;
  readonly column?: string;
  readonly spec: ColumnTest<NodeId> | TableTest<NodeId>;
  readonly severity: "error" | "warn";
  readonly where?: Sql;
  readonly warnAt: number;
  readonly errorAt: number;
  readonly minPass?: number;
  readonly storeFailures: boolean;
  readonly tags: readonly string[];
  readonly origin: Origin;
}

interface RelationBase extends NodeBase {
  readonly columns: readonly ColumnNode[];
  readonly tests: readonly TestNode[];
  readonly grain: readonly string[];
  readonly grants: Readonly<Record<string, readonly string[]>>;
}

export interface ModelNode extends RelationBase {
  readonly kind: "model";
  readonly materialized: "view" | "table" | "ephemeral" | "external";
  readonly files: readonly string[];
  readonly storage: Storage;
  readonly body: SelectBody | QueryBody;
  readonly pre: readonly Sql[];
  readonly post: readonly Sql[];
  /** Of a relation that a declaration of another kind makes, with what that declares as plain data. */
  readonly made?: MadeBy;
}

export interface MadeBy {
  readonly by: "forecast" | "regression";
  /** Which of its relations this is; empty for the one that bears its name. */
  readonly part: string;
  readonly spec: unknown;
  /** Whether a new version of a forecast may serve at once, or waits for somebody to approve it. */
  readonly approval?: "automatic" | "manual";
}

/** The select list of the select form is `columns`. */
export interface SelectBody {
  readonly form: "select";
  readonly from: Sql;
  readonly where?: Sql;
  readonly groupBy: readonly Sql[];
  readonly having?: Sql;
  readonly qualify?: Sql;
  readonly distinct: boolean;
}

export interface QueryBody {
  readonly form: "query";
  readonly query: Sql;
}

export interface Freshness {
  readonly loadedAt?: string;
  readonly warnAfterHours?: number;
  readonly errorAfterHours?: number;
}

export interface SourceNode extends RelationBase {
  readonly kind: "source";
  readonly reads: FileRead | TableRead;
  readonly freshness?: Freshness;
}

export interface FileRead {
  readonly kind: "file";
  /** Path or glob, relative to the project or absolute. */
  readonly file: string;
  readonly format: "csv" | "parquet" | "json";
  readonly csv: CsvOptions;
  readonly onBadRow: "fail" | "reject";
}

export interface TableRead {
  readonly kind: "table";
  readonly database?: string;
  readonly schema: string;
  readonly name: string;
}

export interface SeedNode extends RelationBase {
  readonly kind: "seed";
  /** Path relative to the project. */
  readonly file: string;
  readonly csv: CsvOptions;
}

export interface SnapshotNode extends RelationBase {
  readonly kind: "snapshot";
  readonly of: NodeId;
  readonly key: readonly string[];
  readonly strategy: "timestamp" | "check";
  readonly updatedAt?: string;
  readonly checkColumns: readonly string[];
  readonly hardDeletes: "ignore" | "invalidate" | "newRecord";
  readonly columnNames: HistoryNames;
  readonly openEnd?: string;
}

export interface DataTestNode extends NodeBase {
  readonly kind: "dataTest";
  readonly failures: Sql;
  readonly severity: "error" | "warn";
  readonly warnAt: number;
  readonly errorAt: number;
  readonly storeFailures: boolean;
}

export type RowValue = string | number | boolean | null | readonly unknown[];

export interface UnitTestNode extends NodeBase {
  readonly kind: "unitTest";
  readonly model: NodeId;
  readonly given: readonly { readonly relation: NodeId; readonly rows: readonly Readonly<Record<string, RowValue>>[] }[];
  readonly expect: readonly Readonly<Record<string, RowValue>>[];
  readonly executionTime?: string;
}

export type RelationNode = ModelNode | SourceNode | SeedNode | SnapshotNode;
export type ProjectNode = RelationNode | DataTestNode | UnitTestNode;

/** Whether a node is a step on the way to another that one declaration makes, or tells more about it. */
export const isPart = (node: ProjectNode): boolean => node.kind === "model" && node.made !== undefined && node.made.part !== "";

export const isRelation = (node: ProjectNode): node is RelationNode => node.kind !== "dataTest" && node.kind !== "unitTest";
