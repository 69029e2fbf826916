import type { Adapter } from "../adapters/adapter.ts";

/** Engines by the `type` of a profile's output; each is loaded when it is asked for. */
const adapters: Readonly<Record<string, () => Promise<Adapter<never>>>> = {
  duckdb: async () => (await import("../adapters/duckdb/adapter.ts")).adapter as Adapter<never>,
  trino: async () => (await import("../adapters/trino/adapter.ts")).adapter as Adapter<never>,
  postgres: async () => (await import("../adapters/postgres/adapter.ts")).adapter as Adapter<never>,
};

export const engineNames = Object.keys(adapters);

export async function adapterOf(type: string): Promise<Adapter<unknown> | undefined> {
  return (await adapters[type]?.()) as Adapter<unknown> | undefined;
}
