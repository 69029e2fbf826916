import type { BuildStep, Plan, PlanOptions, Way } from "./plan.ts";
import type { Compiled, CompiledRelation } from "../compile/compiled.ts";
import type { NodeId, RelationNode } from "../load/node.ts";
import type { RelationName } from "../adapters/adapter.ts";
import type { State, Version } from "./state.ts";
import { Keys, hashOf } from "../compile/fingerprint.ts";
import { RmodelError, RmodelErrors } from "../errors/rmodel-error.ts";
import { decorationOf, physicalName, storeSchema } from "./plan.ts";
import { isRelation } from "../load/node.ts";
import { planAudits } from "./plan-audits.ts";
import { withShared } from "./plan-sharing.ts";

/**
 * Compares what the project means with what the target has.
 *
 * @throws RM2021 a domain whose name the target needs for itself
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
    const needed = this.needed();
    for (const id of this.compiled.graph.order) {
      const relation = this.compiled.relations.get(id);
      if (relation !== undefined) this.place(relation, needed.has(id));
    }
    if (this.missing.length > 0) throw new RmodelErrors(this.missing);
    const { options, compiled, inPlace, unchanged, versions } = this;
    return {
      kind: "plan",
      options,
      compiled,
      steps: options.share ? withShared(this.steps, options.audit) : this.steps,
      inPlace,
      ...planAudits(compiled, this.state, options, (id) => versions.get(id)?.version),
      durable: (id) => versions.get(id)!.name,
      live: (id) => this.liveOf(id),
      unchanged,
      redecorated: this.redecorated(),
      removed: this.removed(),
    };
  }

  private checkDomains(): void {
    const domains = new Map([...this.compiled.relations.values()].map(({ node }) => [node.domain.toLowerCase(), node]));
    for (const [domain, { origin }] of domains) {
      if (this.options.reservedSchemas.includes(domain)) this.missing.push(new RmodelError("RM2021", origin, `the domain "${domain}" cannot be a schema of this target: the name is taken there`, "rename the domain's folder, or the database's file when it bears the same name"));
    }
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
      // What is not selected stays as readers see it, whatever the project says by now.
      if (live !== undefined) this.take(node.id, live.version, live.relation, live.key === this.keyOf(compiled) ? undefined : live.key);
      return;
    }
    if (way === "load" && this.isReadInPlace(compiled)) return;
    this.checkInputs(compiled);
    const key = this.keyOf(compiled);
    if (live !== undefined && live.key === key && !this.options.force) {
      this.unchanged.push(node.id);
      return this.take(node.id, live.version, live.relation, undefined);
    }
    const version = this.options.force ? hashOf(key, this.options.runId) : way === "snapshot" ? hashOf(key, live?.version ?? "") : key;
    const candidate = this.state.versions.get(node.id)?.find((built) => built.version === version);
    const relation = candidate?.relation ?? { schema: storeSchema(node.domain), name: physicalName(node.name, version) };
    const inputs = Object.fromEntries(compiled.inputs.flatMap((id) => (this.versions.has(id) ? [[id, this.versions.get(id)!.version]] : [])));
    this.steps.set(node.id, { node, compiled, way, version, key, relation, inputs, ...(candidate === undefined ? {} : { candidate }), shared: false });
    this.take(node.id, version, relation, undefined);
  }

  /** A snapshot adds to what it was, so what is new in it comes from its input alone. */
  private keyOf({ node, shape }: CompiledRelation): string {
    return node.kind === "snapshot" ? hashOf(shape, this.keys.of(node.of)) : this.keys.of(node.id);
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
    const { quote } = this.compiled.dialect;
    this.versions.set(id, { version, name: `${quote(relation.schema)}.${quote(relation.name)}` });
    if (pin !== undefined) this.pinned.set(id, pin);
  }

  private redecorated(): readonly NodeId[] {
    return this.unchanged.filter((id) => this.state.live.get(id)!.decoration !== decorationOf(this.compiled.relations.get(id)!.node));
  }

  private removed(): readonly NodeId[] {
    const { name } = this.compiled.graph.project.config;
    return this.options.whole ? [...this.state.live.values()].filter(({ project, node }) => project === name && !this.compiled.relations.has(node)).map(({ node }) => node) : [];
  }

  private liveOf(id: NodeId): Version | undefined {
    const live = this.state.live.get(id);
    return live === undefined ? undefined : this.state.versions.get(id)?.find(({ version }) => version === live.version);
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
