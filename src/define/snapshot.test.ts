import { expect, expectTypeOf, test } from "vitest";
import type { Row } from "./relation.ts";
import { snapshot } from "./snapshot.ts";
import { source } from "./source.ts";
import { t } from "./column.ts";

const orders = source({ file: "orders.csv", columns: { id: t.integer().notNull().unique(), state: t.text(), changed_at: t.timestamp() } });

test("the end of an open version is null", () => {
  const history = snapshot({ of: orders, key: ["id"], strategy: "timestamp", updatedAt: "changed_at" });
  expect(history.columns.valid_to.spec.nullable).toBe(true);
  expectTypeOf<Row<typeof history>>().toExtend<{ id: bigint; state: string | null; valid_from: string; valid_to: string | null; version_key: string }>();
  expectTypeOf<null>().toExtend<Row<typeof history>["valid_to"]>();
});

test("with an open end it never is", () => {
  const history = snapshot({ of: orders, key: ["id"], strategy: "check", checkColumns: "all", openEnd: "9999-12-31" });
  expect(history.columns.valid_to.spec.nullable).toBe(false);
  expectTypeOf<Row<typeof history>["valid_to"]>().toEqualTypeOf<string>();
});

test("the added columns have the names of the caller, and a flag where removed rows get a version", () => {
  const history = snapshot({ of: orders, key: ["id"], strategy: "check", checkColumns: ["state"], hardDeletes: "newRecord", columnNames: { validFrom: "since", validTo: "until" } });
  expect(Object.keys(history.columns)).toEqual(["id", "state", "changed_at", "since", "until", "version_key", "is_deleted"]);
  expectTypeOf<keyof Row<typeof history>>().toEqualTypeOf<"id" | "state" | "changed_at" | "since" | "until" | "version_key" | "is_deleted">();
});
