import { join } from "node:path";
import { expect, test } from "vitest";
import type { Files } from "../testing/project.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { Warehouse } from "../testing/warehouse.ts";
import { projectOf } from "../testing/project.ts";

const source = (file: string): string => `import { source, t } from "rmodel";
export default source({
  description: "Orders as the shop's file has them.",
  file: ${JSON.stringify(file)},
  columns: { id: t.integer(), name: t.text() },
});
`;
const seed = 'import { seed, t } from "rmodel";\nexport default seed({ columns: { id: t.integer() } });\n';

/** How the build of one file ended, as reports tell it. */
async function told(files: Files): Promise<{ message: string; at: string; code: string }> {
  const { results } = await (await Warehouse.open()).build(files);
  const { message, error } = results.find(({ status }) => status === "error")!;
  const { code, origin } = error as RmodelError;
  return { message, code, at: `${origin!.file}:${origin!.line}:${origin!.column}` };
}

const file = "sources/shop/orders.ts:4:3";

test.each<[string, Files, { code: string; message: string; at: string }]>([
  ["that is missing", { "sources/shop/orders.ts": source("data/orders.csv") }, { code: "RM4021", message: "data/orders.csv cannot be read: there is no such file", at: file }],
  ["that no file matches", { "sources/shop/orders.ts": source("data/*.csv") }, { code: "RM4021", message: "data/*.csv cannot be read: no file has a name like this", at: file }],
  ["that is empty", { "sources/shop/orders.ts": source("orders.csv"), "orders.csv": "" }, { code: "RM4021", message: "orders.csv cannot be read: it is empty", at: file }],
  ["that is no Parquet", { "sources/shop/orders.ts": source("data/orders.parquet"), "data/orders.parquet": "nonsense" }, { code: "RM4021", message: expect.stringMatching(/^data\/orders\.parquet cannot be read: [^/]*(?:data\/orders\.parquet[^/]*)?$/) as unknown as string, at: file }],
  ["with a bad row keeps the row's place", { "sources/shop/orders.ts": source("data/orders.csv"), "data/orders.csv": "id,name\n1,a\nx,b\n" }, { code: "RM4020", message: 'column "id" is integer, but the row has "x"', at: "data/orders.csv:3:1" }],
  ["with another header keeps its place", { "sources/shop/orders.ts": source("data/orders.csv"), "data/orders.csv": "id,nam\n1,a\n" }, { code: "RM4022", message: 'the header has "nam", which is not declared', at: "data/orders.csv:1:4" }],
  ["of a seed that is missing", { "seeds/shop/stores.ts": seed }, { code: "RM4021", message: "seeds/shop/stores.csv cannot be read: there is no such file", at: "seeds/shop/stores.ts:2:16" }],
])("a file %s is told in the project's own words", async (_, files, expected) => {
  expect(await told(files)).toEqual(expected);
});

test("a file outside of the project is named from its root", async () => {
  const other = projectOf({});
  const { message, at } = await told({ "sources/shop/orders.ts": source(join(other, "orders.csv")) });
  expect(message).toMatch(/^\.\.\/rmodel-\w+\/orders\.csv cannot be read: there is no such file$/);
  expect(at).toBe(file);
});
