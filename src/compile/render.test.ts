import { afterAll, describe, expect, test } from "vitest";
import type { Expr } from "../define/fragment.ts";
import type { RenderContext } from "./render.ts";
import type { Sql } from "../load/node.ts";
import { awkwardText } from "../testing/texts.ts";
import { fn } from "../define/fn.ts";
import { openSandbox } from "../adapters/duckdb/sandbox.ts";
import { randomNumbers } from "../testing/random.ts";
import { render, textOf } from "./render.ts";
import { sql } from "../define/fragment.ts";
import { t } from "../define/column.ts";

const sandbox = await openSandbox();
afterAll(() => sandbox.close());

const context: RenderContext = { dialect: sandbox.dialect, expandMacro: () => ({}) as never, executionTime: "2024-01-31T12:00:00Z", inline: () => undefined };
const textIn = (fragment: Expr, other: Partial<RenderContext> = {}): string => textOf(render(fragment as Sql, { ...context, ...other }), (id) => `{${id}}`);
const firstRow = async (fragment: Expr) => (await sandbox.query(textIn(fragment)))[0]!;

const rounds = Number(process.env.RMODEL_FUZZ ?? 1000);
const seed = Number(process.env.RMODEL_SEED ?? Date.now() % 1_000_000);

test(`any text comes back as it was, as a literal and as a name (${rounds} texts, RMODEL_SEED=${seed})`, { timeout: 5_000 + rounds * 10 }, async () => {
  const random = randomNumbers(seed);
  for (let round = 0; round < rounds; round++) {
    const text = awkwardText(random);
    const name = text === "" ? "empty" : text;
    // The letter in front is for the client, which drops a byte order mark at the start of a value.
    expect(Object.entries(await firstRow(sql`select 'x' || ${text} as ${sql.identifier(name)}`)), `RMODEL_SEED=${seed}, round ${round}`).toEqual([[name, `x${text}`]]);
  }
});

test.each([
  ["a text", "it's", "it's"],
  ["an empty text", "", ""],
  ["a whole number", 42, 42],
  ["a negative number after a minus sign", -1, -1],
  ["a whole number beyond 2^53", 9007199254740993n, 9007199254740993n],
  ["a small number", 1e-7, 1e-7],
  ["a great number", 1e300, 1e300],
  ["a boolean", false, false],
  ["null", null, null],
  ["a moment", new Date("2024-02-29T23:59:59.123Z"), "2024-02-29 23:59:59.123"],
])("%s comes back as it was", async (_, value, expected) => {
  expect(await firstRow(sql`select ${value} as v`)).toEqual({ v: expected });
});

test("a negative literal does not turn a minus sign before it into a comment", async () => {
  expect(await firstRow(sql`select 1 -${-5} as a, 1 -${-5n} as b, 1 -${-0.5} as c`)).toEqual({ a: 6, b: 6, c: "1.5" });
});

describe("what a hole stands for", () => {
  const nested = sql`${"a"} || ${sql`${"b"}`}`;
  test.each([
    ["a fragment: its SQL", sql`select ${nested}`, "select 'a' || 'b'"],
    ["fragments joined", sql`in (${sql.join([sql`${1}`, sql`${2}`])})`, "in (1, 2)"],
    ["raw text: as it is", sql`${sql.raw("1; drop")}`, "1; drop"],
    ["a conversion", sql`${fn.cast("5", t.integer())}, ${fn.tryCast("x", t.decimal(5, 2))}`, "cast('5' as bigint), try_cast('x' as decimal(5, 2))"],
    ["the clock: a literal", sql`${fn.executionTime()}`, "timestamp '2024-01-31 12:00:00'"],
    ["the spelling of the engine", sql`${sql.dialect({ duckdb: sql`list`, postgres: sql`array_agg` })}`, "list"],
    ["a function of the dialect, its arguments in their places", fn.stringAgg(sql`n`, ", ", sql`m`), "string_agg(n, ', ' order by m)"],
  ])("%s", (_, fragment, expected) => {
    expect(textIn(fragment)).toBe(expected);
  });

  test("another engine: its spelling, or DuckDB's where it has none", () => {
    const both = sql`${sql.dialect({ duckdb: sql`a`, postgres: sql`b` })} ${sql.dialect({ duckdb: sql`c` })}`;
    expect(textIn(both, { dialect: { ...sandbox.dialect, name: "postgres" } })).toBe("b c");
  });
});

test("what follows a fragment is no part of a comment that it ends with", async () => {
  expect(await firstRow(sql`select ${sql`1 -- one`} + 1 as v`)).toEqual({ v: 2 });
});

describe("a relation", () => {
  const parts = (alias?: string): Expr => ({ ...sql`select 1`, parts: [{ kind: "relation", relation: "shop.a", ...(alias === undefined ? {} : { alias }) }] });

  test("stays open until it is named", () => {
    expect(render(parts("a") as Sql, context)).toEqual([{ relation: "shop.a" }, ' as "a"']);
  });

  test("that is inlined stands in brackets of its own lines, so that its last comment ends there", () => {
    expect(textIn(parts("a"), { inline: () => ["select 1 -- one"] })).toBe('(select 1 -- one\n) as "a"');
  });
});
