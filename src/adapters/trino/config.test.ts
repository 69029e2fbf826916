import { expect, test } from "vitest";
import { configSchema } from "./config.ts";

const schema = await configSchema();
const least = { type: "trino", server: "https://trino.example.com", catalog: "iceberg", user: "ana", state: "ledger" };

test("what a profile need not say has its default", () => {
  expect(schema.parse(least)).toEqual({ ...least, allow_insecure_login: false, allow_non_atomic: false, ssl: { verify: true }, session_properties: {}, threads: 8, request_timeout: 60, start_timeout: 60, retries: 5, source: "rmodel" });
});

test.each<[unknown, unknown]>([
  ["/mnt/a b", { path: "/mnt/a b", location: "file:///mnt/a b" }],
  ["file:///mnt/staging", { path: "/mnt/staging", location: "file:///mnt/staging" }],
  [{ path: "/mnt/s", location: "s3://bucket/s" }, { path: "/mnt/s", location: "s3://bucket/s" }],
])("staging %j", (staging, expected) => expect(schema.parse({ ...least, staging })).toMatchObject({ staging: expected }));

test.each<[string, object, RegExp]>([
  ["a password over http", { server: "http://trino", password: "x" }, /allow_insecure_login/],
  ["a token over http", { server: "http://trino", token: "x" }, /allow_insecure_login/],
  ["a password and a token", { password: "x", token: "y" }, /one of the two/],
  ["a password that cannot be sent", { password: "пароль" }, /Latin-1/],
  ["a password in the address", { server: "https://ana:x@trino" }, /without user and path/],
  ["a path in the address", { server: "https://trino/ui" }, /without user and path/],
  ["no address", { server: "trino:8080" }, /expected http/],
  ["a header in the user", { user: "ana\r\nX-Trino-User: root" }, /printable/],
  ["a header in the token", { token: "x\r\ny" }, /expected a token/],
  ["two settings in one", { session_properties: { "a=1,b": "2" } }, /letters, digits/],
  ["staging that only one of the two sees", { staging: "s3://bucket" }, /absolute path/],
  ["no state", { state: undefined }, /state|expected string/],
  ["a setting that is none", { sever: "x" }, /sever/],
])("%s is refused", (_, settings, message) => expect(() => schema.parse({ ...least, ...settings })).toThrow(message));

test("who wants it sends a password over http", () => {
  expect(schema.parse({ ...least, server: "http://trino", password: "x", allow_insecure_login: true })).toMatchObject({ password: "x" });
});
