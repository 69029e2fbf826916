import type { ColumnType, Family } from "../define/types.ts";
import type { CsvOptions } from "../define/source.ts";
import type { FunctionName } from "../define/fn.ts";
import type { Storage } from "../define/storage.ts";

/** An engine: its text, its connection, and what its profile may say. One folder each. */
export interface Adapter<Config = unknown> {
  readonly name: string;
  readonly dialect: Dialect;
  /** The zod schema of an output of profiles.yaml with this `type`; asked for only when a profile is read. */
  configSchema(): Promise<{ parse(value: unknown): Config }>;
  /** @throws RM4001 the target cannot be reached, RM4002 it is in use (naming the holder), RM4003 its file is no database */
  connect(config: Config, context: ConnectContext): Promise<Driver>;
}

export interface ConnectContext {
  /** Folder that relative paths of the profile start from. */
  readonly root: string;
  /** How many sessions may work at the same time; the profile's `threads` otherwise. */
  readonly threads?: number;
  /** Take the target's only place to write, waiting at most this long for it; undefined: read only. */
  readonly lockWaitMs?: number;
  /** What holds the lock, for the message that another build gets. */
  readonly holder?: string;
  /** Only `prepare` will be asked for, so the database need not exist yet. */
  readonly bindsOnly?: boolean;
  /** Connects to another output of the same profile, in the same way; undefined for that other output itself. */
  readonly connectOther?: (name: string) => Promise<Driver>;
}

/** A relation of the target: schema and name, unquoted. */
export interface RelationName {
  readonly schema: string;
  readonly name: string;
}

/** Text only: how an engine writes what models say. */
export interface Dialect {
  readonly name: string;
  quote(identifier: string): string;
  /** A typed literal, escaped. `value` is text for every family but boolean and double. */
  literal(value: string | number | boolean | null, family: Family | "null"): string;
  typeName(type: ColumnType): string;
  /** `safe` gives null where the value does not fit. */
  cast(expression: string, type: ColumnType, safe: boolean): string;
  /** A function of `fn`; `literals` has the values of arguments that are literals, for formats and units. */
  call(name: DialectFunction, args: readonly string[], literals: readonly (string | number | boolean | null | undefined)[]): string;
  /** Whether roles and grants exist. Default true; DuckDB 1.5 has none, and grants are left out there. */
  readonly grants: boolean;
  /**
   * Whether a query of `with` that is read once is pasted into its reader. Default false; true: the steps of a regression
   * are written `materialized` and its rows end with `offset 0`, or 3^p expressions kill the server (PostgreSQL 15).
   */
  readonly inlinesSteps?: boolean;
  /** Whether this engine's types are those that the prover tells, so that a proved type needs no cast. */
  readonly provesTypes: boolean;
}

/** Functions that a dialect spells; the clock is a literal everywhere. */
export type DialectFunction = Exclude<FunctionName, "execution_time">;

/** A file to read, with what it is declared to hold. */
export interface FileScan {
  /** Absolute path or glob. */
  readonly path: string;
  readonly format: "csv" | "parquet" | "json";
  readonly csv: CsvOptions;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType; readonly nullable: boolean }[];
}

/** A table to make from a query. */
export interface TableScope {
  readonly target: RelationName;
  readonly query: string;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  readonly storage: Storage;
}

/** Rows to write to a file, in the order of the query. */
export interface FileTarget {
  readonly query: string;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  /** Absolute path. */
  readonly path: string;
  readonly format: "parquet" | "csv" | "json";
}

/** A name that readers use, and what it shows. */
export interface Shown {
  readonly view: RelationName;
  readonly relation: RelationName;
}

export interface Capabilities {
  /**
   * Several DDL statements commit or fail together. Default true; false: the ledger commits first, then views move one
   * by one, and the next build finishes what was cut off (Trino 476).
   */
  readonly transactions: boolean;
  /** How many sessions may work at the same time. */
  readonly concurrency: number;
  /** Whether queries can read files where they lie. Default false; DuckDB does. */
  readonly readsFiles: boolean;
  /** Bytes of the longest identifier. Default undefined: no limit worth a check; longer names are shortened (PostgreSQL: 63). */
  readonly identifierBytes?: number;
}

export type Value = string | number | bigint | boolean | null | readonly unknown[];
export type ResultRow = Readonly<Record<string, Value>>;

/** What one connection can do; statements of one session run one after the other. */
export interface Session {
  /** The number of rows that were written, where the statement says. */
  execute(sql: string): Promise<number | undefined>;
  /** Rows as readers get them: integer → bigint, decimal → string, date and timestamp → ISO text. */
  query(sql: string): Promise<readonly ResultRow[]>;
  /** Where the ledger is kept: this session, or one of the state connection where the target has no transactions. */
  readonly state: Session;
}

