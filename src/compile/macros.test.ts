import { describe, expect, test } from "vitest";
import { compileFiles, problemsIn } from "../testing/project.ts";
import { openSandbox } from "../adapters/duckdb/sandbox.ts";
import { textOf } from "./render.ts";

const macro = (args: string, template: string): string => `---\ndescription: For tests.\nargs:\n${args}---\n${template}\n`;

const files = (hbs: string, call: string) => ({
  "macros/clip.hbs": hbs,
  "models/shop/a.ts": `import { fn, model, sql, t } from "rmodel";
import clip from "../../macros/clip.hbs";
void fn;
export default model({ columns: { a: t.text() }, query: sql\`select \${
  ${call}} as a\` });
`,
});

async function expanded(hbs: string, call: string): Promise<string> {
  const { relations } = await compileFiles(files(hbs, call));
  return textOf(relations.get("shop.a")!.query!, (id) => `{${id}}`);
}

const lower = macro("  value: { type: sql }\n", "lower({{value}})");

describe("a macro", () => {
  test.each([
    ["takes SQL as it is", lower, "clip({ value: sql`'A' || 'B'` })", "select lower('A' || 'B') as a"],
    ["takes a value as a literal", lower, 'clip({ value: "it\'s" })', "select lower('it''s') as a"],
    ["takes a call of the dialect", lower, 'clip({ value: fn.regexReplace("a", "b", "c") })', "select lower(regexp_replace('a', 'b', 'c', 'g')) as a"],
    ["uses an argument as often as it names it", macro("  v: {}\n", "{{v}} || {{v}}"), "clip({ v: sql`'x'` })", "select 'x' || 'x' as a"],
    ["has defaults", macro("  v: { type: text, default: \"none\" }\n", "{{v}}"), "clip()", "select 'none' as a"],
    ["chooses by a boolean", macro("  v: { type: boolean }\n", "{{#if v}}'yes'{{else}}'no'{{/if}}"), "clip({ v: false })", "select 'no' as a"],
    ["knows the value of a number", macro("  v: { type: number }\n", "repeat('x', {{v}})"), "clip({ v: 3 })", "select repeat('x', 3) as a"],
    ["leaves quotes and signs of SQL as they are", macro("  v: {}\n", "case when {{v}} <> 'a&b' then '<' end"), "clip({ v: sql`'x'` })", "select case when 'x' <> 'a&b' then '<' end as a"],
    ["may end with a comment", macro("  v: {}\n", "{{v}} -- as it is"), "clip({ v: sql`'x'` })", "select 'x' -- as it is\n as a"],
  ])("%s", async (_, hbs, call, text) => {
    expect(await expanded(hbs, call)).toBe(text);
  });

  test("never pastes a text: whatever it is, it comes back as it was", async () => {
    const attack = "'); drop table x; -- {{value}} \\ \" ${1} \u{e000}0\u{e001}";
    const sandbox = await openSandbox();
    const rows = await sandbox.query(await expanded(macro("  value: { type: text }\n", "{{value}}"), `clip({ value: ${JSON.stringify(attack)} })`));
    await sandbox.close();
    expect(rows).toEqual([{ a: attack }]);
  });
});

describe("a call is refused at its place:", () => {
  const two = macro("  value: { type: sql }\n  times: { type: number, default: 1 }\n", "repeat({{value}}, {{times}})");
  test.each([
    ["an argument is missing", "clip({ times: 2 })", 'macro "clip" needs the argument "value"', "its arguments: value, times"],
    ["an argument is unknown", 'clip({ valeu: "x" })', 'macro "clip" has no argument "valeu"', "write value"],
    ["a number is a text", 'clip({ value: "x", times: "2" })', 'argument "times" of macro "clip" is a number', "write a plain number"],
    ["a number is SQL", 'clip({ value: "x", times: sql`1 + 1` })', 'argument "times" of macro "clip" is a number', "write a plain number"],
  ])("%s", async (_, call, message, fix) => {
    expect(await problemsIn(files(two, call))).toEqual([{ at: "RM3020 models/shop/a.ts:5:3", message, fix }]);
  });

  test("the SQL that it makes is wrong", async () => {
    const found = await problemsIn(files(macro("  value: {}\n", "lowwer({{value}})"), 'clip({ value: "x" })'));
    expect(found.map(({ at }) => at)).toEqual(["RM3001 models/shop/a.ts:4:68"]);
  });
});

describe("a template is refused when it", () => {
  test.each([
    ["names what is no argument", macro("  v: {}\n", "{{v}} {{w}}"), /macro "clip" cannot be expanded: "w" not defined/],
    ["is malformed", macro("  v: {}\n", "{{#if v}}"), /macro "clip" cannot be expanded: Parse error/],
    ["puts an argument into quotes, where a text would stand outside of them", macro("  v: { type: text }\n", "'{{v}}'"), /in macro "clip" a hole stands inside quotes/],
  ])("%s", async (_, hbs, message) => {
    const found = await problemsIn(files(hbs, 'clip({ v: "x" })'));
    expect(found.map(({ at }) => at)).toEqual(["RM3021 macros/clip.hbs:1:1"]);
    expect(found[0]!.message).toMatch(message);
  });

  test.each([
    ["has no front matter", "lower({{v}})", "RM1010 macros/clip.hbs:1:1"],
    ["declares an argument of no known type", macro("  v: { type: int }\n", "{{v}}"), "RM1010 macros/clip.hbs:4:14"],
    ["is no YAML", macro("  v: [\n", "{{v}}"), "RM1010 macros/clip.hbs:4:7"],
  ])("%s", async (_, hbs, place) => {
    expect((await problemsIn(files(hbs, "clip()"))).map(({ at }) => at)).toEqual([place]);
  });
});

test("a macro that does not exist is told with the nearest one", async () => {
  const text = 'import { macro, model, sql, t } from "rmodel";\nexport default model({ columns: { a: t.text() }, query: sql`select ${macro("clipp")()} as a` });\n';
  expect(await problemsIn({ "macros/clip.hbs": lower, "models/shop/a.ts": text })).toEqual([{ at: "RM3020 models/shop/a.ts:2:83", message: 'there is no macro "clipp"', fix: "write clip" }]);
});
