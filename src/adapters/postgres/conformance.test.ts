import { afterAll, expect, test } from "vitest";
import { adapter } from "./adapter.ts";
import { cases } from "../conformance.ts";
import { dialect } from "./dialect.ts";
import { render, textOf } from "../../compile/render.ts";
import { testDatabase } from "../../testing/postgres.ts";

const { config } = await testDatabase();
const driver = await adapter.connect(config, { root: "/" });
afterAll(() => driver.close());

const context = { dialect, expandMacro: () => { throw new Error("no macros here"); }, executionTime: "2024-01-31T12:00:00Z", inline: () => undefined };

test.each(cases)("$name", async ({ value, from, expected }) => {
  const text = (fragment: object) => textOf(render(fragment as never, context), String);
  const [row] = await driver.query(`select ${text(value)} as value${from === undefined ? "" : ` from ${text(from)}`}`);
  expect(row!.value).toEqual(expected);
});
