import type { Answer } from "./client.ts";
import type { RelationName, ResultRow, Session } from "../adapter.ts";
import { decoderOf } from "./values.ts";

/** What a session remembers besides: whoever listens to it hands on its properties, not the object. */
export class TrinoSession implements Session {
  readonly state: Session;
  /** Tables that were made, to be dropped when their transaction fails. */
  readonly tables: RelationName[] = [];
  /** What the server calls the statement that was executed last. */
  queryId: string | undefined;
  private readonly run: (sql: string) => Promise<Answer>;
  private readonly read: (sql: string) => Promise<Answer>;

  constructor(state: Session, run: (sql: string) => Promise<Answer>, read: (sql: string) => Promise<Answer>) {
    this.state = state;
    this.run = run;
    this.read = read;
  }

  async execute(sql: string): Promise<number | undefined> {
    const { id, updateCount } = await this.run(sql);
    this.queryId = id;
    return updateCount;
  }

  async query(sql: string): Promise<readonly ResultRow[]> {
    return rowsOf(await this.read(sql));
  }
}

export function sessionOfOurs(session: Session): TrinoSession {
  if (session instanceof TrinoSession) return session;
  throw new TypeError("a session of another driver");
}

/** Rows by name; a name that occurs again gets its number, as from any other engine. */
function rowsOf({ columns, rows }: Answer): readonly ResultRow[] {
  const names: string[] = [];
  for (const { name } of columns) {
    let unique = name;
    for (let again = 1; names.includes(unique); again++) unique = `${name}:${again}`;
    names.push(unique);
  }
  const decoders = columns.map(({ type }) => decoderOf(type));
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, decoders[index]!(row[index])])));
}
