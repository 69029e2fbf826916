import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Flags that every command takes. */
export interface GlobalFlags {
  readonly projectDir: string;
  readonly profilesDir?: string;
  readonly profile?: string;
  readonly target?: string;
  readonly targetPath: string;
  readonly logLevel: "debug" | "info" | "warn" | "error" | "none";
  readonly logFormat: "text" | "json";
  readonly quiet?: boolean;
  readonly debug?: boolean;
  readonly color: boolean;
  readonly vars?: string;
}

/** The process as commands see it: nothing below `cli` asks the process itself. */
export interface Surroundings {
  readonly root: string;
  readonly targetPath: string;
  readonly profileFolders: readonly string[];
  /** The environment, and below it the project's `.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isCi: boolean;
  readonly isTerminal: boolean;
  readonly color: boolean;
}

export function surroundings(flags: GlobalFlags): Surroundings {
  const root = resolve(flags.projectDir);
  const { env: environment } = process;
  return {
    root,
    targetPath: resolve(root, flags.targetPath),
    profileFolders: flags.profilesDir === undefined ? [root, join(homedir(), ".rmodel")] : [resolve(flags.profilesDir)],
    environment,
    isCi: !isOff(environment.CI),
    isTerminal: process.stderr.isTTY === true,
    color: hasColor(flags.color),
  };
}

/** Colour only on a terminal, and where nobody asked for none. */
export const hasColor = (wanted: boolean): boolean => wanted && process.stderr.isTTY === true && !process.env.NO_COLOR;

/** Whether a yes-or-no variable says no. */
export const isOff = (value: string | undefined): boolean => ["", "0", "false", "no", "off", undefined].includes(value?.toLowerCase());

/**
 * Reads `.env` of the project that a command line is about; a variable that is set already wins.
 *
 * It happens before the flags are read, because they may stand in it: `RMODEL_TARGET=prod`.
 */
export function loadDotEnv(argv: readonly string[]): void {
  const at = argv.findIndex((argument) => /^--project-dir(=|$)/.test(argument));
  const named = at < 0 ? process.env.RMODEL_PROJECT_DIR : argv[at]!.includes("=") ? argv[at]!.slice("--project-dir=".length) : argv[at + 1];
  const file = resolve(named ?? ".", ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}
