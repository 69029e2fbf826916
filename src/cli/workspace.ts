import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Adapter, Driver, Proof, Prover } from "../adapters/adapter.ts";
import type { CachedProject, Stamp } from "../load/cache.ts";
import type { Compiled } from "../compile/compiled.ts";
import type { Effects } from "../run/effects.ts";
import type { GlobalFlags, Surroundings } from "./environment.ts";
import type { Graph } from "../graph/graph.ts";
import type { KeptRelation } from "../compile/compile-cache.ts";
import type { KnownFile } from "../run/plan/data-keys.ts";
import type { LoadOptions } from "../load/load-project.ts";
import type { Profile } from "../load/profile.ts";
import type { Terminal } from "./terminal.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { adapterOf, engineNames } from "./adapters.ts";
import { diskEffects } from "../run/disk.ts";
import { momentOf } from "./moments.ts";
import { surroundings } from "./environment.ts";
import { dialect as provedDialect } from "../adapters/duckdb/dialect.ts";
import { cacheVersion } from "./cache-version.ts";
import { hasEnded } from "../adapters/duckdb/lock-file.ts";
import { proverVersion } from "./version.ts";

/** How a command connects: without `holder` it only reads. */
export interface ConnectOptions {
  readonly threads?: number | undefined;
  /** What writes, for the message that another build gets. */
  readonly holder?: string;
  /** Only queries are bound; nothing has to exist. */
  readonly bindsOnly?: boolean;
  /** How long to wait while another process uses the target. */
  readonly waitMs?: number;
}

/** What tells which profile a project wants: its graph, or what the cache still knows of it. */
interface Profiled {
  readonly project: { readonly config: { readonly profile: string } };
}

/** Everything a command works with; each part is made when it is first asked for, and kept. */
export class Workspace {
  readonly flags: GlobalFlags;
  readonly terminal: Terminal;
  readonly around: Surroundings;
  readonly effects: Effects;
  /** Effects of the one process that holds the target: what it was writing when it was ended, the next one writes over. */
  readonly underLock: Effects;
  private readonly cacheVersion = cacheVersion();
  private readonly caches = new Map<string, unknown>();
  private chosen: Profile | undefined;
  private prover: Prover | undefined;

  constructor(flags: GlobalFlags, terminal: Terminal) {
    this.flags = flags;
    this.terminal = terminal;
    this.around = surroundings(flags);
    const effectsOf = (own: string) => diskEffects(() => new Date().toISOString(), () => performance.now(), own, momentOf(this.around.environment));
    this.effects = effectsOf(String(process.pid));
    this.underLock = effectsOf("build");
  }

  /** The project as it was loaded last, where that is known: for what has to happen before its parameters are. */
  async lastKnown(): Promise<Profiled> {
    const stamp = this.readCache<Stamp>("stamp.json");
    return stamp === undefined ? this.graph() : { project: { config: { profile: stamp.profile } } };
  }

  async graph(): Promise<Graph> {
    const [{ loadCached }, { buildGraph }] = await Promise.all([import("../load/cache.ts"), import("../graph/graph.ts")]);
    const cache = { stamp: this.readCache<Stamp>("stamp.json"), project: () => this.readCache<CachedProject>("project.json") };
    const { loaded, stamp, isNewStamp, isNewProject } = await loadCached({ ...this.loading(), startedAt: Date.parse(this.effects.now()) }, this.cacheVersion, cache);
    if (isNewProject) await this.writeCache("project.json", { id: stamp.id, project: loaded.project, imports: loaded.imports } satisfies CachedProject);
    if (isNewStamp) await this.writeCache("stamp.json", stamp);
    return buildGraph(loaded.project);
  }

  /**
   * Key of the project and its data: equal keys, equal builds. Undefined where the project has to be loaded first, or
   * depends on more than its files.
   */
  async settleKey(): Promise<string | undefined> {
    const [{ freshStamp }, { DataKeys }] = await Promise.all([import("../load/cache.ts"), import("../run/plan/data-keys.ts")]);
    const stamp = freshStamp(this.loading(), this.cacheVersion, this.readCache<Stamp>("stamp.json"));
    if (stamp === undefined || !stamp.timeless) return undefined;
    const keys = new DataKeys(this.around.root, this.effects, this.readCache<Record<string, KnownFile>>("data.json") ?? {});
    const data: string[] = [];
    for (const pattern of stamp.data) data.push(await keys.ofPattern(pattern));
    return [stamp.id, ...data].join(" ");
  }

  private loading(): LoadOptions {
    return { root: this.around.root, vars: this.vars(), environment: this.around.environment };
  }

  /** The chosen output of profiles.yaml; from now on its secrets are not shown. */
  async profile({ project }: Profiled): Promise<Profile> {
    if (this.chosen !== undefined) return this.chosen;
    this.chosen = await this.output(project, this.flags.target);
    return this.chosen;
  }

  private async output({ config }: Profiled["project"], target: string | undefined): Promise<Profile> {
    const { readProfile } = await import("../load/profile.ts");
    const { profileFolders: folders, environment } = this.around;
    const schemaOf = async (type: string) => (await adapterOf(type))?.configSchema() as never;
    const output = await readProfile({ folders, profile: this.flags.profile ?? config.profile, target, environment, schemaOf, types: engineNames });
    this.terminal.conceal(output.secrets);
    return output;
  }

