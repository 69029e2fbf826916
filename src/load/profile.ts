import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Origin } from "../errors/rmodel-error.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { expandEnvironment } from "./env-var.ts";
import { nearest } from "../errors/nearest.ts";
import { zodMessage } from "./zod-message.ts";

export interface ProfileOptions {
  /** Folders to look for profiles.yaml in, first one wins. */
  readonly folders: readonly string[];
  readonly profile: string;
  readonly target?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The settings that an engine's outputs may have; undefined for an unknown engine. */
  readonly schemaOf: (type: string) => Promise<SettingsSchema | undefined>;
  readonly types: readonly string[];
}

/** The part of a zod schema that profiles need. */
interface SettingsSchema {
  safeParse(value: unknown): { success: true; data: unknown } | { success: false; error: { issues: readonly { code: string; path: readonly PropertyKey[]; message: string; keys?: readonly string[] }[] } };
  readonly shape?: Readonly<Record<string, unknown>>;
}

/** The chosen output of profiles.yaml. */
export interface Profile {
  readonly path: string;
  readonly profile: string;
  readonly target: string;
  readonly type: string;
  /** As the engine's schema gives it. */
  readonly settings: unknown;
  /** Values that must never be shown. */
  readonly secrets: readonly string[];
}

const secretField = /password|token|secret|key/i;

/**
 * Reads the output of a profile and fills in `env_var`; only the chosen output needs its variables set.
 *
 * @throws RM1050 no profiles.yaml, RM1051 a wrong one, RM1052 a variable without value, RM1053 no such profile or target
 */
export async function readProfile(options: ProfileOptions): Promise<Profile> {
  const path = options.folders.map((folder) => join(folder, "profiles.yaml")).find((candidate) => existsSync(candidate));
  if (path === undefined) throw new RmodelError("RM1050", undefined, `there is no profiles.yaml in ${options.folders.join(", ")}`, "make one, or name its folder with --profiles-dir");
  const text = readFileSync(path, "utf8");
  const at = (word: string): Origin => placeOf(text, path, word);
  const all = await parseYaml(text, path);
  const profile = entry(all, options.profile, "profile", at, "");
  if (!isRecord(profile.outputs)) throw new RmodelError("RM1051", at(options.profile), `profile "${options.profile}" has no outputs`, "write outputs: { dev: { type: duckdb, path: shop.duckdb } }");
  const target = options.target ?? (typeof profile.target === "string" ? String(expandEnvironment(profile.target, options.environment, at("target"))) : Object.keys(profile.outputs)[0]!);
  const output = entry(profile.outputs, target, "target", at, options.target === undefined ? "target" : "outputs");
  const secrets: string[] = Object.entries(options.environment).flatMap(([name, value]) => (name.startsWith("RMODEL_ENV_SECRET_") && value ? [value] : []));
  const filled = fill(output, options.environment, at, secrets, false) as Record<string, unknown>;
  const type = String(filled.type ?? "");
  const schema = await options.schemaOf(type);
  if (schema === undefined) {
    const guess = nearest(type, options.types);
    throw new RmodelError("RM1051", at("type"), `target "${target}" has the type "${type}", which is no engine of rmodel`, guess === undefined ? `engines: ${options.types.join(", ")}` : `write ${guess}`);
  }
  const parsed = schema.safeParse(filled);
  if (parsed.success) return { path, profile: options.profile, target, type, settings: parsed.data, secrets: secrets.filter((secret) => secret.length > 0) };
  const issue = parsed.error.issues[0]!;
  const key = issue.code === "unrecognized_keys" ? issue.keys![0]! : String(issue.path.at(-1) ?? "");
  const where = [options.profile, "outputs", target, ...issue.path.map(String), ...(issue.code === "unrecognized_keys" ? [key] : [])].join(".");
  const known = Object.keys(schema.shape ?? {});
  const guess = nearest(key, known);
  const fix = issue.code !== "unrecognized_keys" ? undefined : guess === undefined ? `its settings: ${known.join(", ")}` : `write ${guess}`;
  throw new RmodelError("RM1051", at(key), issue.code === "unrecognized_keys" ? `${where} is no setting of ${type}` : `${where}: ${zodMessage(issue.message)}`, fix);
}

async function parseYaml(text: string, path: string): Promise<Record<string, unknown>> {
  const { default: yaml } = await import("yaml");
  // To YAML that is a mapping whose key is a mapping, and no mistake.
  const bare = /:[ \t]*(?=\{\{)/.exec(text);
  if (bare !== null) throw new RmodelError("RM1051", placeAt(text, path, bare.index + bare[0].length), "a value that begins with {{ stands in quotes", quoteHint);
  let parsed: unknown;
  try {
    parsed = yaml.parse(text);
  } catch (thrown) {
    const { linePos, message } = thrown as { linePos?: readonly { line: number; col: number }[]; message: string };
    const place = linePos?.[0];
    throw new RmodelError("RM1051", { file: path, line: place?.line ?? 1, column: place?.col ?? 1 }, `profiles.yaml is no YAML: ${message.split("\n")[0]!.replace(/ at line.*$/, "")}`, text.includes("{{") ? quoteHint : undefined);
  }
  if (!isRecord(parsed)) throw new RmodelError("RM1051", { file: path, line: 1, column: 1 }, "profiles.yaml holds no profile", "write <profile>: { target: dev, outputs: { dev: { … } } }");
  return parsed;
}

const quoteHint = 'put {{ … }} in quotes: "{{ env_var(\'X\') }}"';

/** @param near what to show where no entry has a name like this one */
function entry(record: Record<string, unknown>, name: string, what: string, at: (word: string) => Origin, near: string): Record<string, unknown> {
  const found = Object.hasOwn(record, name) ? record[name] : undefined;
  if (isRecord(found)) return found;
  const guess = nearest(name, Object.keys(record));
  throw new RmodelError("RM1053", at(guess ?? near), `there is no ${what} "${name}"`, guess === undefined ? `there are: ${Object.keys(record).join(", ")}` : `did you mean ${guess}?`);
}

function fill(value: unknown, environment: ProfileOptions["environment"], at: (word: string) => Origin, secrets: string[], secret: boolean): unknown {
  if (typeof value === "string") {
    const filled = expandEnvironment(value, environment, at(value));
    if (secret && filled !== "") secrets.push(filled);
    return filled;
  }
  if (secret && typeof value === "number") secrets.push(String(value));
  if (Array.isArray(value)) return value.map((item) => fill(item, environment, at, secrets, secret));
  // What a record under such a name holds is told by its own names: `type: s3` of a list `secrets` is none.
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, environment, at, secrets, secretField.test(key))]));
  return value;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

const placeOf = (text: string, file: string, word: string): Origin => placeAt(text, file, Math.max(0, text.indexOf(word)));

function placeAt(text: string, file: string, at: number): Origin {
  const before = text.slice(0, at);
  return { file, line: before.split("\n").length, column: at - before.lastIndexOf("\n") };
}
