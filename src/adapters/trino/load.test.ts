import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { FileScan } from "../adapter.ts";
import type { TrinoDriver } from "./driver.ts";
import { connectTrino, newSchema, serverUrl, stagingFolder } from "../../testing/trino.ts";

const folder = mkdtempSync(join(tmpdir(), "rmodel-load-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const columns: FileScan["columns"] = [
  { name: "id", type: { family: "integer" }, nullable: false },
  { name: "Amount", type: { family: "decimal", precision: 38, scale: 9 }, nullable: true },
  { name: "small", type: { family: "decimal", precision: 10, scale: 2 }, nullable: true },
  { name: "ratio", type: { family: "double" }, nullable: true },
  { name: "note", type: { family: "text" }, nullable: true },
  { name: "paid", type: { family: "boolean" }, nullable: true },
  { name: "day", type: { family: "date" }, nullable: true },
  { name: "at", type: { family: "timestamp" }, nullable: true },
];

const csv = `id,Amount,small,ratio,note,paid,day,at
9223372036854775807,12345678901234567890123456789.123456789,-0.01,0.1,"it's ""x"", 𝄞
next\\line",true,2011-12-09,2011-12-09 12:50:00.123456
-9223372036854775808,-0.000000001,99999999.99,1e-300,,false,0001-01-01,1969-12-31 23:59:59.999999
3,,,,"",,,
4,0,0,-1.7976931348623157e308,"null",true,9999-12-31,9999-12-31 23:59:59
`;

const expected = [
  { id: -9223372036854775808n, amount: "-0.000000001", small: "99999999.99", ratio: 1e-300, note: null, paid: false, day: "0001-01-01", at: "1969-12-31 23:59:59.999999" },
  { id: 3n, amount: null, small: null, ratio: null, note: "", paid: null, day: null, at: null },
  { id: 4n, amount: "0.000000000", small: "0.00", ratio: -1.7976931348623157e308, note: "null", paid: true, day: "9999-12-31", at: "9999-12-31 23:59:59" },
  { id: 9223372036854775807n, amount: "12345678901234567890123456789.123456789", small: "-0.01", ratio: 0.1, note: "it's \"x\", 𝄞\nnext\\line", paid: true, day: "2011-12-09", at: "2011-12-09 12:50:00.123456" },
];

function fileOf(name: string, text: string, scan: Partial<FileScan> = {}): FileScan {
  const path = join(folder, name);
  writeFileSync(path, text);
  return { path, format: "csv", csv: {}, columns, ...scan };
}

const ways = [
  ["through a staging folder", stagingFolder],
  ["as text", undefined],
] as const;

describe.skipIf(serverUrl === undefined).each(ways)("files loaded %s", async (way, staging) => {
  const isSkipped = serverUrl === undefined || (way !== "as text" && staging === undefined);
  const driver: TrinoDriver = await (isSkipped ? undefined! : connectTrino(staging === undefined ? {} : { staging }));
  const schema = isSkipped ? "" : await newSchema(driver);
  const load = (name: string, file: FileScan, rejects?: string) => driver.transaction((session) => driver.load(session, { schema, name }, file, rejects === undefined ? undefined : { schema, name: rejects }));
  const relations = async () => (await driver.query(`select table_name as name from information_schema.tables where table_schema = '${schema}'`)).map(({ name }) => name);
  const staged = () => (staging === undefined || !existsSync(staging.path) ? [] : readdirSync(staging.path, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".parquet")));

  test.skipIf(isSkipped)("keep every digit, character and null", async () => {
    expect(await load("exact", fileOf("exact.csv", csv))).toEqual({ accepted: 4, rejected: 0 });
    expect(await driver.query(`select * from ${schema}.exact order by id`)).toEqual(expected);
  });

  test.skipIf(isSkipped)("have lists and JSON", async () => {
    const types: FileScan["columns"] = [
      { name: "tags", type: { family: "list", of: { family: "text" } }, nullable: true },
      { name: "counts", type: { family: "list", of: { family: "list", of: { family: "integer" } } }, nullable: true },
      { name: "more", type: { family: "json" }, nullable: true },
    ];
    const text = JSON.stringify([{ tags: ["a,b", 'say "x"', "back\\slash", "{}", "NULL", "", null], counts: [[1, 2], [], [null]], more: { a: [1, "ü"] } }, { tags: [], counts: null, more: null }]);
    expect(await load("lists", fileOf("lists.json", text, { format: "json", columns: types }))).toEqual({ accepted: 2, rejected: 0 });
    const rows = await driver.query(`select * from ${schema}.lists order by cardinality(tags) desc`);
    expect(rows.map(({ more, ...row }) => ({ ...row, more: more === null ? null : JSON.parse(String(more)) }))).toEqual([
      { tags: ["a,b", 'say "x"', "back\\slash", "{}", "NULL", "", null], counts: [[1n, 2n], [], [null]], more: { a: [1, "ü"] } },
      { tags: [], counts: null, more: null },
    ]);
  });

  test.skipIf(isSkipped)("with a bad row leave nothing behind, and the message is that of every engine", async () => {
    const before = await relations();
    const files = staged();
    await expect(load("bad", fileOf("bad.csv", csv.replace("99999999.99", "99999999.999")))).rejects.toMatchObject({ code: "RM4020", origin: { line: 4 } });
    expect(await relations()).toEqual(before);
    expect(staged()).toEqual(files);
  });

  test.skipIf(isSkipped)("can keep bad rows aside", async () => {
    const file = fileOf("rejects.csv", csv.replace("99999999.99", "x'y"));
    expect(await load("good", file, "good__rejects")).toEqual({ accepted: 3, rejected: 1 });
    expect(await driver.query(`select id from ${schema}.good order by 1`)).toEqual([3n, 4n, 9223372036854775807n].map((id) => ({ id })));
    expect(await driver.query(`select line, column_name, row_text from ${schema}.good__rejects`)).toEqual([{ line: 4n, column_name: "small", row_text: expect.stringContaining("x'y") }]);
    expect(await load("all_good", fileOf("all.csv", csv), "all_good__rejects")).toEqual({ accepted: 4, rejected: 0 });
    expect(await driver.query(`select * from ${schema}.all_good__rejects`)).toEqual([]);
  });

  test.skipIf(isSkipped)("may be many rows", { timeout: 120_000 }, async () => {
    const count = 20_000;
    const rows = Array.from({ length: count }, (_, n) => `${n},${n}.${String(n).padStart(9, "0")},${n % 100}.25,${n / 7},"row ${n} it's ""quoted""",${n % 2 === 0},2024-01-31,2024-01-31 00:00:00.${String(n).padStart(6, "0")}`);
    const start = performance.now();
    expect(await load("many", fileOf("many.csv", `${csv.split("\n")[0]}\n${rows.join("\n")}\n`))).toEqual({ accepted: count, rejected: 0 });
    const seconds = (performance.now() - start) / 1000;
    console.log(`${way}: ${count} rows in ${seconds.toFixed(2)} s, ${Math.round(count / seconds)} rows/s`);
    const [row] = await driver.query(`select count(distinct id) as ids, sum(amount) as amount, sum(ratio) as ratio, max(at) as at, min(note) as note from ${schema}.many`);
    expect(row).toMatchObject({ ids: BigInt(count), at: "2024-01-31 00:00:00.019999", note: 'row 0 it\'s "quoted"', amount: "199990000.199990000" });
    expect(Number(row!.ratio)).toBeCloseTo((count * (count - 1)) / 14, 3);
  });

  test.skipIf(isSkipped || staging === undefined)("and go with their table", async () => {
    const before = staged().length;
    await load("dropped", fileOf("dropped.csv", csv));
    expect(staged()).toHaveLength(before + 1);
    await driver.session((session) => driver.drop(session, { schema, name: "dropped" }, "table"));
    expect(staged()).toHaveLength(before);
  });
});
