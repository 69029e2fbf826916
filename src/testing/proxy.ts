import type { Socket } from "node:net";
import { connect, createServer } from "node:net";
import { setTimeout } from "node:timers/promises";

/** What becomes of bytes on their way to the server: they pass, now or after some milliseconds, or the connection breaks. */
export type Verdict = "pass" | "drop" | { readonly afterMs: number };

/** A way to a server on this machine that a test can break. */
export interface Proxy {
  readonly port: number;
  /** Looks at what clients send. */
  judge: (text: string) => Verdict;
  /** Breaks all connections. */
  drop(): void;
  close(): Promise<void>;
}

export async function openProxy(port: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const drop = (): void => sockets.forEach((socket) => socket.destroy());
  const server = createServer((client) => {
    const through = connect(port, "127.0.0.1");
    for (const [one, other] of [[client, through], [through, client]] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on("error", () => {});
      one.on("close", () => (sockets.delete(one), other.destroy()));
    }
    through.pipe(client);
    let before = Promise.resolve();
    client.on("data", (bytes: Buffer) => {
      before = before.then(async () => {
        const verdict = proxy.judge(bytes.toString("latin1"));
        if (verdict === "drop") return void client.destroy();
        if (verdict !== "pass") await setTimeout(verdict.afterMs);
        if (!through.destroyed) through.write(bytes);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy: Proxy = {
    port: (server.address() as { port: number }).port,
    judge: () => "pass",
    drop,
    close: () => {
      drop();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
}
