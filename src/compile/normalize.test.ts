import { expect, test } from "vitest";
import { normalizeSql } from "./normalize.ts";

test.each([
  ["layout", "select  a,\n\tb", "select a , b"],
  ["a line comment", "select a -- it's b\n, b", "select a, b"],
  ["a comment at the end", "select a -- b", "select a"],
  ["a block comment", "select a /* 'b */, b", "select a, b"],
  ["a comment inside a comment", "select a /* x /* y */ it's */, 'B'", "select a, 'B'"],
  ["a comment after an operator", "select a >-- it's\n b, 'C'", "select a > b, 'C'"],
  ["a comment between operators", "select a */* it's */b, 'C'", "select a * b, 'C'"],
  ["the case of words", "SELECT A From T", "select a from t"],
])("%s changes nothing", (_, a, b) => {
  expect(normalizeSql(a)).toBe(normalizeSql(b));
});

test.each([
  ["the case of a text", "select 'a'", "select 'A'"],
  ["white space in a text", "select 'a b'", "select 'a  b'"],
  ["what looks like a comment in a text", "select 'a -- b'", "select 'a -- c'"],
  ["a text after a doubled quote", "select 'it''s' || 'A'", "select 'it''s' || 'a'"],
  ["a text after an escaped quote", String.raw`select e'it\'s', 'A'`, String.raw`select e'it\'s', 'a'`],
  ["a text with backslashes", String.raw`select 'it\', 'A'`, String.raw`select 'it\', 'a'`],
  ["a text in dollars", "select $$A$$", "select $$a$$"],
  ["a quoted name", 'select "A"', 'select "a"'],
  ["a word", "select a", "select b"],
  ["an operator", "select a < b", "select a <= b"],
  ["spaces between operators", "select a - -b", "select a --b"],
  ["spaces between words", "select a b", "select ab"],
  ["the text of a typed literal", "select date'2024-01-01'", "select date'2024-01-02'"],
])("%s changes the meaning", (_, a, b) => {
  expect(normalizeSql(a)).not.toBe(normalizeSql(b));
});
