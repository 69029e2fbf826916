import type { Aside, BuildStep, Plan, PlanOptions, Way } from "./plan.ts";
import type { Compiled, CompiledRelation } from "../../compile/compiled.ts";
import type { ModelRun } from "../ledger/model-run.ts";
import type { NodeId, RelationNode } from "../../load/node.ts";
import type { RelationName } from "../../adapters/adapter.ts";
import type { State, Version } from "../ledger/state.ts";
import { Keys, hashOf } from "../../compile/fingerprint.ts";
import { RmodelError, RmodelErrors } from "../../errors/rmodel-error.ts";
import { decorationOf } from "../publish/decorate.ts";
import { isForecast, isManual, mayServe } from "../ledger/model-run.ts";
import { isRelation } from "../../load/node.ts";
import { longNames } from "./long-names.ts";
import { physicalName, storeSchema } from "./plan.ts";
import { planAudits } from "./plan-audits.ts";
import { withShared } from "./plan-sharing.ts";

/**
 * Compares what the project means with what the target has.
 *
 * @throws RM2021 a domain whose name the target needs for itself
 * @throws RM2022 a name that the target would cut
 * @throws RM2020 a relation is read that was never built and is not selected
 */
export function planBuild(compiled: Compiled, state: State, options: PlanOptions): Plan {
  return new Planner(compiled, state, options).plan();
}

class Planner {
  private readonly compiled: Compiled;
  private readonly state: State;
  private readonly options: PlanOptions;
  private readonly steps = new Map<NodeId, BuildStep>();
  private readonly versions = new Map<NodeId, { readonly version: string; readonly name: string }>();
  private readonly unchanged: NodeId[] = [];
  private readonly inPlace = new Set<NodeId>();
  private readonly missing: RmodelError[] = [];
  private readonly aside = new Map<NodeId, Aside>();
  private readonly waiting = new Map<NodeId, NodeId>();
  /** Relations that nobody can read, because this forecast serves no run yet. */
  private readonly unserved = new Map<NodeId, NodeId>();
  private readonly keys: Keys;

  constructor(compiled: Compiled, state: State, options: PlanOptions) {
    this.compiled = compiled;
    this.state = state;
    this.options = options;
    // Nodes are planned in order, so whatever a key asks of a node has been decided when it is asked.
    this.keys = new Keys(compiled.relations, { content: (id) => this.content(id), pinned: (id) => this.pinned.get(id) });
  }

  private readonly pinned = new Map<NodeId, string>();

  plan(): Plan {
    this.checkDomains();
    this.checkNames();
    const needed = this.needed();
    for (const id of this.compiled.graph.order) {
      const relation = this.compiled.relations.get(id);
      if (relation !== undefined) this.place(relation, needed.has(id));
    }
    if (this.missing.length > 0) throw new RmodelErrors(this.missing);
    const { options, compiled, inPlace, unchanged, versions, aside, waiting } = this;
    return {
      kind: "plan",
      options,
      compiled,
      steps: options.share ? withShared(this.steps, options.audit) : this.steps,
      inPlace,
      ...planAudits(compiled, this.state, options, aside, (id) => versions.get(id)?.version),
      aside,
      waiting,
      durable: (id) => versions.get(id)!.name,
      live: (id) => this.liveOf(id),
      decoration: (id) => this.state.live.get(id)?.decoration,
      unchanged,
      redecorated: this.redecorated(),
      removed: this.removed(),
    };
  }

  private checkDomains(): void {
    const domains = new Map([...this.compiled.relations.values()].map(({ node }) => [node.domain.toLowerCase(), node]));
    for (const [domain, { origin }] of domains) {
      if (this.options.isReservedSchema(domain)) this.missing.push(new RmodelError("RM2021", origin, `the domain "${domain}" cannot be a schema of this target: the name is taken there`, "rename the domain's folder, or the database's file when it bears the same name"));
    }
  }

