import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { edit, rmodel } from "./cli.ts";
import { projectOf } from "./project.ts";

const readme = readFileSync(join(import.meta.dirname, "..", "..", "README.md"), "utf8");
const model = "models/shop/facts/fct_sales.ts";

const source = (name: string, columns: string) => `import { source, t } from "rmodel";\nexport default source({ file: "data/${name}.csv", columns: { ${columns} } });\n`;

const staging = (name: string, columns: string) => `import { model, t } from "rmodel";
import ${name} from "../../../sources/shop/${name}.ts";
const row = ${name}.as("row");
export default model({ from: row, columns: { ${columns} } });
`;

/** The project that the example stands in. */
const folder = projectOf({
  "profiles.yaml": "shop: { target: dev, outputs: { dev: { type: duckdb, path: warehouse.duckdb } } }\n",
  "sources/shop/orders.ts": source("orders", "order_id: t.text(), sold_on: t.date()"),
  "sources/shop/payments.ts": source("payments", "order_id: t.text(), amount: t.decimal(12, 2)"),
  "models/shop/staging/stg_orders.ts": staging("orders", "order_id: t.text().is(row.order_id), sold_on: t.date().is(row.sold_on)"),
  "models/shop/staging/stg_payments.ts": staging("payments", "order_id: t.text().is(row.order_id), amount: t.decimal(12, 2).is(row.amount)"),
  [model]: block(/```ts\n([^]*?)```/),
});

function block(pattern: RegExp): string {
  const found = pattern.exec(readme)?.[1];
  if (found === undefined) throw new Error(`README.md has no block ${pattern}`);
  return found;
}

test("the example has no mistake, and compiles to the SQL that is shown below it", async () => {
  expect(await rmodel(folder, "check")).toMatchObject({ code: 0, err: "5 nodes checked: no mistakes.\n" });
  expect((await rmodel(folder, "compile", "-s", "fct_sales")).out).toBe(`-- shop.fct_sales\n${block(/```sql\n([^]*?)```/)}\n`);
});

test("a misspelt function in it is told just as shown", async () => {
  edit(folder, model, (text) => text.replace("coalesce", "coalesc"));
  expect(await rmodel(folder, "check")).toEqual({ code: 2, out: "", err: `${block(/```\n(RM3001 [^]*?)```/)}\n1 error\n` });
});

test.each([
  ["a misspelt column", "groupBy: [orders.order_id, orders.sold_on]", "groupBy: [orders.order_id, orders.sold_onn]", "  fix: write orders.sold_on\n"],
  ["a text in an integer column", "t.text().is(orders.order_id)", "t.integer().is(orders.order_id)", "RM3003 "],
  ["a grain that is no column", 'grain: ["order_id"]', 'grain: ["order"]', "RM1030 "],
  ["an unknown option", "materialized:", "materialised:", "  fix: write materialized\n"],
])("%s is refused", async (_, right, wrong, said) => {
  edit(folder, model, (text) => text.replace("coalesc(", "coalesce(").replace(right, wrong));
  const { code, err } = await rmodel(folder, "check");
  edit(folder, model, (text) => text.replace(wrong, right));
  expect(err).toContain(said);
  expect({ code, count: err.trim().split("\n").at(-1) }).toEqual({ code: 2, count: "1 error" });
});

test("the table of commands names every one", async () => {
  const { commands } = await import("../cli/commands/index.ts");
  const table = block(/## Commands\n\n([^]*?)\n\n/);
  expect(commands.map(({ parent, name }) => [parent, name].filter(Boolean).join(" ")).filter((name) => !new RegExp(`\`${name}(\`| )`).test(table))).toEqual([]);
});
