import { finished } from "node:stream/promises";
import type { Client } from "pg";

/** A `copy … from stdin` that takes bytes as they come. */
export interface Copying {
  /** Resolves when more may be sent; undefined: at once. @throws what the server has against what it got */
  send(parts: readonly Uint8Array[]): Promise<void> | undefined;
  /** Ends it well. @returns rows that the server took */
  end(): Promise<number>;
  /** Ends it without any row. */
  fail(error: Error): Promise<void>;
}

export async function startCopy(client: Client, statement: string): Promise<Copying> {
  const { copyFrom } = await import("./engine.ts");
  const stream = client.query(copyFrom(statement));
  let refusal: Error | undefined;
  let drained: (() => void) | undefined;
  stream.on("error", (error: Error) => {
    refusal ??= error;
    drained?.();
  });
  stream.on("drain", () => drained?.());
  const refused = (): void => {
    if (refusal !== undefined) throw refusal;
  };
  return {
    send(parts) {
      refused();
      let isFull = false;
      for (const part of parts) isFull = !stream.write(part) || isFull;
      return isFull ? new Promise<void>((resolve) => (drained = resolve)).then(refused) : undefined;
    },
    async end() {
      refused();
      stream.end();
      await finished(stream);
      return stream.rowCount ?? 0;
    },
    async fail(error) {
      if (refusal !== undefined) return;
      stream.destroy(error);
      await finished(stream).catch(() => {});
    },
  };
}
