/** An output of profiles.yaml with `type: postgres`. */
export interface PostgresConfig {
  readonly type: "postgres";
  /** Name, address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string | undefined;
  readonly dbname?: string | undefined;
  /** The same as `dbname`. */
  readonly database?: string | undefined;
  /** How many models are built at the same time. */
  readonly threads: number;
  /** Most connections that are open at the same time, besides the one that holds the lock. */
  readonly pool_size?: number | undefined;
  /** How often a connection that broke before anything was written is made again. */
  readonly retries: number;
  /** Milliseconds to wait for a server that starts, is full or is not there yet. */
  readonly connect_timeout: number;
  /** Milliseconds; undefined: as the server has it. */
  readonly statement_timeout?: number | undefined;
  /** Milliseconds that a publication asks again and again for views that readers hold. */
  readonly lock_timeout: number;
  readonly idle_in_transaction_timeout?: number | undefined;
  readonly sslmode: (typeof sslModes)[number];
  /** File of the authorities that may sign the server's certificate, or `system`; without it those that Node.js knows. */
  readonly sslrootcert?: string | undefined;
  /** Files of the certificate that says who we are, and of its key. */
  readonly sslcert?: string | undefined;
  readonly sslkey?: string | undefined;
  readonly application_name: string;
  /** Role to act as after the login. */
  readonly role?: string | undefined;
}

/** In place of a file of authorities: those that Node.js knows. */
export const systemAuthorities = "system";

/** As libpq has them. */
const sslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;

/** What one unit is in milliseconds. */
const units = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

export async function configSchema() {
  const { z } = await import("zod");
  // A bare number counts as PostgreSQL and libpq take it.
  const duration = (bare: keyof typeof units) =>
    z
      .union([z.number(), z.string()])
      .transform((value) => String(value).trim())
      .pipe(z.string().regex(/^\d+(\.\d+)?\s*(ms|s|min|h)?$/, "expected a duration such as 500ms, 30s or 5min"))
      .transform((text) => Math.round(Number.parseFloat(text) * units[(/[a-z]+$/.exec(text)?.[0] ?? bare) as keyof typeof units]));
  const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
  return z
    .strictObject({
      type: z.literal("postgres"),
      host: z.string().min(1).default("localhost"),
      port: count(1, 65_535).default(5432),
      user: z.string().min(1),
      password: z.union([z.string(), z.number().transform(String)]).optional(),
      dbname: z.string().min(1).optional(),
      database: z.string().min(1).optional(),
      threads: count(1, 256).default(4),
      pool_size: count(2, 1000).optional(),
      retries: count(0, 100).default(3),
      connect_timeout: duration("s").default(10_000),
      statement_timeout: duration("ms").optional(),
      lock_timeout: duration("ms").default(30_000),
      idle_in_transaction_timeout: duration("ms").optional(),
      sslmode: z.enum(sslModes).default("prefer"),
      sslrootcert: z.string().min(1).optional(),
      sslcert: z.string().min(1).optional(),
      sslkey: z.string().min(1).optional(),
      application_name: z.string().default("rmodel"),
      role: z.string().min(1).optional(),
    })
    .refine(({ dbname, database }) => (dbname === undefined) !== (database === undefined), "dbname is missing: the name of the database")
    .refine(({ sslcert, sslkey }) => (sslcert === undefined) === (sslkey === undefined), "sslcert and sslkey go together: a certificate and its private key")
    // Anybody can have a certificate of such an authority, for a host of their own.
    .refine(({ sslmode, sslrootcert }) => sslrootcert !== systemAuthorities || sslmode === "verify-full", "sslrootcert: system needs sslmode: verify-full");
}

export const databaseOf = ({ dbname, database }: PostgresConfig): string => dbname ?? database!;

/** How messages call the target: never with its password. */
export const addressOf = (config: PostgresConfig): string => `${config.user}@${config.host}:${config.port}/${databaseOf(config)}`;
