/** An output of profiles.yaml with `type: duckdb`. */
export interface DuckDBConfig {
  readonly type: "duckdb";
  /** Database file, relative to the project; `:memory:` keeps nothing. */
  readonly path: string;
  /** How many models are built at the same time. */
  readonly threads: number;
  readonly memory_limit?: string | undefined;
  readonly temp_directory?: string | undefined;
  readonly extensions: readonly string[];
  readonly attach: readonly { readonly path: string; readonly alias: string; readonly read_only: boolean }[];
  readonly secrets: readonly Readonly<Record<string, string>>[];
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /** No files, extensions or settings but the profile's own: for SQL that is not trusted. Sources and seeds are read for it. */
  readonly isolated: boolean;
  /** A copy of the database for readers, replaced at once after every build that published. */
  readonly publish?: string | undefined;
}

export async function configSchema() {
  const { z } = await import("zod");
  const name = z.string().regex(/^\w+$/, "letters, digits and _ only");
  return z.strictObject({
    type: z.literal("duckdb"),
    path: z.string().min(1),
    threads: z.coerce.number().int().min(1).max(256).default(4),
    memory_limit: z.string().regex(/^\d+(\.\d+)?\s*([KMGT]i?)?B$|^\d+(\.\d+)?%$/i, "expected a size such as 4GB").optional(),
    temp_directory: z.string().optional(),
    extensions: z.array(name).default([]),
    attach: z.array(z.strictObject({ path: z.string(), alias: name, read_only: z.boolean().default(true) })).default([]),
    secrets: z.array(z.record(name, z.string())).default([]),
    settings: z.record(name, z.union([z.string(), z.number(), z.boolean()])).default({}),
    isolated: z.boolean().default(false),
    publish: z.string().optional(),
  });
}
