import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Adapter, Driver, Prover } from "../adapters/adapter.ts";
import type { CachedProject } from "../load/cache.ts";
import type { Compiled } from "../compile/compiled.ts";
import type { Effects } from "../run/effects.ts";
import type { GlobalFlags, Surroundings } from "./environment.ts";
import type { Graph } from "../graph/graph.ts";
import type { Profile } from "../load/profile.ts";
import type { Proof } from "../adapters/adapter.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { adapterOf, engineNames } from "./adapters.ts";
import { diskEffects } from "../run/disk.ts";
import { momentOf } from "./moments.ts";
import { surroundings } from "./environment.ts";
import { version } from "./version.ts";

/** Everything a command works with; each part is made when it is first asked for. */
export class Workspace {
  readonly flags: GlobalFlags;
  readonly around: Surroundings;
  readonly effects: Effects;
  /** Clock of the build, ISO text in UTC. */
  readonly executionTime: string;
  private chosen: Profile | undefined;

  constructor(flags: GlobalFlags, executionTime?: string) {
    this.flags = flags;
    this.around = surroundings(flags);
    this.effects = diskEffects(() => new Date().toISOString(), () => performance.now(), momentOf(this.around.environment));
    this.executionTime = executionTime ?? this.effects.now();
  }

  /** Values that no output may show. */
  get secrets(): readonly string[] {
    return this.chosen?.secrets ?? [];
  }

  async graph(): Promise<Graph> {
    const [{ loadCached }, { buildGraph }] = await Promise.all([import("../load/cache.ts"), import("../graph/graph.ts")]);
    const { root, environment } = this.around;
    const { project, entry } = await loadCached({ root, vars: this.vars(), environment }, version, this.readCache<CachedProject>("project.json"));
    if (entry !== undefined) await this.writeCache("project.json", entry);
    return buildGraph(project);
  }

  async profile(name: string): Promise<Profile> {
    const { readProfile } = await import("../load/profile.ts");
    const { profileFolders: folders, environment } = this.around;
    const schemaOf = async (type: string) => (await adapterOf(type))?.configSchema() as never;
    this.chosen ??= await readProfile({ folders, profile: this.flags.profile ?? name, target: this.flags.target, environment, schemaOf, types: engineNames });
    return this.chosen;
  }

  async adapter(graph: Graph): Promise<Adapter<unknown>> {
    return (await adapterOf((await this.profile(graph.project.config.profile)).type))!;
  }

  async connect(graph: Graph, options: { readonly threads?: number; readonly lockWaitMs?: number; readonly holder?: string }): Promise<Driver> {
    const { settings } = await this.profile(graph.project.config.profile);
    return (await this.adapter(graph)).connect(settings, { root: this.around.root, ...options });
  }

  /** The project as SQL of the chosen target's engine, every contract proved. */
  async compile(graph: Graph): Promise<Compiled> {
    const [{ compileGraph }, { proofCache }] = await Promise.all([import("../compile/compile.ts"), import("../compile/proof-cache.ts")]);
    const { dialect } = await this.adapter(graph);
    const proofs = proofCache(this.readCache<Record<string, Proof>>("proofs.json") ?? {});
    const prover = lazyProver();
    try {
      return await compileGraph(graph, { dialect, prover, proofs, executionTime: this.executionTime });
    } finally {
      prover.close();
      if (proofs.grew) await this.writeCache("proofs.json", proofs.proofs());
    }
  }

  readCache<T>(name: string): T | undefined {
    try {
      return JSON.parse(readFileSync(join(this.around.targetPath, ".cache", name), "utf8")) as T;
    } catch {
      // A cache that is missing or broken is made anew.
      return undefined;
    }
  }

  writeCache(name: string, value: unknown): Promise<void> {
    return this.effects.writeFile(join(this.around.targetPath, ".cache", name), JSON.stringify(value));
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

/** Starts the in-memory engine only when something has to be proved. */
function lazyProver(): Prover {
  let real: Promise<Prover> | undefined;
  const start = () => (real ??= import("../adapters/duckdb/prover.ts").then(({ createProver }) => createProver()));
  return {
    version: "DuckDB 1.5.6",
    describe: async (shells, query) => (await start()).describe(shells, query),
    close: () => void real?.then((prover) => prover.close()),
  };
}
