import { Command, CommanderError, Option } from "commander";
import type { CommandSpec } from "./commands/command.ts";
import type { GlobalFlags } from "./environment.ts";
import type { Invocation } from "./invocation.ts";
import { Signals } from "./signals.ts";
import { Terminal } from "./terminal.ts";
import { commands, groups } from "./commands/index.ts";
import { exitCodes } from "./exit-codes.ts";
import { fail } from "./failure.ts";
import { isOff, loadDotEnv } from "./environment.ts";
import { version } from "./version.ts";

const footer = `
Exit codes: 0 good or warnings only, 1 a node or test failed or the target
cannot be used, 2 nothing was executed, 3 a bug of rmodel, 130/143/129 stopped
by SIGINT/SIGTERM/SIGHUP.

Every flag has an environment variable (--fail-fast: RMODEL_FAIL_FAST), in .env
too; the command line wins.`;

/**
 * Runs one command line.
 *
 * @returns the exit code: 0 good, 1 a node or test failed, 2 nothing was executed, 3 a bug of ours, 128 + n a signal
 */
export async function program(argv: readonly string[]): Promise<number> {
  loadDotEnv(argv);
  const terminal = new Terminal();
  terminal.conceal(Object.entries(process.env).flatMap(([name, value]) => (name.startsWith("RMODEL_ENV_SECRET_") && value ? [value] : [])));
  const signals = new Signals((text) => terminal.stopped(text));
  let code: number = exitCodes.ok;
  const root = rootCommand();
  for (const spec of commands) {
    addCommand(root, spec).action(async (...parts: unknown[]) => {
      code = await runCommand(spec, parts.at(-2) as GlobalFlags, parts.slice(0, -2) as (string | undefined)[], { terminal, signals });
    });
  }
  // A reader that has seen enough (`rmodel ls | head`) is no error.
  process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => process.exit(code === "EPIPE" ? exitCodes.ok : exitCodes.bug));
  try {
    await root.parseAsync([...argv], { from: "user" });
    return signals.code ?? code;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.ok : exitCodes.refused;
    return fail(thrown, argv[0] ?? "", { color: true, projectDir: "." }, terminal);
  }
}

/** Runs one command; whatever it throws, now or from a callback, is shown and has its exit code. */
async function runCommand(spec: CommandSpec, flags: GlobalFlags, args: readonly (string | undefined)[], { terminal, signals }: Invocation): Promise<number> {
  const name = [spec.parent, spec.name].filter(Boolean).join(" ");
  // What a stop tears apart has been told in its one line.
  const failed = async (thrown: unknown): Promise<number> => signals.code ?? fail(thrown, name, flags, terminal);
  terminal.configure(flags);
  signals.listen();
  process.once("uncaughtException", (thrown) => void failed(thrown).then((code) => process.exit(code)));
  try {
    return await spec.run(flags as never, args, { terminal, signals });
  } catch (thrown) {
    return failed(thrown);
  }
}

function rootCommand(): Command {
  return new Command("rmodel")
    .description("Typed models in TypeScript, compiled to SQL, audited before they are visible, published all at once.")
    .usage("<command> [options]")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help, or that of a command")
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(withFix(text)) })
    .configureHelp({ optionDescription: ({ description, argChoices, defaultValue, negate }) => withDetails(description, argChoices, negate ? undefined : defaultValue), subcommandDescription: (command) => command.summary() })
    .addHelpText("after", footer);
}

function addCommand(root: Command, { name, alias, summary, description, usage, options, examples, parent }: CommandSpec): Command {
  const owner = parent === undefined ? root : (root.commands.find((command) => command.name() === parent) ?? root.command(parent).helpCommand(false).summary(groups[parent]!).description(sentence(groups[parent]!)));
  const command = owner.command(usage === undefined ? name : `${name} ${usage}`).summary(summary).description(description);
  if (alias !== undefined) command.alias(alias);
  for (const option of [...(options ?? []), ...globalOptions()]) command.addOption(withEnvironment(option));
  command.addHelpOption(new Option("-h, --help", "print this help").helpGroup(globalGroup));
  const selects = options?.some(({ long }) => long === "--select") === true;
  command.configureOutput({ outputError: (text, write) => write(withFix(text, selects ? command.name() : undefined)) });
  const width = Math.max(...examples.map(([line]) => line.length));
  return command.addHelpText("after", `\nExamples:\n${examples.map(([line, meaning]) => `  ${line.padEnd(width)}  ${meaning}`).join("\n")}`);
}

const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`;

/**
 * What is wrong with a command line, and what to write instead.
 *
 * @param selecting the command, where it takes a selection
 */
function withFix(text: string, selecting?: string): string {
  const fix = (hint: string): string => `${text}  fix: ${hint}\n`;
  // Who writes a name after a command means a selection.
  if (selecting !== undefined && text.startsWith("error: too many arguments")) return fix(`name nodes with -s: rmodel ${selecting} -s fct_orders`);
  if (/unknown option '(?:-f|--full-refresh)'/.test(text)) return fix("every build is a full one of what changed; --force builds again although nothing did");
  return text.replace(/^\(Did you mean (.*)\?\)$/m, "  fix: did you mean $1?");
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
  ].map((option) => option.helpGroup(globalGroup));
}

const globalGroup = "Global options:";

/** A flag without a value is on unless its variable says no. */
function withEnvironment(option: Option): Option {
  const name = `RMODEL_${option.name().replaceAll("-", "_").toUpperCase()}`;
  const takesValue = option.required || option.optional;
  return !takesValue && isOff(process.env[name]) ? option : option.env(name);
}

/** What a flag takes and what holds without it; environment variables have one rule for all, told once. */
function withDetails(description: string, choices: readonly string[] | undefined, byDefault: unknown): string {
  const details = [
    ...(choices === undefined ? [] : [choices.join(", ")]),
    ...(byDefault === undefined || (Array.isArray(byDefault) && byDefault.length === 0) ? [] : [`default: ${byDefault}`]),
  ];
  return details.length === 0 ? description : `${description} (${details.join("; ")})`;
}
