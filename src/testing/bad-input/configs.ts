import type { Environment } from "../faults/process.ts";
import type { Files } from "../project.ts";

/** A command line or configuration that cannot be meant. */
export interface Misconfiguration {
  readonly name: string;
  readonly profile?: string;
  readonly files?: Files;
  readonly args?: readonly string[];
  readonly environment?: Environment;
  /** What the message says: code, key or flag, remedy. */
  readonly says: readonly string[];
}

/** The value that no message may show. */
export const secret = "canary-5f1e7c";

const output = (settings: string): string => `shop: { target: dev, outputs: { dev: { ${settings} } } }\n`;

const duckdb = (settings: string): string => output(`type: duckdb, path: warehouse.duckdb, ${settings}`);

export const soundProfile = duckdb("threads: 2");

const key = "shop.outputs.dev";

export const misconfigurations: readonly Misconfiguration[] = [
  // profiles.yaml
  { name: "no YAML", profile: "shop: { target: dev\n", says: ["RM1051", "profiles.yaml:2:1"] },
  { name: "an empty file", profile: "", says: ["RM1051", "profiles.yaml:1:1"] },
  { name: "a list", profile: "- shop\n", says: ["RM1051", "profiles.yaml:1:1"] },
  { name: "another profile", profile: soundProfile.replace("shop:", "shopp:"), says: ["RM1053", '"shop"', "shopp"] },
  { name: "a profile without outputs", profile: "shop: { target: dev }\n", says: ["RM1051", "no outputs", "profiles.yaml:1:1"] },
  { name: "a default target that is not there", profile: soundProfile.replace("target: dev", "target: dve"), says: ["RM1053", '"dve"', "dev"] },
  { name: "an output that is a text", profile: "shop: { target: dev, outputs: { dev: duckdb } }\n", says: ["RM105", "dev"] },
  { name: "no type", profile: output("path: warehouse.duckdb"), says: ["RM1051", "type"] },
  { name: "a misspelt type", profile: output("type: duckbd, path: warehouse.duckdb"), says: ["RM1051", '"duckbd"', "write duckdb"] },
  { name: "a misspelt key", profile: duckdb("memory_limt: 1GB"), says: ["RM1051", `${key}.memory_limt`, "write memory_limit", "profiles.yaml:1:78"] },
  { name: "a key of another engine", profile: duckdb("schema: main"), says: ["RM1051", `${key}.schema`] },
  { name: "no path", profile: output("type: duckdb"), says: ["RM1051", `${key}.path`] },
  { name: "threads that are a word", profile: duckdb("threads: many"), says: ["RM1051", `${key}.threads`] },
  { name: "no threads at all", profile: duckdb("threads: 0"), says: ["RM1051", `${key}.threads`] },
  { name: "a memory limit without unit", profile: duckdb("memory_limit: 4"), says: ["RM1051", `${key}.memory_limit`] },
  { name: "extensions that are no list", profile: duckdb("extensions: json"), says: ["RM1051", `${key}.extensions`] },
  { name: "an attached database without alias", profile: duckdb("attach: [{ path: other.duckdb }]"), says: ["RM1051", `${key}.attach.0.alias`] },
  { name: "an alias that needs quotes", profile: duckdb('attach: [{ path: other.duckdb, alias: "a b" }]'), says: ["RM1051", `${key}.attach.0.alias`] },
  { name: "a secret that is no text", profile: duckdb(`secrets: [{ type: s3, secret: { value: ${secret} } }]`), says: ["RM1051", `${key}.secrets.0.secret`] },
  { name: "an unset variable", profile: output("type: duckdb, path: \"{{ env_var('DB_PATH') }}\""), says: ["RM1052", "DB_PATH"] },
  { name: "another function of Jinja", profile: output("type: duckdb, path: \"{{ var('x') }}\""), says: ["RM1051", "env_var"] },
  { name: "braces without quotes", profile: output("type: duckdb, path: {{ env_var('DB_PATH') }}"), says: ["RM1051", "quotes"] },
  { name: "a secret where the type should be", profile: output("type: \"{{ env_var('RMODEL_ENV_SECRET_S3') }}\", path: x"), environment: { RMODEL_ENV_SECRET_S3: secret }, says: ["RM1051", "*****"] },
  { name: "a secret where a number should be", profile: duckdb("threads: \"{{ env_var('RMODEL_ENV_SECRET_S3') }}\""), environment: { RMODEL_ENV_SECRET_S3: secret }, says: ["RM1051", `${key}.threads`] },
  { name: "a memory limit that the engine refuses", profile: duckdb("memory_limit: plenty"), says: ["memory_limit"] },
  { name: "a setting that the engine does not have", profile: duckdb("settings: { thraeds: 1 }"), says: ["thraeds"] },

  // The command line and its variables
  { name: "an unknown flag", args: ["build", "--selct", "x"], says: ["--selct", "--select"] },
  { name: "an unknown command", args: ["buidl"], says: ["buidl", "build"] },
  { name: "an argument too many", args: ["build", "fct_orders"], says: ["too many arguments"] },
  { name: "threads that are a word on the command line", args: ["build", "--threads", "many"], says: ["--threads", "whole number"] },
  { name: "threads out of range", args: ["build", "--threads", "0"], says: ["--threads"] },
  { name: "a choice that is none", args: ["build", "--publish", "all"], says: ["--publish", "whole, passing"] },
  { name: "a time that is none", args: ["build", "--execution-time", "yesterday"], says: ["--execution-time", "ISO"] },
  { name: "a wait that is no number", args: ["build", "--wait", "soon"], says: ["--wait"] },
  { name: "variables that are no JSON", args: ["build", "--vars", `{"TOKEN": ${secret}`], says: ["RM1041", "--vars"] },
  { name: "variables that are a list", args: ["build", "--vars", "[1]"], says: ["RM1041", "--vars"] },
  { name: "a variable that is no parameter", args: ["build", "--vars", '{"SCALEE": 1}'], says: ["RM1041", "SCALEE", "SCALE"] },
  { name: "a variable of another type", args: ["build", "--vars", `{"SCALE": "${secret}"}`], says: ["RM1040", "SCALE", "parameters.ts:3:"] },
  { name: "a parameter of another type in the environment", environment: { SCALE: secret }, says: ["RM1040", "SCALE"] },
  { name: "an unknown target", args: ["build", "--target", "prod"], says: ["RM1053", '"prod"', "dev"] },
  { name: "an unknown profile", args: ["build", "--profile", "shopp"], says: ["RM1053", '"shopp"', "shop"] },
  { name: "a folder without profiles", args: ["build", "--profiles-dir", "seeds"], says: ["RM1050", "seeds"] },
  { name: "a folder that is no project", args: ["build", "--project-dir", "seeds"], says: ["RM1004"] },
  { name: "a selection of what does not exist", args: ["build", "--select", "rats"], says: ["RM2012", "rats", "rates"] },
  { name: "an unknown selection method", args: ["build", "--select", "tga:x"], says: ["RM2011", "tga", "tag"] },
  { name: "a level that is none in the environment", environment: { RMODEL_LOG_LEVEL: "loud" }, says: ["RMODEL_LOG_LEVEL", "debug, info"] },
  { name: "threads that are a word in the environment", environment: { RMODEL_THREADS: "many" }, says: ["RMODEL_THREADS"] },
  { name: "a threads variable in .env", files: { ".env": "RMODEL_THREADS=many\n" }, says: ["RMODEL_THREADS"] },
];