/** What a query made. */
export interface Made {
  /** Undefined where the engine does not tell. */
  readonly rows: number | undefined;
  /** By what name the engine lists the query, where it lists any. */
  readonly queryId?: string;
}

/** What a load did with the rows of a file. */
export interface LoadResult {
  readonly accepted: number;
  readonly rejected: number;
}

/** I/O only: a connected engine. */
export interface Driver extends Session {
  readonly capabilities: Capabilities;
  /** How the ledger's statements are written. */
  readonly stateDialect: Dialect;
  /** Schema, quoted, for tables that need not outlive this driver; undefined: no copies are made. */
  readonly scratch: string | undefined;
  /** Whether a domain cannot be called so here: its schema would hide, or be hidden by, something of the engine's own. */
  isReservedSchema(name: string): boolean;
  /** `DuckDB 1.5.6`, for `debug` and the docs. */
  readonly version: string;
  /** Runs `work` in a session of its own; sessions are pooled. */
  session<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Runs `work` in one transaction; a throw rolls everything back. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /**
   * Loads a file into a new table, rows checked against their declared types; never converts silently.
   *
   * @param rejects table for bad rows (line, column_name, reason, row_text); without it the first bad row is an error
   * @throws RM4020 a row that does not fit, with line, column and value
   */
  load(session: Session, target: RelationName, file: FileScan, rejects?: RelationName): Promise<LoadResult>;
  /**
   * SQL that reads a file where it lies, after the checks of `load`; only where `readsFiles`.
   *
   * @throws RM4020, RM4021, RM4022 as `load`
   */
  scan(session: Session, file: FileScan): Promise<string>;
  /** Makes a table from a query, laid out as its storage says; what the engine has no word for is left out. */
  createTable(session: Session, table: TableScope): Promise<Made>;
  /**
   * Makes readers' names show other relations and takes the names of `hidden` away, all at once where there are transactions.
   *
   * @throws RM4040 somebody else's object depends on a view that has to be made anew or goes
   */
  show(session: Session, views: readonly Shown[], hidden: readonly RelationName[]): Promise<void>;
  /** Ends what a build that was ended by force left running on these; undefined where that ends with its connection. */
  endWork?(relations: readonly RelationName[]): Promise<void>;
  /** Drops what a build made, if it is there; false: it stays, because somebody else's object depends on it. */
  drop(session: Session, relation: RelationName, kind: "table" | "view"): Promise<boolean>;
  /** Writes a query's rows to a file. */
  writeFile(file: FileTarget): Promise<void>;
  /** Parses and binds a query without running it. @throws EngineError what the engine has against it, with the place */
  prepare(query: string): Promise<void>;
  /** Names of a relation's columns, in their order. */
  columns(relation: RelationName): Promise<readonly string[]>;
  /** Prepares for work on about this much data. */
  expect(bytes: number): Promise<void>;
  /** Makes what was committed durable and, where the profile asks for it, visible to other processes. */
  published(): Promise<void>;
  /** Ends what runs now; what was running throws. */
  cancel(): void;
  close(): Promise<void>;
}

/** Proves queries over empty relations, in memory: no data, no server. */
export interface Prover {
  /** How the queries that it is asked about are written, whatever the target speaks. */
  readonly dialect: Dialect;
  /** Engine and version: a proof holds for these only. */
  readonly version: string;
  /**
   * Result columns of `query` when the relations of `shells` exist and are empty.
   *
   * `isSimple` says that the query is known to read no row as a whole and to call no function of note, so that its
   * syntax tree need not be looked at.
   */
  describe(shells: readonly Shell[], query: string, isSimple: boolean): Promise<Proof>;
  /** Whether statements of any kind can be parsed; what they name is not looked at. The proof has no columns. */
  syntax(statements: string): Promise<Proof>;
  /** The syntax tree of a query; nothing that it names needs to exist. */
  parse(query: string): Promise<Parsed>;
  close(): void;
}

export interface Shell {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
}

export interface ProvedColumn {
  readonly name: string;
  /** Undefined for a type that no declared type stands for. */
  readonly family?: Family;
  /** The engine's own name of the type, as it prints it. */
  readonly engineType: string;
}

export type Proof = Proved | Refused;

/** The tree as DuckDB prints it, with places in UTF-16 units of the query and integers beyond 2^53 as text. */
export type Parsed = { readonly ok: true; readonly tree: unknown } | Refused;

export interface Proved {
  readonly ok: true;
  readonly columns: readonly ProvedColumn[];
  /** Some row is read as a whole (`*`, a row value, a natural join), so its columns all matter. */
  readonly readsWholeRows: boolean;
  /** Names of the functions called, lower case, sorted. */
  readonly functions: readonly string[];
}

export interface Refused {
  readonly ok: false;
  readonly message: string;
  /** Position in the query in UTF-16 units, where the engine tells. */
  readonly offset?: number;
  /** Names that the engine thinks were meant. */
  readonly candidates?: readonly string[];
}
