import { expect, test } from "vitest";
import { payloads } from "./fixture/payloads.ts";
import { jsonForScript } from "./json-for-script.ts";

test.each(payloads)("%s can stand in a script element and is read back unchanged", (payload) => {
  const json = jsonForScript({ [payload]: [payload] });
  expect(json).not.toMatch(/[<>&\u2028\u2029]/);
  expect(JSON.parse(json)).toEqual({ [payload]: [payload] });
});
