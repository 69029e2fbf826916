import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { daily } from "../../generator/daily.ts";
import { expectedLines } from "../../generator/daily-journey.ts";
import { generate } from "../../generator/generate.ts";
import { retailOn } from "../../generator/retail-for-tests.ts";

const folder = mkdtempSync(join(tmpdir(), "rmodel-without-customers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { build, rows } = retailOn(folder);

test("till lines without a column for the customer are built as those of strangers", async () => {
  const [lines] = await generate({ rows: 2_000, outDir: folder, domains: [daily], format: "parquet" });
  const withCustomers = gunzipSync(readFileSync(lines!.file)).toString();
  writeFileSync(lines!.file, gzipSync(withCustomers.replace(/^[^,]*,/gm, "")));

  await build(["-s", "+domain:daily", "--vars", '{"DAILY_SALES_HAVE_CUSTOMERS": false}']);

  const { accepted, acceptedValueCents } = expectedLines(2_000);
  expect(await rows("select count(*)::integer as lines, sum(revenue) * 100 as cents, count(customer_id)::integer as customers from daily.stg_sales")).toEqual([
    { lines: accepted, cents: `${acceptedValueCents}.00`, customers: 0 },
  ]);
  expect(await rows("from daily.dim_customer_features")).toEqual([]);
}, 120_000);
