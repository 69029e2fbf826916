import { expect, expectTypeOf, test } from "vitest";
import { rowSchema } from "./zod.ts";
import { source } from "./define/source.ts";
import { t } from "./define/column.ts";

const everything = source({
  file: "everything.parquet",
  columns: {
    id: t.integer().notNull(),
    price: t.decimal(12, 2).notNull(),
    share: t.double().notNull(),
    name: t.text().notNull(),
    is_new: t.boolean().notNull(),
    sold_on: t.date().notNull(),
    changed_at: t.timestamp().notNull(),
    extra: t.json().notNull(),
    tags: t.list(t.text()).notNull(),
    note: t.text(),
  },
});
const schema = rowSchema(everything);
const row = {
  id: 9007199254740993n,
  price: "-0.10",
  share: 0.5,
  name: "tea",
  is_new: true,
  sold_on: "2024-02-29",
  changed_at: "2024-01-31 12:00:00.123456",
  extra: '{"a": 1}',
  tags: ["hot", null],
  note: null,
};

test("a row as readers get it passes and comes back with its types", () => {
  const parsed = schema.parse(row);
  expect(parsed).toEqual(row);
  expectTypeOf(parsed.id).toEqualTypeOf<bigint>();
  expectTypeOf(parsed.note).toEqualTypeOf<string | null>();
  expectTypeOf(parsed.tags).toEqualTypeOf<readonly unknown[]>();
});

test.each([
  ["a number where 64 bits are declared", { id: 1 }],
  ["a null in a column that is never null", { name: null }],
  ["a decimal as a number, which would lose digits", { price: 0.1 }],
  ["a day that is written the other way round", { sold_on: "29.02.2024" }],
  ["a timestamp without a time", { changed_at: "2024-01-31" }],
  ["a list with a value of another type", { tags: [1] }],
])("%s is refused", (_, change) => {
  const result = schema.safeParse({ ...row, ...change });
  expect(result.error?.issues.map(({ path }) => path[0])).toEqual(Object.keys(change));
});

test("the schema is a zod object like any other", () => {
  expect(schema.pick({ id: true, note: true }).array().parse([{ id: 1n, note: "x" }])).toEqual([{ id: 1n, note: "x" }]);
});
