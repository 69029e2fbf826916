import { expect, test } from "vitest";
import { onlineRetail } from "../fixture/online-retail.ts";
import { payloads } from "../fixture/payloads.ts";
import { tokenize, type Language } from "./highlight.ts";

const short = (code: string, language: Language): readonly string[] => tokenize(code, language).map((token) => `${token.kind} ${token.text}`);

test("SQL: keywords, calls, types, literals and comments", () => {
  expect(short("select count(*) as \"from\" -- all\nfrom t where a = 'it''s' and b::date > 1.5", "sql")).toEqual([
    "keyword select", "plain  ", "call count", "plain (*) ", "keyword as", 'plain  "from" ', "comment -- all", "plain \n", "keyword from", "plain  t ", "keyword where", "plain  a = ", "string 'it''s'",
    "plain  ", "keyword and", "plain  b::", "type date", "plain  > ", "number 1.5",
  ]);
});

test("TypeScript: the template after sql is SQL, its holes are TypeScript, other templates are text", () => {
  expect(short("const a = sql`select ${f(`x`)} from b`; // end", "ts")).toEqual([
    "keyword const", "plain  a = ", "call sql", "plain `", "keyword select", "plain  ${", "call f", "plain (", "string `x`", "plain )} ", "keyword from", "plain  b`; ", "comment // end",
  ]);
});

test("a backtick in a comment or a string opens nothing", () => {
  expect(short("// `\n'`' as", "ts")).toEqual(["comment // `", "plain \n", "string '`'", "plain  ", "keyword as"]);
});

const unfinished = ["`", "sql`${", "sql`${`${", "'", "/*", '"\\', "sql`\\"];
test.each([...unfinished, ...payloads, ...onlineRetail.nodes.map((node) => node.source ?? "")])("the pieces joined are the code: %j", (code) => {
  for (const language of ["sql", "ts"] as const) expect(tokenize(code, language).map((token) => token.text).join("")).toBe(code);
});
