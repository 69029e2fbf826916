import { setTimeout as sleep } from "node:timers/promises";
import type { Endpoint, Http, Reply, Sent } from "./http.ts";
import type { TypeSignature } from "./values.ts";
import { Failure } from "./failure.ts";
import { openHttp } from "./http.ts";
import { parseExactly } from "./exact-json.ts";

export interface ClientOptions extends Endpoint {
  readonly user: string;
  /** Value of the header `Authorization`. */
  readonly authorization?: string | undefined;
  /** Texts that no message may hold. */
  readonly secrets: readonly string[];
  readonly source: string;
  readonly catalog: string;
  readonly session: Readonly<Record<string, string | number | boolean>>;
  /** What all statements of a build have in common, to be found in the server's list of queries. */
  readonly tags: readonly string[];
  /** How often a request that can be repeated is sent again. */
  readonly retries: number;
  /** Pause before the first repetition; each later one is twice as long. Default 100. */
  readonly pauseMs?: number;
}

export interface ResultColumn {
  readonly name: string;
  readonly type: TypeSignature;
}

export interface Answer {
  readonly id: string;
  readonly columns: readonly ResultColumn[];
  /** Values as they came over the wire. */
  readonly rows: readonly (readonly unknown[])[];
  /** Rows that were written; undefined for a query. */
  readonly updateCount: number | undefined;
}

export interface RunOptions {
  /** Ends the statement, on the server too. */
  readonly signal?: AbortSignal | undefined;
  /** Told with the statement in the server's list of queries. */
  readonly trace?: string | undefined;
  /** Takes the rows as they come, in place of the answer's. */
  readonly take?: (rows: readonly (readonly unknown[])[], columns: readonly ResultColumn[]) => Promise<void>;
}

export interface Client {
  /**
   * Runs one statement to its end.
   *
   * @throws Failure it was refused, failed or was cancelled, or the server cannot be reached
   */
  run(sql: string, options?: RunOptions): Promise<Answer>;
  close(): void;
}

/** Trino's `query.max-length`, in characters. */
export const mostCharacters = 1_000_000;

/** One page of an answer. */
interface Page {
  readonly id: string;
  readonly nextUri?: string;
  readonly columns?: readonly { readonly name: string; readonly typeSignature: TypeSignature }[];
  readonly data?: readonly (readonly unknown[])[];
  readonly updateCount?: number | string;
  readonly error?: { readonly message: string; readonly errorName?: string; readonly errorType?: string; readonly errorLocation?: { readonly lineNumber: number; readonly columnNumber: number } };
}

/** Answers after which the same request may be sent again: the server, or a gateway before it, was not ready for it. */
const notNow = new Set([429, 502, 503, 504]);

