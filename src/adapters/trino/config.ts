/** Where files for loading lie: one folder, as we write to it and as Trino reads from it. */
export interface Staging {
  /** Absolute path on this machine. */
  readonly path: string;
  /** The same folder as Trino's file system names it: `file:///mnt/staging`, `local:///staging`, `s3://bucket/staging`. */
  readonly location: string;
}

/** An output of profiles.yaml with `type: trino`. */
export interface TrinoConfig {
  readonly type: "trino";
  /** `https://trino.example.com:8443`. */
  readonly server: string;
  readonly catalog: string;
  readonly user: string;
  /** Basic authentication. */
  readonly password?: string | undefined;
  /** A JSON web token, in place of a password. */
  readonly token?: string | undefined;
  /** Sends password or token over http, too. Default false: everybody on the way could read it. */
  readonly allow_insecure_login: boolean;
  /** Another output of the profile, PostgreSQL or DuckDB: the ledger is kept there, because Trino has no transactions. */
  readonly state: string;
  /**
   * A folder that we and Trino see. Loaded files stay in it and belong to their tables, which remove them when they are
   * dropped: nobody else may clear it. Without it rows are sent as text, some thousand a second.
   */
  readonly staging?: Staging | undefined;
  /**
   * Takes catalogs other than Iceberg, whose failed builds leave half-made tables. Default false. Checked with Trino 476,
   * 2026-11: hive, memory and postgresql connectors.
   */
  readonly allow_non_atomic: boolean;
  readonly ssl: {
    /** File of our own authorities' certificates, PEM, relative to the project. */
    readonly ca?: string | undefined;
    /** Default true. */
    readonly verify: boolean;
  };
  readonly session_properties: Readonly<Record<string, string | number | boolean>>;
  /** How many models are built at the same time: a statement has some 0.3 s of waiting in it. */
  readonly threads: number;
  /** Seconds that one request may take; a statement has many, each with an answer within about a second. */
  readonly request_timeout: number;
  /** Seconds that a server may take to start. */
  readonly start_timeout: number;
  /**
   * How often a request is sent again when the server or what is before it does not answer, and how often a query or a
   * table of a query is begun again when the cluster lost a worker or is not ready.
   */
  readonly retries: number;
  /** What Trino's list of queries calls us. */
  readonly source: string;
}

export async function configSchema() {
  const { z } = await import("zod");
  const staging = z.union([
    z.string().min(1).transform((folder, context) => {
      const location = folder.startsWith("/") ? `file://${folder}` : folder;
      if (location.startsWith("file:///")) return { path: decodeURIComponent(new URL(location).pathname), location };
      context.addIssue({ code: "custom", message: "expected an absolute path or file:///…, or both as { path, location }" });
      return z.NEVER;
    }),
    z.strictObject({ path: z.string().startsWith("/", "expected an absolute path"), location: z.string().regex(/^[a-z0-9]+:\/\//, "expected a location such as s3://bucket/staging") }),
  ]);
  const words = z.string().regex(/^[\x21-\x7e]+( [\x21-\x7e]+)*$/, "printable ASCII only");
  return z.strictObject({
    type: z.literal("trino"),
    server: z.string().refine(isServer, "expected http://host:port or https://host:port, without user and path"),
    catalog: z.string().regex(/^[^"\s,]+$/, "expected the name of a catalog"),
    user: words,
    // Trino 476 reads it as Latin-1.
    password: z.string().min(1).regex(/^[^\u0100-\uffff]+$/, "Trino takes characters of Latin-1 only").optional(),
    token: z.string().regex(/^[\w.~+/=-]+$/, "expected a token").optional(),
    allow_insecure_login: z.boolean().default(false),
    state: z.string().min(1),
    staging: staging.optional(),
    allow_non_atomic: z.boolean().default(false),
    ssl: z.strictObject({ ca: z.string().optional(), verify: z.boolean().default(true) }).default({ verify: true }),
    session_properties: z.record(z.string().regex(/^[\w.]+$/, "letters, digits, _ and . only"), z.union([z.string(), z.number(), z.boolean()])).default({}),
    threads: z.coerce.number().int().min(1).max(256).default(8),
    request_timeout: z.coerce.number().min(1).max(3600).default(60),
    start_timeout: z.coerce.number().min(0).max(3600).default(60),
    retries: z.coerce.number().int().min(0).max(20).default(5),
    source: words.default("rmodel"),
  }).superRefine(({ server, password, token, allow_insecure_login }, context) => {
    const refuse = (field: string, message: string): void => context.addIssue({ code: "custom", path: [field], message });
    if (password !== undefined && token !== undefined) refuse("token", "there is a password already; one of the two is enough");
    if ((password ?? token) !== undefined && !server.startsWith("https://") && !allow_insecure_login) refuse(password === undefined ? "token" : "password", "it would be sent over http, where everybody on the way can read it: use https, or say allow_insecure_login: true");
  });
}

function isServer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, pathname, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === "" && pathname === "/";
}
