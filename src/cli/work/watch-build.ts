import type { BuildFlags } from "../runs.ts";
import type { Driver } from "../../adapters/adapter.ts";
import type { Invocation } from "../invocation.ts";
import { Workspace } from "../workspace.ts";
import { buildOnce } from "../build-once.ts";
import { dependsOnFacts } from "../facts.ts";
import { selectionOf } from "../build-selected.ts";

/** After this time without a save the database is given free; opening it again costs some milliseconds. */
const idleMs = 1000;

/** One build after the other over what stays loaded: engine, proofs, caches and, during a burst, the connection. */
export class WatchBuild {
  private readonly flags: BuildFlags;
  private readonly invocation: Invocation;
  private workspace: Workspace | undefined;
  private driver: Promise<Driver> | undefined;
  private hasBuilt = false;
  private idle: ReturnType<typeof setTimeout> | undefined;

  constructor(flags: BuildFlags, invocation: Invocation) {
    this.flags = flags;
    this.invocation = invocation;
  }

  async build(): Promise<void> {
    const { terminal, signals } = this.invocation;
    const { flags } = this;
    const request = { command: "build" as const, flags };
    clearTimeout(this.idle);
    this.workspace ??= new Workspace(flags, terminal);
    const { workspace } = this;
    try {
      // The facts are read over a connection of their own, and a file has one process and one way of access at a time.
      if (dependsOnFacts([...flags.select, ...flags.exclude])) await this.release();
      // Opening the database takes as long as reading the project, so both go on together.
      else if (this.hasBuilt) this.connected(workspace, await workspace.lastKnown()).catch(() => {});
      const graph = await workspace.graph();
      const compiled = await workspace.compile(graph, workspace.effects.now());
      const selection = await selectionOf(request, workspace, compiled);
      if (signals.code !== undefined) return;
      const driver = await this.connected(workspace, graph);
      await buildOnce({ workspace, compiled, driver, selection, request, stopped: () => signals.code !== undefined });
      this.hasBuilt = true;
    } finally {
      this.idle = setTimeout(() => void this.release(), idleMs);
    }
  }

  /** The profile changed, or which one it is: the next build reads it and connects anew, and not to where it was last. */
  forget(): void {
    void this.release();
    this.hasBuilt = false;
    this.workspace?.close();
    this.workspace = undefined;
  }

  cancel(): void {
    this.driver?.then((driver) => driver.cancel(), () => {});
  }

  async close(): Promise<void> {
    await this.release();
    this.workspace?.close();
  }

  /** The connection that is open, or a new one; one that failed is tried again next time. */
  private connected(workspace: Workspace, profiled: Parameters<Workspace["connect"]>[0]): Promise<Driver> {
    this.driver ??= workspace.connect(profiled, { threads: this.flags.threads, holder: "rmodel watch", waitMs: 60_000 }).catch((thrown: unknown) => {
      this.driver = undefined;
      throw thrown;
    });
    return this.driver;
  }

  private async release(): Promise<void> {
    clearTimeout(this.idle);
    const { driver } = this;
    this.driver = undefined;
    await driver?.then((open) => open.close(), () => {});
  }
}