/** Node's codes of a certificate that is not trusted, and of https where http is spoken or the other way round. */
const noHandshake = /^(ERR_TLS|ERR_SSL|EPROTO|HPE_|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;

/** How long the server is given to hear that a statement is to end. */
const cancelMs = 400;

/** How long a cancel waits for the id of a statement that was just sent, without which nothing can be ended there. */
const announceMs = 400;

/**
 * Speaks Trino's protocol: POST a statement, then GET one `nextUri` after the other.
 *
 * A statement starts only when its first `nextUri` is asked for (Trino 476), so a POST without an answer may be sent
 * again, even an insert. A GET may always be sent again: the server keeps its last page. Nothing else is repeated.
 */
export async function openClient(options: ClientOptions): Promise<Client> {
  const http = await openHttp(options);
  return { run: (sql, run = {}) => new Statement(http, options, run).run(sql), close: () => http.close() };
}

class Statement {
  private readonly http: Http;
  private readonly options: ClientOptions;
  private readonly given: RunOptions;
  private queryId: string | undefined;

  constructor(http: Http, options: ClientOptions, given: RunOptions) {
    this.http = http;
    this.options = options;
    this.given = given;
  }

  async run(statement: string): Promise<Answer> {
    const sql = statement.replace(/[;\s]+$/, "");
    if (sql.length > mostCharacters) throw new Failure(`the statement has ${sql.length.toLocaleString("en")} characters, and Trino takes ${mostCharacters.toLocaleString("en")}`, { kind: "query", name: "QUERY_TEXT_TOO_LARGE", type: "USER_ERROR" });
    this.refuseCancelled();
    const late = lateSignal(this.given.signal, announceMs);
    let page = await this.ask({ method: "POST", url: new URL("/v1/statement", this.options.url).href, headers: this.headers(), body: sql, signal: late.signal }).finally(late.dispose);
    const rows: (readonly unknown[])[] = [];
    let columns: readonly ResultColumn[] = [];
    let updateCount: number | undefined;
    try {
      for (;;) {
        if (page.columns !== undefined) columns = page.columns.map(({ name, typeSignature }) => ({ name, type: typeSignature }));
        if (page.updateCount !== undefined) updateCount = Number(page.updateCount);
        if (page.data !== undefined && page.data.length > 0) {
          if (this.given.take === undefined) for (const row of page.data) rows.push(row);
          else await this.given.take(page.data, columns);
        }
        if (page.error !== undefined) throw this.refusal(page.error);
        if (page.nextUri === undefined) return { id: page.id, columns, rows, updateCount };
        this.refuseCancelled();
        page = await this.ask({ method: "GET", url: this.checked(page.nextUri), headers: this.login(), signal: this.given.signal });
      }
    } catch (thrown) {
      if (page.error === undefined && page.nextUri !== undefined) await this.end(page.nextUri);
      throw thrown;
    }
  }

  /** One request, sent again while that can help. */
  private async ask(request: Sent): Promise<Page> {
    for (let attempt = 0; ; attempt++) {
      const reply = await this.http.send(request).catch((thrown: unknown) => this.unreachable(thrown as Error));
      if (!(reply instanceof Failure) && !notNow.has(reply.status)) return this.pageOf(reply);
      if (reply instanceof Failure && reply.details.kind === "handshake") throw reply;
      this.refuseCancelled();
      if (attempt >= this.options.retries) throw reply instanceof Failure ? reply : this.unfit(reply);
      const asked = reply instanceof Failure ? 0 : Number(reply.headers["retry-after"] ?? 0) * 1000;
      await sleep(Math.min(Math.max(asked || 0, (this.options.pauseMs ?? 100) * 2 ** attempt), 10_000), undefined, this.given.signal === undefined ? {} : { signal: this.given.signal }).catch(() => this.refuseCancelled());
    }
  }

  private pageOf(reply: Reply): Page {
    if (reply.status !== 200) throw this.unfit(reply);
    try {
      const page = parseExactly(reply.body) as Page;
      if (typeof page.id !== "string") throw new TypeError("no id");
      this.queryId = page.id;
      return page;
    } catch {
      throw new Failure(`${this.options.url.host} does not speak Trino's protocol: ${firstWords(this.withoutSecrets(reply.body))}`, { kind: "answer" });
    }
  }

  /** Cancels on the server. What cannot be told ends there by itself, because nobody asks for it any more. */
  private async end(nextUri: string): Promise<void> {
    try {
      await this.http.send({ method: "DELETE", url: this.checked(nextUri), headers: this.login(), timeoutMs: cancelMs });
    } catch {
      // The first error is the one to tell.
    }
  }

  private headers(): Record<string, string> {
    const { user, source, catalog, session, tags } = this.options;
    const settings = Object.entries(session).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
    return {
      ...this.login(),
      "X-Trino-User": user,
      "X-Trino-Source": source,
      "X-Trino-Catalog": catalog,
      "X-Trino-Time-Zone": "UTC",
      // Without it timestamps are cut to milliseconds.
      "X-Trino-Client-Capabilities": "PARAMETRIC_DATETIME",
      ...(settings.length === 0 ? {} : { "X-Trino-Session": settings.join(",") }),
      ...(tags.length === 0 ? {} : { "X-Trino-Client-Tags": tags.join(",") }),
      ...(this.given.trace === undefined ? {} : { "X-Trino-Trace-Token": this.given.trace }),
    };
  }

  private login(): Record<string, string> {
    const { authorization, user } = this.options;
    return { "X-Trino-User": user, ...(authorization === undefined ? {} : { Authorization: authorization }) };
  }

  /** The server says where to go on; a password goes nowhere but to the server of the profile. */
  private checked(uri: string): string {
    const { url, authorization } = this.options;
    const next = new URL(uri, url);
    if (authorization !== undefined && next.origin !== url.origin) throw new Failure(`${url.origin} sends us on to ${next.origin}, which gets no password`, { kind: "answer" });
    return next.href;
  }

  private refuseCancelled(): void {
    if (this.given.signal?.aborted === true) throw new Failure("the statement was cancelled", { kind: "cancelled", queryId: this.queryId });
  }

  private refusal({ message, errorName, errorType, errorLocation }: NonNullable<Page["error"]>): Failure {
    const place = errorLocation === undefined ? undefined : { line: errorLocation.lineNumber, column: errorLocation.columnNumber };
    return new Failure(this.withoutSecrets(message), { kind: "query", name: errorName, type: errorType, place, queryId: this.queryId });
  }

  private unreachable({ message, code = "" }: NodeJS.ErrnoException): Failure {
    this.refuseCancelled();
    return new Failure(`${this.options.url.host} cannot be reached: ${this.withoutSecrets(message) || "the connection failed"}`, { kind: noHandshake.test(code) ? "handshake" : "connection", code, queryId: this.queryId });
  }

  private unfit({ status, body }: Reply): Failure {
    const said = firstWords(this.withoutSecrets(body));
    if (status === 401 || status === 403) return new Failure(`${this.options.url.host} does not let ${this.options.user} in (HTTP ${status}${said === "" ? "" : `: ${said}`})`, { kind: "login" });
    return new Failure(`${this.options.url.host} answers HTTP ${status}${said === "" ? "" : `: ${said}`}`, { kind: notNow.has(status) ? "connection" : "answer", queryId: this.queryId });
  }

  private withoutSecrets(text: string): string {
    return this.options.secrets.reduce((shown, secret) => (secret === "" ? shown : shown.replaceAll(secret, "*****")), text);
  }
}

const firstWords = (text: string): string => text.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ").trim().slice(0, 200);

/** A signal that comes some time after another one. */
function lateSignal(signal: AbortSignal | undefined, ms: number): { readonly signal: AbortSignal; readonly dispose: () => void } {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => void (timer = setTimeout(() => late.abort(), ms));
  signal?.addEventListener("abort", wait);
  return {
    signal: late.signal,
    dispose: () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", wait);
    },
  };
}