  private checkNames(): void {
    const { identifierBytes } = this.options;
    if (identifierBytes !== undefined) for (const { node } of this.compiled.relations.values()) this.missing.push(...longNames(node, identifierBytes));
  }

  /** The selected relations and the sources that they read. */
  private needed(): ReadonlySet<NodeId> {
    const { relations } = this.compiled;
    const needed = new Set([...this.options.build].filter((id) => relations.has(id)));
    for (const id of [...needed]) for (const input of relations.get(id)!.inputs) if (relations.get(input)!.node.kind === "source") needed.add(input);
    return needed;
  }

  private place(compiled: CompiledRelation, wanted: boolean): void {
    const { node } = compiled;
    const way = wayOf(node);
    if (way === undefined) return this.placeUnbuilt(compiled);
    const live = this.liveOf(node.id);
    if (!wanted) {
      if (live !== undefined) this.stay(compiled, live);
      else if (isForecast(node) && this.state.models.has(node.id)) this.unserved.set(node.id, node.id);
      return;
    }
    if (way === "load" && this.isReadInPlace(compiled)) return;
    if (this.isLeftOut(compiled, live)) return;
    this.checkInputs(compiled);
    const key = this.keyOf(compiled);
    if (live !== undefined && live.key === key && !this.options.force) {
      this.unchanged.push(node.id);
      return this.take(node.id, live.version, live.relation, isManual(node) ? key : undefined);
    }
    const registered = isForecast(node) ? this.state.models.get(node.id)?.findLast((run) => run.key === key) : undefined;
    if (registered !== undefined && !mayServe(registered, node) && !(this.options.force && registered.stage === "PendingManualApproval")) {
      this.unchanged.push(node.id);
      return this.setAside(node.id, registered, this.builtVersion(node.id, registered.run)?.relation, live);
    }
    const version = this.options.force ? hashOf(key, this.options.runId) : way === "snapshot" ? hashOf(key, live?.version ?? "") : (this.builtVersion(node.id, registered?.run)?.version ?? key);
    const candidate = this.builtVersion(node.id, version);
    const relation = candidate?.relation ?? { schema: storeSchema(node.domain), name: physicalName(node.name, version) };
    const inputs = Object.fromEntries(compiled.inputs.flatMap((id) => (this.versions.has(id) ? [[id, this.versions.get(id)!.version]] : [])));
    this.steps.set(node.id, { node, compiled, way, version, key, relation, inputs, ...(candidate === undefined ? {} : { candidate }), shared: false });
    const serves = !isManual(node) || (registered?.stage === "Approved" && registered.run === version);
    if (serves) this.take(node.id, version, relation, isManual(node) ? key : undefined);
    else this.setAside(node.id, { run: version, stage: "PendingManualApproval" }, relation, live);
  }

  /** What is not selected stays as readers see it, whatever the project says by now. */
  private stay(compiled: CompiledRelation, live: Version): void {
    const isAsIs = live.key === this.keyOf(compiled) && !isManual(compiled.node);
    this.take(compiled.node.id, live.version, live.relation, isAsIs ? undefined : live.key);
  }

  /** A forecast that readers do not get is read by its own tests only; what reads the forecast gets the run that serves. */
  private setAside(id: NodeId, { run, stage }: Pick<ModelRun, "run" | "stage">, relation: RelationName | undefined, live: Version | undefined): void {
    this.aside.set(id, { version: run, stage, ...(relation === undefined || stage !== "PendingManualApproval" ? {} : { name: this.nameOf(relation) }) });
    if (live === undefined) this.unserved.set(id, id);
    else this.take(id, live.version, live.relation, live.key);
  }

  /** What reads a forecast that serves no run yet is left out; where readers see something of it, they go on seeing that. */
  private isLeftOut(compiled: CompiledRelation, live: Version | undefined): boolean {
    const forecast = compiled.inputs.map((input) => this.unserved.get(input)).find((id) => id !== undefined);
    if (forecast === undefined) return false;
    this.waiting.set(compiled.node.id, forecast);
    if (live === undefined) this.unserved.set(compiled.node.id, forecast);
    else this.stay(compiled, live);
    return true;
  }

