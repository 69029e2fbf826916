import { createHash } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import type { Dialect, Session } from "../../adapters/adapter.ts";
import { adapter } from "../../adapters/postgres/adapter.ts";
import { cases, randomFor, tell } from "../faults/scale.ts";
import { openSandbox } from "../../adapters/duckdb/sandbox.ts";
import { testDatabase } from "../postgres.ts";

/** What could end a text or a name early, or mean something else in it. */
const pieces = ["'", "''", '"', '""', "\\", "\\'", "\\\\", "$$", "$a$", "$1", "?", ":a", "%s", "--", "/*", "*/", ";", "\n", "\r", "\t", "\b", "E'", "U&'", "\\x41", "\\u0041", "{{", "}}", "${", "`", "null", "ä", "名", "😀", "\u200b", "\ufeff", "\u2028", "e\u0301", " ", "a", "A", "0"];

const values = cases(1000, 100_000);
const perStatement = 100;

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

async function engines(): Promise<readonly { readonly name: string; readonly dialect: Dialect; readonly session: Session }[]> {
  const sandbox = await openSandbox();
  const { config } = await testDatabase();
  const driver = await adapter.connect(config, { root: "/" });
  afterAll(() => Promise.all([sandbox.close(), driver.close()]));
  return [{ name: "DuckDB", dialect: sandbox.dialect, session: sandbox }, { name: "PostgreSQL", dialect: adapter.dialect, session: driver }];
}

describe.each(await engines())("in $name", ({ name, dialect, session }) => {
  const random = randomFor("B5");
  const word = (most: number): string => Array.from({ length: 1 + Math.floor(random() * most) }, () => pieces[Math.floor(random() * pieces.length)]!).join("");
  // DuckDB's library for Node takes U+FEFF at the beginning of a text for a mark of its encoding (1.5.6).
  const asRead = (text: string): string => (name === "DuckDB" ? text.replace(/^\ufeff/, "") : text);
  const counts = { values: 0, names: 0, mismatches: 0 };
  afterAll(() => tell(`B5 quoting in ${name}`, counts));

  test(`${values} texts and as many names come back as they were given`, async () => {
    for (let from = 0; from < values; from += perStatement) {
      const texts = Array.from({ length: perStatement }, () => word(12));
      // A name is told from others by its number; the server keeps 63 bytes.
      const names = texts.map((_, index) => `${index}${Buffer.from(word(6)).subarray(0, 48).toString("utf8").replaceAll("\ufffd", "")}`);
      const select = (value: (literal: string) => string) => `select ${texts.map((text, index) => `${value(dialect.literal(text, "text"))} as ${dialect.quote(names[index]!)}`).join(", ")}`;
      const [row] = await session.query(select((literal) => literal));
      const [sums] = await session.query(select((literal) => `md5(${literal})`));
      counts.values += perStatement;
      counts.names += perStatement;
      counts.mismatches += names.filter((column, index) => row![column] !== asRead(texts[index]!) || sums![column] !== md5(texts[index]!)).length;
      expect(row).toEqual(Object.fromEntries(names.map((column, index) => [column, asRead(texts[index]!)])));
      // What the engine has, whoever reads it.
      expect(sums).toEqual(Object.fromEntries(names.map((column, index) => [column, md5(texts[index]!)])));
    }
  });

  test("so do comments, and names of tables, columns and schemas", async () => {
    for (let round = 0; round < values / 50; round++) {
      const [schema, table, column, text] = [`s${word(4)}`, `t${word(4)}`, `c${word(4)}`, word(12)].map((value) => Buffer.from(value).subarray(0, 60).toString("utf8").replaceAll("\ufffd", ""));
      const relation = `${dialect.quote(schema!)}.${dialect.quote(table!)}`;
      await session.execute(`create schema ${dialect.quote(schema!)}`);
      await session.execute(`create table ${relation} as select ${dialect.literal(text!, "text")} as ${dialect.quote(column!)}`);
      await session.execute(`comment on column ${relation}.${dialect.quote(column!)} is ${dialect.literal(text!, "text")}`);
      expect(await session.query(`select * from ${relation} where ${dialect.quote(column!)} = ${dialect.literal(text!, "text")}`)).toEqual([{ [column!]: asRead(text!) }]);
      expect(await session.query(`select table_schema as s, table_name as t, column_name as c from information_schema.columns where table_schema = ${dialect.literal(schema!, "text")}`)).toEqual([{ s: schema, t: table, c: column }]);
      await session.execute(`drop schema ${dialect.quote(schema!)} cascade`);
      counts.values++;
      counts.names += 3;
    }
  });
});
