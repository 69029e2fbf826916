import { Command, CommanderError, Option } from "commander";
import type { GlobalFlags } from "./environment.ts";
import { commands } from "./commands/index.ts";
import { failureCode, showFailure } from "./failure.ts";
import { version } from "./version.ts";

/** Exit codes, as in `rmodel --help`. */
export const exitCodes = { ok: 0, failed: 1, refused: 2, bug: 3 } as const;

/**
 * Runs one command line.
 *
 * @returns the exit code: 0 good, 1 a node or test failed, 2 nothing was executed, 3 a bug of ours, 128 + n a signal
 */
export async function program(argv: readonly string[]): Promise<number> {
  let code: number = exitCodes.ok;
  const root = new Command("rmodel")
    .description("Typed models in TypeScript, compiled to SQL, audited before they are visible, published all at once.")
    .version(version, "-V, --version")
    .helpCommand(false)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text) })
    .addHelpText("after", "\nExit codes: 0 good or warnings only, 1 a node or test failed, 2 nothing was executed, 3 a bug of rmodel, 130/143 stopped by a signal.\nEvery flag has an environment variable: --target is RMODEL_TARGET.");
  for (const { name, alias, summary, description, usage, options, run, parent } of commands) {
    const owner = parent === undefined ? root : (root.commands.find((command) => command.name() === parent) ?? root.command(parent).exitOverride());
    const command = owner.command(usage === undefined ? name : `${name} ${usage}`).summary(summary).description(description ?? summary).exitOverride();
    if (alias !== undefined) command.alias(alias);
    for (const option of options ?? []) command.addOption(withEnvironment(option));
    for (const option of globalOptions()) command.addOption(withEnvironment(option));
    command.action(async (...parts: unknown[]) => {
      const flags = parts.at(-2) as GlobalFlags;
      const args = parts.slice(0, -2) as (string | readonly string[] | undefined)[];
      code = await run(flags as never, args as never);
    });
  }
  try {
    await root.parseAsync([...argv], { from: "user" });
    return code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.ok : exitCodes.refused;
    await showFailure(thrown, argv);
    return failureCode(thrown);
  }
}

function globalOptions(): readonly Option[] {
  return [
    new Option("--project-dir <dir>", "folder of the project").default("."),
    new Option("--profiles-dir <dir>", "folder of profiles.yaml (default: the project, then ~/.rmodel)"),
    new Option("--profile <name>", "profile to use instead of the project's"),
    new Option("-t, --target <name>", "output of the profile to use"),
    new Option("--target-path <dir>", "folder for everything that is made").default("target"),
    new Option("--vars <json>", "values of parameters, as a JSON object"),
    new Option("--log-level <level>", "least important messages to show").choices(["debug", "info", "warn", "error", "none"]).default("info"),
    new Option("--log-format <format>", "form of messages").choices(["text", "json"]).default("text"),
    new Option("-q, --quiet", "errors only"),
    new Option("-d, --debug", "everything, with stack traces"),
    new Option("--no-color", "no colours (also NO_COLOR)"),
  ].map((option) => option.helpGroup("Global options:"));
}

const withEnvironment = (option: Option): Option => option.env(`RMODEL_${option.name().replace(/^no-/, "").replaceAll("-", "_").toUpperCase()}`);
