import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { GlobalFlags } from "../environment.ts";
import type { Invocation } from "../invocation.ts";
import { UsageError } from "../usage.ts";
import { surroundings } from "../environment.ts";
import { join } from "node:path";

export interface ServeFlags extends GlobalFlags {
  readonly port: number;
}

const host = "127.0.0.1";

/** Serves the docs site until a signal ends it. */
export async function docsServe(flags: ServeFlags, { terminal, signals }: Invocation): Promise<number> {
  const file = join(surroundings(flags).targetPath, "docs", "index.html");
  if (!existsSync(file)) throw new UsageError(`there is no ${flags.targetPath}/docs/index.html yet`, "run rmodel docs generate first");
  const server = createServer((request, response) => void answer(request, response, file));
  await listening(server, flags.port);
  terminal.note(`Serving ${flags.targetPath}/docs/index.html at http://${host}:${(server.address() as AddressInfo).port}/ to this machine only. Ctrl-C ends.`);
  await signals.during(
    (signal) => {
      terminal.stopped(`Stopped by ${signal}.`);
      server.close();
      server.closeAllConnections();
    },
    () => new Promise<void>((closed) => server.once("close", closed)),
  );
  return signals.code!;
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(error.code === "EADDRINUSE" ? new UsageError(`port ${port} is taken`, "choose another with --port, or any free one with --port 0") : error));
    server.listen(port, host, resolve);
  });
}

/** One file for one kind of request; a page of another site cannot ask by way of a name that leads here. */
async function answer({ method, url, headers }: IncomingMessage, response: ServerResponse, file: string): Promise<void> {
  const refuse = (status: number): void => void response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${status}\n`);
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? "")) return refuse(403);
  if (method !== "GET" && method !== "HEAD") return refuse(405);
  if (!["/", "/index.html"].includes(new URL(url ?? "/", `http://${host}`).pathname)) return refuse(404);
  try {
    const page = await readFile(file);
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", "x-content-type-options": "nosniff", "content-length": page.length });
    response.end(method === "HEAD" ? undefined : page);
  } catch {
    refuse(404);
  }
}
