import type { Audit, Version } from "../ledger/state.ts";
import type { Compiled, CompiledDataTest, CompiledRelation } from "../../compile/compiled.ts";
import type { CompiledTest } from "../../compile/tests.ts";
import type { NodeId, RelationNode } from "../../load/node.ts";
import type { RelationName } from "../../adapters/adapter.ts";
import type { Stage } from "../ledger/model-run.ts";
import { shortened } from "../../define/shortened.ts";

export interface PlanOptions {
  readonly runId: string;
  readonly environment: string;
  /** Relations to build where they changed; what they load is added. */
  readonly build: ReadonlySet<NodeId>;
  /** Everything is selected, so what is published and not in the project was removed from it. */
  readonly whole: boolean;
  /** Tests (of relations and data tests) to audit. */
  readonly audit: ReadonlySet<string>;
  /** Rebuild although nothing changed. */
  readonly force: boolean;
  /** Run audits although their verdict is known. */
  readonly auditAgain: boolean;
  /** Share work between nodes: read files in place, compute a view that many read once. */
  readonly share: boolean;
  /** Keys of the data of file sources and seeds. */
  readonly dataKeys: ReadonlyMap<NodeId, string>;
  /** Size of all files that sources and seeds read: tells the engine what work to expect. */
  readonly inputBytes: number;
  /** Whether the engine can read files while it builds a table. */
  readonly readsFiles: boolean;
  /** Schemas that the target cannot give to a domain. */
  readonly isReservedSchema: (name: string) => boolean;
  /** Bytes of the longest name that readers can use on the target; undefined: no limit worth a check. */
  readonly identifierBytes?: number | undefined;
  readonly executionTime: string;
}

/** How a relation comes to be: by reading a file, by a query, or not at all. */
export type Way = "load" | "table" | "view" | "snapshot";

/** A relation that this build makes, or takes over whole from a build that did not publish. */
export interface BuildStep {
  readonly node: RelationNode;
  readonly compiled: CompiledRelation;
  readonly way: Way;
  readonly version: string;
  readonly key: string;
  readonly relation: RelationName;
  readonly inputs: Readonly<Record<NodeId, string>>;
  /** The finished candidate of an earlier build, when there is one. */
  readonly candidate?: Version;
  /** Other nodes of this build read a copy of this view, made once. */
  readonly shared: boolean;
}

/** Tests that run together after `after` is built: of one relation in one scan, or one alone. */
export interface AuditStep {
  readonly id: string;
  /** The relation that its verdict belongs to: what reads that relation waits for it. */
  readonly gates: NodeId | undefined;
  /** Everything it reads. */
  readonly reads: readonly NodeId[];
  readonly relation: NodeId | undefined;
  readonly tests: readonly PlannedTest[];
}

export interface PlannedTest {
  readonly id: string;
  readonly key: string;
  readonly test: CompiledTest | CompiledDataTest;
  /** Forecasts of which it reads the version that stands aside. */
  readonly judges: readonly NodeId[];
}

/** A version of a forecast that readers do not get: it waits for approval, or was refused it. */
export interface Aside {
  readonly version: string;
  readonly stage: Stage;
  /** SQL to read it by, for its own tests; what was refused is tested no more. */
  readonly name?: string;
}

/** The fourth noun: what this build does, and where each relation of the project stands when it is done. */
export interface Plan {
  readonly kind: "plan";
  readonly options: PlanOptions;
  readonly compiled: Compiled;
  readonly steps: ReadonlyMap<NodeId, BuildStep>;
  readonly audits: readonly AuditStep[];
  /** Verdicts that still hold and are not asked for again. */
  readonly held: readonly { readonly id: string; readonly audit: Audit }[];
  /** Sources that their only reader reads from the file. */
  readonly inPlace: ReadonlySet<NodeId>;
  /** Forecasts whose version by the project is not what is read: everything but their own tests reads the one that serves. */
  readonly aside: ReadonlyMap<NodeId, Aside>;
  /** Selected relations that are left out, with the forecast that serves no run yet. */
  readonly waiting: ReadonlyMap<NodeId, NodeId>;
  /** SQL to read a relation by, as it stands when its step is done. */
  readonly durable: (id: NodeId) => string;
  /** The version that readers see now. */
  readonly live: (id: NodeId) => Version | undefined;
  /** The comments and grants that its view has from us, as the ledger keeps them. */
  readonly decoration: (id: NodeId) => string | undefined;
  /** Selected relations that nothing has to be done for. */
  readonly unchanged: readonly NodeId[];
  /** Those among them whose comments or grants are new. */
  readonly redecorated: readonly NodeId[];
  /** Published relations of this project that it has no more; only a build of the whole project says so. */
  readonly removed: readonly NodeId[];
}

/** Where built versions of a domain are kept. */
export const storeSchema = (domain: string): string => shortened(`${domain}__store`, longestName);

/** Bytes of names that we make ourselves: what PostgreSQL keeps, on every engine, so that a project's names are the same everywhere. */
export const longestName = 63;

/** A long name gives way to the version, and to what stands behind it where rows were rejected. */
export const physicalName = (name: string, version: string): string => `${shortened(name, longestName - `__${version}__rejects`.length)}__${version}`;