  async adapter(profiled: Profiled): Promise<Adapter<unknown>> {
    return (await adapterOf((await this.profile(profiled)).type))!;
  }

  /** @throws RM4001 to RM4005 the target cannot be used */
  async connect(profiled: Profiled, { threads, holder, bindsOnly = false, waitMs = 0 }: ConnectOptions = {}): Promise<Driver> {
    const { settings } = await this.profile(profiled);
    const adapter = await this.adapter(profiled);
    const attempt = (lockWaitMs: number) => {
      const context = { root: this.around.root, bindsOnly, ...(threads === undefined ? {} : { threads }), ...(holder === undefined ? {} : { lockWaitMs, holder }) };
      const connectOther = async (name: string): Promise<Driver> => {
        // A ledger that nobody will ask.
        if (bindsOnly) return (await import("../adapters/duckdb/sandbox.ts")).openSandbox();
        const other = await this.output(profiled.project, name);
        return (await adapterOf(other.type))!.connect(other.settings, context);
      };
      return adapter.connect(settings, { ...context, connectOther });
    };
    if (holder === undefined || waitMs === 0) return attempt(0);
    return attempt(0).catch((thrown: unknown) => {
      if (!(thrown instanceof RmodelError) || thrown.code !== "RM4002") throw thrown;
      this.terminal.note(`Waiting: ${thrown.message}.`);
      return attempt(waitMs);
    });
  }

  /**
   * The project as SQL of the chosen target's engine, every contract proved.
   *
   * @param executionTime clock of the build, ISO text in UTC
   */
  async compile(graph: Graph, executionTime: string): Promise<Compiled> {
    const [{ compileGraph }, { proofCache }, { compileCache }] = await Promise.all([import("../compile/compile.ts"), import("../compile/proof-cache.ts"), import("../compile/compile-cache.ts")]);
    const { dialect } = await this.adapter(graph);
    const proofs = proofCache(this.readCache<Record<string, Proof>>("proofs.json") ?? {});
    const compiledFile = `compiled-${dialect.name}.json`;
    const cache = compileCache(this.readCache<Record<string, KeptRelation>>(compiledFile) ?? {});
    this.prover ??= lazyProver(this.cacheVersion);
    try {
      return await compileGraph(graph, { dialect, prover: this.prover, proofs, cache, executionTime });
    } finally {
      if (proofs.grew) await this.writeCache("proofs.json", proofs.proofs());
      if (cache.grew) await this.writeCache(compiledFile, cache.relations());
    }
  }

  /** Gives back what was made for compiling. */
  close(): void {
    this.prover?.close();
    this.prover = undefined;
  }

  readCache<T>(name: string): T | undefined {
    if (!this.caches.has(name)) this.caches.set(name, readJson(this.targetFile(".cache", name)));
    return this.caches.get(name) as T | undefined;
  }

  async writeCache(name: string, value: unknown): Promise<void> {
    this.caches.set(name, value);
    const text = JSON.stringify(value);
    // What a secret went into is made anew each time.
    if (this.terminal.concealed.some((secret) => text.includes(JSON.stringify(secret).slice(1, -1)))) return;
    await this.effects.writeFile(this.targetFile(".cache", name), text, 0o600);
    const unfinished = readdirSync(this.targetFile(".cache")).filter(isOfGoneProcess);
    for (const file of unfinished) await this.effects.remove(this.targetFile(".cache", file));
  }

  /** Absolute path of the folder for files of external models. */
  exportFolder({ project }: Graph): string {
    const { exportFolder } = project.config;
    return exportFolder === undefined ? this.targetFile("exports") : join(this.around.root, exportFolder);
  }

  /** Absolute path of a file below the target folder. */
  targetFile(...parts: readonly string[]): string {
    return join(this.around.targetPath, ...parts);
  }

  private vars(): Readonly<Record<string, unknown>> {
    if (this.flags.vars === undefined) return {};
    try {
      const parsed: unknown = JSON.parse(this.flags.vars);
      if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed as Record<string, unknown>;
    } catch {
      // Told below, like any other text that is no JSON object.
    }
    throw new RmodelError("RM1041", undefined, "--vars is no JSON object", `write --vars '{"NAME": value}'`);
  }
}

/** Whether a file is what a process that was ended had not finished writing. */
function isOfGoneProcess(file: string): boolean {
  const pid = /\.(\d+)\.tmp$/.exec(file)?.[1];
  return pid !== undefined && hasEnded(Number(pid));
}

/** A file's JSON; undefined when it is missing or broken: what we cache is made anew. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** Starts the in-memory engine only when something has to be proved. */
function lazyProver(rmodel: string): Prover {
  let real: Promise<Prover> | undefined;
  const start = () => (real ??= import("../adapters/duckdb/prover.ts").then(({ createProver }) => createProver()));
  return {
    dialect: provedDialect,
    version: `${proverVersion}, rmodel ${rmodel}`,
    describe: async (...query) => (await start()).describe(...query),
    syntax: async (statements) => (await start()).syntax(statements),
    parse: async (query) => (await start()).parse(query),
    close: () => void real?.then((prover) => prover.close()),
  };
}
