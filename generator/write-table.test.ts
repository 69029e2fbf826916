import { readFileSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { dirname } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Table, Value } from "./domain.ts";
import { rowsOf, temporaryFolder } from "./duckdb-for-tests.ts";
import { writeTable } from "./write-table.ts";

const numbers = (rows: number, row = (i: number): readonly Value[] => [i]): Table => ({ path: "shop/numbers", columns: { n: "integer" }, rows, row });

test("a CSV has a header, quotes what needs it and leaves null empty", async () => {
  const cells = [["plain", 1.5], ['6" PLATE, RED', null], ["two\nlines", -3]] as const;
  const table: Table = { path: "shop/cells", columns: { name: "varchar", price: "double" }, rows: 3, row: (i) => cells[i - 1]! };
  const folder = temporaryFolder();

  const { file } = await writeTable(table, 1, folder, "csv");
  expect(readFileSync(file, "utf8")).toBe('name,price\nplain,1.5\n"6"" PLATE, RED",\n"two\nlines",-3\n');

  const parquet = await writeTable(table, 1, folder, "parquet");
  expect(await rowsOf(`from '${parquet.file}'`)).toEqual(cells.map(([name, price]) => ({ name, price })));
});

test("a table keeps the format of its real file, whatever is asked for", async () => {
  const table: Table = { path: "shop/cells", format: "csv.gz", nullText: "NA", columns: { name: "varchar", price: "double" }, rows: 1, row: () => ["plain", null] };
  const { file } = await writeTable(table, 1, temporaryFolder(), "parquet");
  expect(file).toMatch(/shop.cells\.csv\.gz$/);
  expect(gunzipSync(readFileSync(file)).toString()).toBe("name,price\nplain,NA\n");
  expect(readdirSync(dirname(file)).sort()).toEqual(["cells.csv.gz", "cells.csv.gz.made-of.json"]);
});

test("an equal run keeps the file, and another size or generator makes it again", async () => {
  const folder = temporaryFolder();
  const runs = [
    await writeTable(numbers(3), 1, folder, "csv"),
    await writeTable(numbers(3), 1, folder, "csv"),
    await writeTable(numbers(4), 1, folder, "csv"),
    await writeTable(numbers(4), 2, folder, "csv"),
  ];
  expect(runs.map(({ isNew }) => isNew)).toEqual([true, false, true, true]);
});

test("a kept file is not touched, and one without its note is made again", async () => {
  const folder = temporaryFolder();
  const { file } = await writeTable(numbers(3), 1, folder, "parquet");
  utimesSync(file, 1000, 1000);
  await writeTable(numbers(3), 1, folder, "parquet");
  expect(statSync(file).mtimeMs).toBe(1_000_000);

  rmSync(`${file}.made-of.json`);
  expect((await writeTable(numbers(3), 1, folder, "parquet")).isNew).toBe(true);
});

test.each(["csv", "csv.gz", "parquet"] as const)("a run that fails midway leaves the old %s file whole and nothing beside it", async (format) => {
  const folder = temporaryFolder();
  const { file } = await writeTable(numbers(3), 1, folder, format);
  const before = readFileSync(file);
  const files = readdirSync(dirname(file));

  const failing = numbers(300_000, (i) => {
    if (i === 299_999) throw new Error("the power is gone");
    return [i];
  });
  await expect(writeTable(failing, 1, folder, format)).rejects.toThrow("the power is gone");

  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(dirname(file))).toEqual(files);
  expect((await writeTable(numbers(3), 1, folder, format)).isNew).toBe(false);
});
