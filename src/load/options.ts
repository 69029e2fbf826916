import { z } from "zod";
import type { Problems } from "./problems.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import { nearest } from "../errors/nearest.ts";
import { used } from "../define/fragment.ts";

const isFragment = (value: unknown): boolean => typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "fragment";
const isRelation = (value: unknown): boolean => ["model", "source", "seed", "snapshot"].includes((value as { kind?: string } | null)?.kind ?? "");

const fragment = z.custom<object>(isFragment, "expected an sql`…` fragment");
const readable = z.custom<object>((value) => typeof value === "object" && value !== null && ((value as Record<symbol, unknown>)[used] !== undefined || isFragment(value)), "expected an alias (`orders.as(\"orders\")`) or an sql`…` fragment");
const relation = z.custom<object>(isRelation, "expected a model, source, seed or snapshot (is its import right?)");
const columns = z.record(z.string(), z.custom<object>((value) => typeof value === "object" && value !== null && "spec" in value, "expected a column such as `t.text()`")).refine((value) => Object.keys(value).length > 0, "at least one column is needed");

const described = {
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  owner: z.string().optional(),
  meta: z.record(z.string(), z.unknown()).optional(),
  enabled: z.boolean().optional(),
};
const published = {
  ...described,
  columns,
  grain: z.array(z.string()).min(1).optional(),
  tests: z.array(z.object({ kind: z.string() })).optional(),
  grants: z.record(z.string(), z.array(z.string())).optional(),
};
const csv = z
  .strictObject({
    delimiter: z.string().length(1).optional(),
    quote: z.string().length(1).optional(),
    header: z.boolean().optional(),
    nulls: z.array(z.string()).optional(),
    dateFormat: z.string().optional(),
    timestampFormat: z.string().optional(),
  })
  .optional();
const hours = z.number().positive().optional();
const testOptions = {
  severity: z.enum(["error", "warn"]).optional(),
  warnAt: z.number().int().min(1).optional(),
  errorAt: z.number().int().min(1).optional(),
  storeFailures: z.boolean().optional(),
  tags: z.array(z.string()).optional(),
};

const built = {
  ...published,
  materialized: z.enum(["view", "table", "ephemeral", "external"]).optional(),
  files: z.array(z.string().regex(/\.(parquet|csv|json)$/, "a file's ending gives its format: .parquet, .csv or .json")).min(1).optional(),
  indexes: z.array(z.array(z.string()).min(1)).optional(),
  partitionBy: z.strictObject({ column: z.string(), by: z.enum(["value", "day", "month", "year"]).optional() }).optional(),
  unlogged: z.boolean().optional(),
  pre: z.array(fragment).optional(),
  post: z.array(fragment).optional(),
};
const selectForm = z.strictObject({
  ...built,
  from: readable,
  where: fragment.optional(),
  groupBy: z.array(fragment).optional(),
  having: fragment.optional(),
  qualify: fragment.optional(),
  distinct: z.boolean().optional(),
});
const queryForm = z.strictObject({ ...built, query: fragment });

const shapes = {
  source: z.strictObject({
    ...published,
    file: z.string().min(1).optional(),
    format: z.enum(["csv", "parquet", "json"]).optional(),
    csv,
    onBadRow: z.enum(["fail", "reject"]).optional(),
    table: z.strictObject({ database: z.string().optional(), schema: z.string(), name: z.string() }).optional(),
    freshness: z.strictObject({ loadedAt: z.string().optional(), warnAfterHours: hours, errorAfterHours: hours }).optional(),
  }),
  seed: z.strictObject({ ...published, file: z.string().optional(), csv }),
  snapshot: z.strictObject({
    ...published,
    of: relation,
    key: z.array(z.string()).min(1),
    strategy: z.enum(["timestamp", "check"]),
    updatedAt: z.string().optional(),
    checkColumns: z.union([z.literal("all"), z.array(z.string()).min(1)]).optional(),
    hardDeletes: z.enum(["ignore", "invalidate", "newRecord"]).optional(),
    columnNames: z.strictObject({ validFrom: z.string(), validTo: z.string(), versionKey: z.string(), isDeleted: z.string() }),
    openEnd: z.string().regex(/^\d{4}-\d{2}-\d{2}/, "expected an ISO date").optional(),
  }),
  dataTest: z.strictObject({ ...described, ...testOptions, failures: fragment }),
  unitTest: z.strictObject({
    ...described,
    model: relation,
    given: z.array(z.strictObject({ relation, rows: z.array(z.record(z.string(), z.unknown())) })),
    expect: z.array(z.record(z.string(), z.unknown())),
    executionTime: z.string().regex(/^\d{4}-\d{2}-\d{2}/, "expected ISO text such as 2024-01-31T00:00:00Z").optional(),
  }),
  config: z.strictObject({
    name: z.string().regex(/^[a-z][a-z0-9_]*$/, "lower case letters, digits and _"),
    profile: z.string().optional(),
    exportFolder: z.string().optional(),
    retain: z.number().int().min(0).max(100).optional(),
  }),
};

export type DefinitionKind = "model" | keyof typeof shapes;

export const isDefinitionKind = (kind: unknown): kind is DefinitionKind => kind === "model" || (typeof kind === "string" && kind in shapes);

/** Checks the options of a definition; false, with the problems noted, when they cannot be read on. */
export function checkOptions(kind: DefinitionKind, options: Record<string, unknown>, origin: Origin, problems: Problems): boolean {
  const shape = kind === "model" ? ("query" in options ? queryForm : selectForm) : shapes[kind];
  if (kind === "model" && "query" in options && "from" in options) {
    problems.add("RM1021", problems.near(origin, "from"), "a model has either `from` (select form) or `query` (query form), not both", "remove one of them");
    return false;
  }
  const parsed = shape.safeParse(options);
  if (parsed.success) return true;
  for (const issue of parsed.error.issues) {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) {
        const known = Object.keys(kind === "model" ? { ...selectForm.shape, ...queryForm.shape } : shape.shape);
        const guess = nearest(key, known);
        problems.add("RM1020", problems.near(origin, key), `unknown option "${key}" of ${kind}`, guess === undefined ? `its options: ${known.join(", ")}` : `write ${guess}`);
      }
    } else {
      const path = issue.path.map(String).join(".");
      const missing = !(String(issue.path[0]) in options);
      problems.add("RM1021", problems.near(origin, issue.path.findLast((part) => typeof part === "string") ?? ""), missing ? `${kind} needs the option "${path}"` : `option "${path}" of ${kind}: ${issue.message}`);
    }
  }
  // An unknown option alone does not keep the rest from being read, so its other mistakes show in the same run.
  return parsed.error.issues.every((issue) => issue.code === "unrecognized_keys");
}
