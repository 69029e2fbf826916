import { describe, expect, test } from "vitest";
import { fn } from "./fn.ts";
import { model } from "./model.ts";
import { regression } from "./regression.ts";
import { sql, walkParts } from "./fragment.ts";
import { t } from "./column.ts";

const days = model({ query: sql`select 1`, columns: { store: t.integer().notNull(), visitors: t.integer(), is_promo: t.boolean(), revenue: t.double() } });
const others = model({ query: sql`select 1`, columns: { store: t.integer(), visitors: t.integer() } });
const overall = regression({ of: days, target: "revenue", features: ["visitors", "is_promo"] });
const byStore = regression({ of: days, by: ["store"], target: "revenue", features: ["visitors"] });

/** A fragment as text, columns as `alias.name`; of what is written per engine, the variant of `engine`. */
const textOf = (fragment: ReturnType<typeof fn.predict>, engine = "duckdb"): string =>
  fragment.parts.map((part): string => {
    switch (part.kind) {
      case "column":
        return `${part.alias}.${part.name}`;
      case "relation":
        return `equation as ${part.alias}`;
      case "cast":
        return `cast(${textOf(part.value as never, engine)} as ${part.type.family})`;
      case "fragment":
        return textOf(part.fragment as never, engine);
      case "dialect":
        return textOf((part.variants[engine] ?? part.variants["duckdb"]) as never, engine);
      default:
        return "text" in part ? part.text : "value" in part ? String(part.value) : part.kind;
    }
  }).join("");

const from = "from equation as rmodel__equation";

describe("a prediction", () => {
  test("without keys reads each coefficient once, with booleans as 0 and 1", () => {
    expect(textOf(fn.predict(overall, days.as("day")))).toBe(
      `((select rmodel__equation.b0 ${from}) + (select rmodel__equation.b1 ${from}) * cast(day.visitors as double)` +
        ` + (select rmodel__equation.b2 ${from}) * cast(case when day.is_promo then 1 when not day.is_promo then 0 end as double))`,
    );
  });

  test("with keys is one subquery, on Trino one for each coefficient", () => {
    const prediction = fn.predict(byStore, others.as("other"));
    const where = "where rmodel__equation.store = other.store";
    expect(textOf(prediction)).toBe(`cast((select rmodel__equation.b0 + rmodel__equation.b1 * cast(other.visitors as double) ${from} ${where}) as double)`);
    expect(textOf(prediction, "trino")).toBe(`cast(((select rmodel__equation.b0 ${from} ${where}) + (select rmodel__equation.b1 ${from} ${where}) * cast(other.visitors as double)) as double)`);
  });

  test("takes numbers and expressions in place of an alias", () => {
    expect(textOf(fn.predict(byStore, { store: sql`7`, visitors: sql`2 * ${days.as("day").visitors}` }))).toBe(
      `cast((select rmodel__equation.b0 + rmodel__equation.b1 * cast(2 * day.visitors as double) ${from} where rmodel__equation.store = 7) as double)`,
    );
  });

  test("keeps the place of the call for a column that is not there", () => {
    const prediction = fn.predict(overall, others.as("other") as never);
    const unknown = [...walkParts(prediction)].filter((part) => part.kind === "column" && part.origin !== undefined);
    expect(unknown).toMatchObject([{ alias: "other", name: "is_promo", origin: { file: expect.stringMatching(/predict\.test\.ts$/) as string } }]);
  });

  test("of what is no regression is a mistake to report", () => {
    expect(fn.predict(days as never, days.as("day") as never).parts).toEqual([{ kind: "invalid", problem: "a prediction of what is no regression has no SQL form" }]);
  });
});
