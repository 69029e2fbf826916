import { readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

/**
 * The floor: a list of plain statements through one connection of one process, as a person would send them by hand.
 *
 * Usage: plain.ts STATEMENTS.json DATABASE; the file holds { build: string[], tests: string[] }.
 */
const [statements, database] = process.argv.slice(2);
const { build, tests } = JSON.parse(readFileSync(statements!, "utf8")) as { build: string[]; tests: string[] };
const instance = await DuckDBInstance.create(database!);
const connection = await instance.connect();
for (const statement of build) await connection.run(statement);
let failures = 0n;
for (const test of tests) failures += BigInt((await connection.runAndReadAll(test)).getRows()[0]!.at(-1) as bigint);
if (failures > 0n) process.stderr.write(`${failures} failures\n`);
connection.closeSync();
instance.closeSync();
