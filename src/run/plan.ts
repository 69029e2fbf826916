import type { Audit, State, Version } from "./state.ts";
import type { Compiled, CompiledDataTest, CompiledRelation } from "../compile/compiled.ts";
import type { CompiledTest } from "../compile/tests.ts";
import type { NodeId, RelationNode } from "../load/node.ts";
import type { RelationName } from "../adapters/adapter.ts";
import { Keys, hashOf } from "../compile/fingerprint.ts";
import { RmodelError, RmodelErrors } from "../errors/rmodel-error.ts";
import { normalizeSql } from "../compile/normalize.ts";
import { textOf } from "../compile/render.ts";

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
  readonly reservedSchemas: readonly string[];
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
  /** SQL to read a relation by, as it stands when its step is done. */
  readonly durable: (id: NodeId) => string;
  /** The version that readers see now. */
  readonly live: (id: NodeId) => Version | undefined;
  /** Selected relations that nothing has to be done for. */
  readonly unchanged: readonly NodeId[];
  /** Those among them whose comments or grants are new. */
  readonly redecorated: readonly NodeId[];
  /** Published relations of this project that it has no more; only a build of the whole project says so. */
  readonly removed: readonly NodeId[];
}

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
    this.share();
    if (this.missing.length > 0) throw new RmodelErrors(this.missing);
    const { audits, held } = this.audits();
    const durable = (id: NodeId): string => this.versions.get(id)!.name;
    return { kind: "plan", options: this.options, compiled: this.compiled, steps: this.steps, inPlace: this.inPlace, audits, held, durable, live: (id) => this.liveOf(id), unchanged: this.unchanged, redecorated: this.redecorated(), removed: this.removed() };
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
    const readers = [...this.compiled.relations.values()].filter(({ inputs }) => inputs.includes(node.id));
    const [only] = readers;
    if (readers.length !== 1 || only!.node.kind !== "model" || !["table", "external"].includes(only!.node.materialized)) return false;
    if (!this.options.build.has(only!.node.id)) return false;
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

  /**
   * Marks the views that are worth computing once for this build: those that several nodes read and that stand on
   * other views, because an engine expands a view again at each use.
   */
  private share(): void {
    if (!this.options.share) return;
    const scans = new Map<NodeId, number>();
    for (const [id, step] of this.steps) scans.set(id, step.way === "view" ? step.compiled.inputs.reduce((sum, input) => sum + (scans.get(input) ?? 1), 0) : 1);
    for (const [id, step] of this.steps) {
      if (step.way !== "view" || scans.get(id)! < 2) continue;
      const readers = [...this.steps.values()].filter(({ compiled }) => compiled.inputs.includes(id)).length;
      const audited = step.compiled.tests.some(({ test }) => this.options.audit.has(test.id)) ? 1 : 0;
      if (readers + audited < 2) continue;
      this.steps.set(id, { ...step, shared: true });
      scans.set(id, 1);
    }
  }

  private audits(): Pick<Plan, "audits" | "held"> {
    const audits: AuditStep[] = [];
    const held: { id: string; audit: Audit }[] = [];
    const due = (id: string, sql: string, reads: readonly NodeId[], always: boolean): string | undefined => {
      const key = hashOf(normalizeSql(sql), ...reads.map((read) => this.versions.get(read)?.version ?? ""));
      const audit = this.state.audits.get(key);
      if (audit === undefined || always || this.options.auditAgain || audit.status === "fail" || audit.status === "error") return key;
      held.push({ id, audit });
      return undefined;
    };
    for (const relation of this.compiled.relations.values()) {
      const { id } = relation.node;
      if (!this.versions.has(id)) continue;
      const together: PlannedTest[] = [];
      for (const test of relation.tests) {
        if (!this.options.audit.has(test.test.id)) continue;
        const reads = [id, ...test.reads];
        if (!reads.every((read) => this.versions.has(read))) continue;
        const { severity, warnAt, errorAt, minPass } = test.test;
        const key = due(test.test.id, `${[severity, warnAt, errorAt, minPass].join()} ; ${textOf(test.failures, (read) => `{${read}}`)}`, reads, test.test.kind === "recency");
        if (key === undefined) continue;
        const planned = { id: test.test.id, key, test };
        const gates = this.lastOf(reads);
        if (gates === id && test.scan !== undefined && this.options.share) together.push(planned);
        else audits.push({ id: `test ${planned.id}`, gates, reads, relation: id, tests: [planned] });
      }
      if (together.length > 0) audits.push({ id: `test ${id}`, gates: id, reads: [id, ...together.flatMap(({ test }) => (test as CompiledTest).reads)], relation: id, tests: together });
    }
    for (const test of this.compiled.dataTests.values()) {
      const { id, severity, warnAt, errorAt } = test.node;
      if (!this.options.audit.has(id) || !test.inputs.every((read) => this.versions.has(read))) continue;
      const key = due(id, `${[severity, warnAt, errorAt].join()} ; ${textOf(test.failures, (read) => `{${read}}`)}`, test.inputs, false);
      if (key !== undefined) audits.push({ id: `test ${id}`, gates: this.lastOf(test.inputs), reads: test.inputs, relation: undefined, tests: [{ id, key, test }] });
    }
    return { audits, held };
  }

  /** The one among relations that comes after all the others, so that a test of them all can gate what reads it. */
  private lastOf(ids: readonly NodeId[]): NodeId | undefined {
    return ids.find((id) => ids.every((other) => other === id || this.ancestors(id).has(other)));
  }

  private readonly ancestorSets = new Map<NodeId, ReadonlySet<NodeId>>();

  private ancestors(id: NodeId): ReadonlySet<NodeId> {
    let found = this.ancestorSets.get(id);
    if (found === undefined) {
      const all = new Set<NodeId>();
      for (const input of this.compiled.relations.get(id)?.inputs ?? []) {
        all.add(input);
        for (const further of this.ancestors(input)) all.add(further);
      }
      this.ancestorSets.set(id, (found = all));
    }
    return found;
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

/** What a relation's comments and grants are made of. */
export const decorationOf = (node: RelationNode): string => hashOf(node.description, ...node.columns.map(({ name, description }) => `${name}=${description}`), JSON.stringify(node.grants));

/** Where built versions of a domain are kept. */
export const storeSchema = (domain: string): string => `${domain}__store`;

/** PostgreSQL cuts names at 63 bytes, so a long one gives way to the version. */
export const physicalName = (name: string, version: string): string => `${name.slice(0, 63 - version.length - 2)}__${version}`;
