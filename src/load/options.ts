import { z } from "zod";
import type { Problems } from "./problems.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import { nearest } from "../errors/nearest.ts";
import { used } from "../define/fragment.ts";
import { zodMessage } from "./zod-message.ts";

const isFragment = (value: unknown): boolean => typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "fragment";
const isRelation = (value: unknown): boolean => ["model", "source", "seed", "snapshot", "forecast", "regression"].includes((value as { kind?: string } | null)?.kind ?? "");

const fragment = z.custom<object>(isFragment, "expected an sql`…` fragment");
const readable = z.custom<object>((value) => typeof value === "object" && value !== null && ((value as Record<symbol, unknown>)[used] !== undefined || isFragment(value)), "expected an alias (`orders.as(\"orders\")`) or an sql`…` fragment");
const relation = z.custom<object>(isRelation, "expected a model, source, seed, snapshot, forecast or regression (is its import right?)");
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
const files = z.array(z.string().regex(/\.(parquet|csv|json)$/, "a file's ending gives its format: .parquet, .csv or .json")).min(1).optional();
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
  files,
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

const features = z.array(z.custom<object>((value) => (value as { kind?: unknown } | null)?.kind === "feature", "expected features: (f) => [f.lag(1), …]")).optional();
const metric = z.enum(["mae", "rmse", "mape", "wape", "mase", "wmae"]);
const baseline = z.enum(["naive", "seasonal_naive", "date_aligned_seasonal_naive", "moving_average", "seasonal_average", "level_scaled_seasonal_naive", "hybrid", "drift"]);
const candidateName = z.string().regex(/^[a-z][a-z0-9_]*$/, "a candidate's name has lower case letters, digits and _");

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
  forecast: z.strictObject({
    ...published,
    grain: z.enum(["day", "week", "month"]),
    materialized: z.enum(["table", "external"]).optional(),
    files,
    of: relation,
    by: z.array(z.string()).optional(),
    time: z.string(),
    target: z.string(),
    horizon: z.number(),
    fill: z.enum(["zero", "forward", "none"]).optional(),
    season: z.number().optional(),
    window: z.number().optional(),
    as: z.string().optional(),
    type: z.custom<object>((value) => typeof value === "object" && value !== null && "spec" in value, "expected a type such as `t.decimal(18, 2)`").optional(),
    knownAhead: z.array(z.string()).optional(),
    future: relation.optional(),
    holidays: z.strictObject({ of: relation, date: z.string() }).optional(),
    features,
    models: z
      .array(
        z.strictObject({
          name: candidateName.optional(),
          lambdas: z.array(z.number()).optional(),
          mode: z.enum(["recursive", "direct"]).optional(),
          target: z.enum(["level", "diff", "seasonal_diff"]).optional(),
          pooled: z.boolean().optional(),
          scaled: z.boolean().optional(),
          minDf: z.number().optional(),
          features,
        }),
      )
      .optional(),
    baselines: z.array(baseline).optional(),
    ensemble: z.boolean().optional(),
    external: z.record(candidateName, z.strictObject({ of: relation })).optional(),
    validation: z.strictObject({ blocks: z.number().optional(), window: z.number().optional(), refit: z.enum(["each_block", "once"]).optional(), test: z.number().optional() }).optional(),
    choose: z.strictObject({ by: z.enum(["key", "overall"]).optional(), metric: metric.optional() }).optional(),
    weight: z.string().optional(),
    scored: z.string().optional(),
    segments: z.array(z.string()).optional(),
    interval: z.strictObject({ level: z.union([z.literal(0.5), z.literal(0.8), z.literal(0.9), z.literal(0.95), z.literal(0.99)], "a level is 0.5, 0.8, 0.9, 0.95 or 0.99").optional(), kind: z.enum(["conformal", "gaussian"]).optional() }).optional(),
    bounds: z.strictObject({ lower: z.number().optional(), upper: z.number().optional() }).optional(),
    mustBeat: z.strictObject({ baseline: z.union([z.literal("best"), baseline]).optional(), on: z.array(metric).min(1).optional(), stage: z.enum(["validation", "test"]).optional() }).optional(),
    approval: z.enum(["automatic", "manual"]).optional(),
  }),
  regression: z.strictObject({
    ...described,
    columns,
    tests: published.tests,
    grants: published.grants,
    of: relation,
    target: z.string(),
    features: z.array(z.string()).min(1, "at least one feature is needed"),
    by: z.array(z.string()).optional(),
    where: fragment.optional(),
    ridge: z.number().min(0).optional(),
    intercept: z.boolean().optional(),
    tolerance: z.number().min(1e-14).max(0.5).optional(),
    minDf: z.number().int().min(1).optional(),
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
        const known = kind === "model" ? Object.keys({ ...selectForm.shape, ...queryForm.shape }) : optionsAt(shape, issue.path);
        const guess = nearest(key, known);
        const owner = issue.path.find((part) => typeof part === "string") ?? kind;
        problems.add("RM1020", placeOf(origin, [...issue.path, key], problems), `unknown option "${key}" of ${String(owner)}`, guess === undefined ? `its options: ${known.join(", ")}` : `write ${guess}`);
      }
    } else {
      const path = issue.path.map(String).join(".");
      const missing = !(String(issue.path[0]) in options);
      problems.add("RM1021", placeOf(origin, issue.path, problems), missing ? `${kind} needs the option "${path}"` : `option "${path}" of ${kind}: ${zodMessage(issue.message)}`);
    }
  }
  // An unknown option alone does not keep the rest from being read, so its other mistakes show in the same run.
  return parsed.error.issues.every((issue) => issue.code === "unrecognized_keys");
}

/** The options of options: each stands behind the one that holds it. */
const placeOf = (origin: Origin, path: readonly PropertyKey[], problems: Problems): Origin =>
  path.filter((part) => typeof part === "string").reduce((place, part) => problems.near(place, part), origin);

/** What zod tells of a schema: what it wraps, or what it holds. */
interface Schema {
  readonly def: { readonly innerType?: unknown; readonly element?: unknown; readonly valueType?: unknown; readonly shape?: Readonly<Record<string, unknown>> };
}

/** Names of the options that an object at some place of the options has. */
function optionsAt(shape: Schema, path: readonly PropertyKey[]): readonly string[] {
  const unwrapped = (schema: Schema): Schema => (schema.def.innerType === undefined ? schema : unwrapped(schema.def.innerType as Schema));
  const at = path.reduce<Schema>((schema, part) => {
    const { element, valueType, shape: options } = unwrapped(schema).def;
    return (element ?? valueType ?? options?.[String(part)] ?? schema) as Schema;
  }, shape);
  return Object.keys(unwrapped(at).def.shape ?? {});
}
