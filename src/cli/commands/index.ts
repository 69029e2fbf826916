import type { CommandSpec } from "./command.ts";
import { build } from "./build.ts";
import { check } from "./check.ts";
import { clean } from "./clean.ts";
import { compile } from "./compile.ts";
import { debug } from "./debug.ts";
import { docsGenerate } from "./docs-generate.ts";
import { docsServe } from "./docs-serve.ts";
import { explain } from "./explain.ts";
import { init } from "./init.ts";
import { ls } from "./ls.ts";
import { modelApprove } from "./model-approve.ts";
import { modelList } from "./model-list.ts";
import { modelPromote } from "./model-promote.ts";
import { modelReject } from "./model-reject.ts";
import { modelRollback } from "./model-rollback.ts";
import { modelShow } from "./model-show.ts";
import { retry } from "./retry.ts";
import { run } from "./run.ts";
import { seed } from "./seed.ts";
import { show } from "./show.ts";
import { snapshot } from "./snapshot.ts";
import { sourceFreshness } from "./source-freshness.ts";
import { test } from "./test.ts";
import { watch } from "./watch.ts";

/** Every command, in the order of `--help`. */
export const commands: readonly CommandSpec[] = [init, debug, check, compile, ls, build, run, test, seed, snapshot, retry, watch, show, sourceFreshness, modelList, modelShow, modelApprove, modelReject, modelPromote, modelRollback, docsGenerate, docsServe, clean, explain];

/** What commands with a second word have in common. */
export const groups: Readonly<Record<string, string>> = { source: "look at sources", model: "runs of forecasts: which serve, which wait for approval", docs: "the docs site of the project" };
