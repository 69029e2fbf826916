import type { Client, Submittable } from "pg";
import type { PostgresSession } from "./session.ts";

/**
 * Parses and binds a query without running or keeping it: the protocol's own way, which takes one statement only.
 *
 * @throws EngineError what the server has against it, with the place in the query
 */
export const parse = (session: PostgresSession, query: string): Promise<void> => session.raw(query, (client: Client) => new Promise<void>((resolve, reject) => client.query(submittable(query, resolve, reject))));

interface Protocol {
  parse(message: { readonly name: string; readonly text: string; readonly types: readonly number[] }): void;
  sync(): void;
}

function submittable(text: string, resolve: () => void, reject: (error: Error) => void): Submittable {
  let failed = false;
  const message = {
    submit(connection: Protocol) {
      connection.parse({ name: "", text, types: [] });
      connection.sync();
    },
    // The server waits for nothing more: it answers the sync, which comes right after.
    handleError(error: Error) {
      failed = true;
      reject(error);
    },
    handleReadyForQuery() {
      if (!failed) resolve();
    },
  };
  return message as unknown as Submittable;
}
