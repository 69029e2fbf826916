import type { Agent, IncomingHttpHeaders } from "node:http";

export interface Endpoint {
  readonly url: URL;
  /** Whether the certificate of the server is checked. */
  readonly verify: boolean;
  /** Certificates of our own authorities, PEM. */
  readonly ca?: string | undefined;
  /** How long one request may take. */
  readonly timeoutMs: number;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Sent {
  readonly method: "POST" | "GET" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

/** Requests to one server over connections that stay open. */
export interface Http {
  /** @throws Error the server cannot be reached, does not answer in time, or the signal came; its text holds no header */
  send(request: Sent): Promise<Reply>;
  close(): void;
}

/**
 * `fetch` of Node 20 takes no certificate of one's own without a package, so this stands on `node:https`.
 */
export async function openHttp(endpoint: Endpoint): Promise<Http> {
  const isSecure = endpoint.url.protocol === "https:";
  const { Agent, request } = await (isSecure ? import("node:https") : import("node:http"));
  const agent: Agent = new Agent({ keepAlive: true, ...(isSecure ? { rejectUnauthorized: endpoint.verify, ...(endpoint.ca === undefined ? {} : { ca: endpoint.ca }) } : {}) });
  return {
    send: ({ method, url, headers, body, signal, timeoutMs = endpoint.timeoutMs }) =>
      new Promise<Reply>((resolve, reject) => {
        const length = body === undefined ? {} : { "Content-Type": "text/plain; charset=utf-8", "Content-Length": String(Buffer.byteLength(body)) };
        const sent = request(url, { method, agent, headers: { ...headers, ...length }, ...(signal === undefined ? {} : { signal }) }, (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", failed);
          response.on("end", () => {
            clearTimeout(timer);
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString("utf8") });
          });
        });
        const failed = (thrown: Error): void => {
          clearTimeout(timer);
          reject(thrown);
        };
        const timer = setTimeout(() => sent.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
        sent.on("error", failed);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}
