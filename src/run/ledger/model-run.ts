import type { ModelNode, NodeId, ProjectNode } from "../../load/node.ts";
import type { ResultRow } from "../../adapters/adapter.ts";
import { isoTime, sqlTime } from "../sql-time.ts";

/** Where a run stands, in the words of SageMaker's registry; `Retired`: it was approved, and readers were taken back from it. */
export type Stage = "PendingManualApproval" | "Approved" | "Rejected" | "Retired";

export interface Decision {
  readonly stage: Stage;
  /** ISO text, UTC. */
  readonly at: string;
  /** A user's name, or `build` where nobody had to decide. */
  readonly by: string;
}

/** A run after a decision on it. */
export const decided = (run: ModelRun, stage: Stage, at: string, by: string): ModelRun => ({ ...run, stage, history: [...run.history, { stage, at, by }] });

/** The approval that holds, or held last. */
export const approvalOf = ({ history }: ModelRun): Decision | undefined => history.findLast(({ stage }) => stage === "Approved");

/** How one candidate did over all series: `mae`, `rmse` and so on, where they are known. */
export interface Score {
  readonly model: string;
  readonly stage: string;
  /** Whether it is a plain forecast that a regression has to beat. */
  readonly isBaseline: boolean;
  /** Whether the forecast uses it: `chosen` stands for what each series chose. */
  readonly isChosen: boolean;
  readonly n: number;
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** A built version of a forecast, as the registry knows it. */
export interface ModelRun {
  readonly node: NodeId;
  /** The version: one meaning over one state of the data is one run. */
  readonly run: string;
  /** Key of the version; a build that is forced makes another version of the same key. */
  readonly key: string;
  readonly stage: Stage;
  readonly registeredAt: string;
  /** The build that registered it. */
  readonly runId: string;
  /** What the forecast was told to do. */
  readonly spec: unknown;
  /** Versions of the relations that it was computed from. */
  readonly inputs: Readonly<Record<NodeId, string>>;
  /** Versions of the companions that people read. */
  readonly parts: Readonly<Record<NodeId, string>>;
  readonly scores: readonly Score[];
  /** How many series each model won. */
  readonly champions: Readonly<Record<string, number>>;
  readonly coefficients: number;
  /** Every stage that it was given, oldest first. */
  readonly history: readonly Decision[];
  /** When it was last made what readers see. */
  readonly servedAt?: string;
}

/** Whether a relation is a forecast itself, no companion of one. */
export const isForecast = (node: ProjectNode): node is ModelNode => node.kind === "model" && node.made?.by === "forecast" && node.made.part === "";

/** Whether a new run of it waits for somebody to approve it. */
export const isManual = (node: ProjectNode): boolean => isForecast(node) && node.made?.approval === "manual";

/** Whether a build may make a run what readers see. Who refused it, or took readers back from it, is not overruled. */
export const mayServe = ({ stage }: Pick<ModelRun, "stage">, node: ProjectNode): boolean => stage === "Approved" || (stage === "PendingManualApproval" && !isManual(node));

/** Whether a node belongs to a forecast: it, or one of its companions. */
export const isPartOf = (forecast: NodeId, node: ProjectNode): node is ModelNode => node.kind === "model" && node.made?.by === "forecast" && (node.id === forecast || node.id === `${forecast}__${node.made.part}`);

export const modelColumns =
  "node varchar, run varchar, key varchar, stage varchar, registered_at timestamp, run_id varchar, spec varchar, inputs varchar, parts varchar, scores varchar, champions varchar, coefficients bigint, history varchar, served_at timestamp";

/** A run as a row of the ledger. */
export function modelRow(run: ModelRun): readonly (string | number | undefined)[] {
  const time = (iso: string | undefined) => (iso === undefined ? undefined : sqlTime(iso));
  const { node, key, stage, runId, spec, inputs, parts, scores, champions, coefficients, history } = run;
  return [node, run.run, key, stage, time(run.registeredAt), runId, ...[spec, inputs, parts, scores, champions].map((value) => JSON.stringify(value)), coefficients, JSON.stringify(history), time(run.servedAt)];
}

export function modelRunOf(row: ResultRow): ModelRun {
  const json = <T>(name: string): T => JSON.parse(String(row[name])) as T;
  return {
    node: String(row.node),
    run: String(row.run),
    key: String(row.key),
    stage: row.stage as Stage,
    registeredAt: isoTime(String(row.registered_at)),
    runId: String(row.run_id),
    spec: json("spec"),
    inputs: json("inputs"),
    parts: json("parts"),
    scores: json("scores"),
    champions: json("champions"),
    coefficients: Number(row.coefficients),
    history: json("history"),
    ...(row.served_at === null ? {} : { servedAt: isoTime(String(row.served_at)) }),
  };
}
