import type { TargetRules } from "./rules.ts";
import { postgresRules } from "./postgres-rules.ts";
import { trinoRules } from "./trino-rules.ts";

/** Databases that queries are translated for, by the names of their dialects. */
export const targets: Readonly<Record<string, TargetRules>> = { postgres: postgresRules, trino: trinoRules };
