import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseEnv } from "node:util";

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
  const envFile = join(root, ".env");
  const environment = { ...(existsSync(envFile) ? parseEnv(readFileSync(envFile, "utf8")) : {}), ...process.env };
  const isTerminal = process.stderr.isTTY === true;
  return {
    root,
    targetPath: resolve(root, flags.targetPath),
    profileFolders: flags.profilesDir === undefined ? [root, join(homedir(), ".rmodel")] : [resolve(flags.profilesDir)],
    environment,
    isCi: !["", "0", "false", undefined].includes(environment.CI),
    isTerminal,
    color: flags.color && isTerminal && !environment.NO_COLOR,
  };
}
