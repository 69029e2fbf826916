import { expect, test } from "vitest";
import { withoutSecrets } from "./without-secrets.ts";

test.each([
  ["the rest of a line with a secret field is hidden", "dev: { user: ana, password: a,b }, host: x }", "dev: { user: ana, password: *****"],
  ["a field is secret by a part of its name", "  aws_secret_access_key: abc", "  aws_secret_access_key: *****"],
  ["a quoted name is a name", '"Token": abc', '"Token": *****'],
  ["deeper lines may continue the value", "password: |\n  one\n\n  two\nuser: ana", "password: *****\n  *****\n\n  *****\nuser: ana"],
  ["other fields are shown", "user: ana\nport: 5432", "user: ana\nport: 5432"],
])("%s", (_, yaml, shown) => {
  expect(withoutSecrets("profiles.yaml", yaml)).toBe(shown);
});

test("of a .env file nothing is shown", () => {
  expect(withoutSecrets(".env", "A=1\n\nB='x")).toBe("*****\n\n*****");
});

test("code is shown as it is", () => {
  expect(withoutSecrets("snapshots/shop/customers.ts", 'key: ["id"]')).toBe('key: ["id"]');
});
