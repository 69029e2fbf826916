import { z } from "zod";
import { expect, test } from "vitest";
import { zodMessage } from "./zod-message.ts";

const said = (schema: z.ZodType, value: unknown): string => zodMessage(schema.safeParse(value).error!.issues[0]!.message);

test.each([
  ["one of several words", z.enum(["view", "table"]), "incremental", 'expected one of "view", "table"'],
  ["another type", z.boolean(), "yes", "expected boolean"],
  ["a text that is no number", z.coerce.number(), "four", "expected number"],
  ["a message of our own", z.string().regex(/x/, "expected an x"), "y", "expected an x"],
])("%s is told in plain words", (_, schema, value, expected) => {
  expect(said(schema, value)).toBe(expected);
});