  private builtVersion(id: NodeId, version: string | undefined): Version | undefined {
    return this.state.versions.get(id)?.find((built) => built.version === version);
  }

  /** A snapshot adds to what it was, so what is new in it comes from its input alone, as that is in this build. */
  private keyOf({ node, shape }: CompiledRelation): string {
    return node.kind === "snapshot" ? hashOf(shape, this.pinned.get(node.of) ?? this.keys.of(node.of)) : this.keys.of(node.id);
  }

  /** Ephemeral models live inside their readers; tables of others are read where they are. */
  private placeUnbuilt({ node }: CompiledRelation): void {
    if (node.kind === "source" && node.reads.kind === "table") {
      const { database, schema, name } = node.reads;
      const parts = [...(database === undefined ? [] : [database]), schema, name];
      this.versions.set(node.id, { version: "", name: parts.map((part) => this.compiled.dialect.quote(part)).join(".") });
    }
  }

  /** A file that one table alone reads is read while that table is made: no copy of it is kept. */
  private isReadInPlace({ node, tests }: CompiledRelation): boolean {
    if (!this.options.share || !this.options.readsFiles || node.kind !== "source" || node.reads.kind !== "file" || node.reads.onBadRow !== "fail" || tests.length > 0) return false;
    const { children, nodes } = this.compiled.graph;
    const readers = children.get(node.id)!.map((id) => nodes.get(id)!).filter(isRelation);
    const [only] = readers;
    if (readers.length !== 1 || only!.kind !== "model" || !["table", "external"].includes(only!.materialized)) return false;
    if (!this.options.build.has(only!.id)) return false;
    this.versions.set(node.id, { version: this.options.dataKeys.get(node.id) ?? "", name: "" });
    this.inPlace.add(node.id);
    return true;
  }

  private checkInputs({ node, inputs }: CompiledRelation): void {
    for (const id of inputs) {
      if (this.versions.has(id)) continue;
      this.missing.push(new RmodelError("RM2020", node.origin, `"${node.id}" reads "${id}", which was never built here and is not selected`, `select it too: -s +${node.name}`));
    }
  }

  private take(id: NodeId, version: string, relation: RelationName, pin: string | undefined): void {
    this.versions.set(id, { version, name: this.nameOf(relation) });
    if (pin !== undefined) this.pinned.set(id, pin);
  }

  private nameOf({ schema, name }: RelationName): string {
    const { quote } = this.compiled.dialect;
    return `${quote(schema)}.${quote(name)}`;
  }

  private redecorated(): readonly NodeId[] {
    return this.unchanged.filter((id) => !this.aside.has(id) && this.state.live.get(id)!.decoration !== decorationOf(this.compiled.relations.get(id)!.node));
  }

  private removed(): readonly NodeId[] {
    const { name } = this.compiled.graph.project.config;
    return this.options.whole ? [...this.state.live.values()].filter(({ project, node }) => project === name && !this.compiled.relations.has(node)).map(({ node }) => node) : [];
  }

  private liveOf(id: NodeId): Version | undefined {
    const live = this.state.live.get(id);
    return live === undefined ? undefined : this.builtVersion(id, live.version);
  }

  private content(id: NodeId): string | undefined {
    const { node } = this.compiled.relations.get(id)!;
    if (node.kind === "snapshot") return this.versions.get(id)?.version ?? "";
    if (node.kind === "source" && node.reads.kind === "table") return this.options.executionTime;
    return this.options.dataKeys.get(id);
  }
}

function wayOf(node: RelationNode): Way | undefined {
  switch (node.kind) {
    case "source":
      return node.reads.kind === "file" ? "load" : undefined;
    case "seed":
      return "load";
    case "snapshot":
      return "snapshot";
    case "model":
      return node.materialized === "ephemeral" ? undefined : node.materialized === "view" ? "view" : "table";
  }
}
