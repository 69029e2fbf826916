import { afterAll, describe, expect, test } from "vitest";
import type { Expr } from "../../define/fragment.ts";
import { cases } from "../conformance.ts";
import { dialect } from "./dialect.ts";
import { decoderOf } from "./values.ts";
import { openTestClient, serverUrl } from "../../testing/trino.ts";
import { render, textOf } from "../../compile/render.ts";
import { sql } from "../../define/fragment.ts";

const context = { dialect, expandMacro: () => { throw new Error("no macros here"); }, executionTime: "2024-01-31T12:00:00Z", inline: () => undefined };

/** Cases whose own SQL, around the function that they are about, Trino writes in another way. */
const spelled: Readonly<Record<string, Expr>> = {
  "every day of a range": sql`cast(count(*) as varchar) || ' ' || cast(min(d.day) as varchar) || ' ' || cast(max(d.day) as varchar)`,
};

describe.skipIf(serverUrl === undefined)("on a server", async () => {
  const client = serverUrl === undefined ? undefined : await openTestClient();
  afterAll(() => client?.close());

  test.each(cases)("$name", async ({ name, value, from, expected }) => {
    const text = (fragment: object) => textOf(render(fragment as never, context), String);
    const { rows, columns } = await client!.run(`select ${text(spelled[name] ?? value)} as value${from === undefined ? "" : ` from ${text(from)}`}`);
    expect(decoderOf(columns[0]!.type)(rows[0]![0])).toEqual(expected);
  });
});
