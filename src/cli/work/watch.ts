import { basename } from "node:path";
import type { BuildFlags } from "../runs.ts";
import type { Invocation } from "../invocation.ts";
import { Rounds } from "./rounds.ts";
import { WatchBuild } from "./watch-build.ts";
import { Workspace } from "../workspace.ts";
import { check } from "./check.ts";
import { compile } from "./compile.ts";
import { configFile } from "../../load/files.ts";
import { fail } from "../failure.ts";
import { problemsOf } from "../../errors/rmodel-error.ts";
import { watchFiles } from "./watch-files.ts";

export interface WatchFlags extends BuildFlags {
  readonly check?: boolean;
  readonly compile?: boolean;
  readonly build?: boolean;
}

/** Does its work once and then again after every save, until a signal ends it. */
export async function watch(flags: WatchFlags, invocation: Invocation): Promise<number> {
  const { terminal, signals } = invocation;
  const builder = new WatchBuild({ ...flags, plan: true, publish: "whole", allowEmpty: true }, invocation);
  const work = async (): Promise<void> => {
    if (flags.check === true) await check(flags, invocation);
    else if (flags.compile === true) await compile({ ...flags, output: "text", allowEmpty: true }, invocation);
    else await builder.build();
  };
  const rounds = new Rounds(async (savedAt) => {
    let end = "done";
    let blamed: readonly string[] = [];
    try {
      await work();
    } catch (thrown) {
      end = "not done";
      blamed = (problemsOf(thrown) ?? []).flatMap(({ origin }) => origin?.file ?? []);
      if (signals.code === undefined) await fail(thrown, "watch", flags, terminal);
    }
    if (signals.code !== undefined) return;
    files.follow(blamed);
    terminal.note(savedAt === undefined ? "Watching for saves. Ctrl-C ends." : `saved → ${end} ${((Date.now() - savedAt) / 1000).toFixed(2)} s`);
  });
  const { around } = new Workspace(flags, terminal);
  const files = await watchFiles(around, (path, savedAt) => {
    if (["profiles.yaml", configFile].includes(basename(path))) builder.forget();
    rounds.ask(savedAt);
  });
  await signals.during(
    (signal) => {
      terminal.stopped(`Stopped by ${signal}.`);
      builder.cancel();
      rounds.stop();
    },
    () => rounds.run(),
  );
  await files.close();
  await builder.close();
  return signals.code!;
}
