import { expect, test } from "vitest";
import { parseInline, parseMarkdown, plainText, type Inline } from "./markdown.ts";

const text = (words: string): Inline => ({ kind: "text", text: words });

test("blocks: heading, paragraph, nested list, quote, fenced code", () => {
  expect(parseMarkdown("# Title\none\ntwo\n\n- a\n  1. b\n- c\n\n> said\n\n```sql\nselect 1\n\nfrom t\n```\nend")).toEqual([
    { kind: "heading", level: 1, children: [text("Title")] },
    { kind: "paragraph", children: [text("one two")] },
    {
      kind: "list",
      ordered: false,
      items: [
        [{ kind: "paragraph", children: [text("a")] }, { kind: "list", ordered: true, items: [[{ kind: "paragraph", children: [text("b")] }]] }],
        [{ kind: "paragraph", children: [text("c")] }],
      ],
    },
    { kind: "quote", blocks: [{ kind: "paragraph", children: [text("said")] }] },
    { kind: "code", language: "sql", text: "select 1\n\nfrom t" },
    { kind: "paragraph", children: [text("end")] },
  ]);
});

test.each<[string, Inline[]]>([
  ["**a** and *b*", [{ kind: "strong", children: [text("a")] }, text(" and "), { kind: "em", children: [text("b")] }]],
  ["~~old~~", [{ kind: "del", children: [text("old")] }]],
  ["`a * b`", [{ kind: "code", text: "a * b" }]],
  ["[the **guide**](https://example.com)", [{ kind: "link", href: "https://example.com", children: [text("the "), { kind: "strong", children: [text("guide")] }] }]],
  ["<https://example.com>", [{ kind: "link", href: "https://example.com", children: [text("https://example.com")] }]],
  ["snake_case_name stays", [text("snake_case_name stays")]],
  ["2 * 3 * 4", [text("2 * 3 * 4")]],
  ["\\*not\\*", [text("*not*")]],
  ["**open", [text("**open")]],
  ["<b>tags</b> &amp; entities", [text("<b>tags</b> &amp; entities")]],
])("inside a line: %s", (line, pieces) => {
  expect(parseInline(line)).toEqual(pieces);
});

test("plain text keeps the words and drops the marks", () => {
  expect(plainText("# A\n- **b** `c`\n\n> [d](e)")).toBe("A b c d");
});

test.each(["*", "_", "`", "[", "> ", "- ", "**a", "[a](", "``a", "~~"])("20,000 times %j ends within a second", (mark) => {
  const start = performance.now();
  parseMarkdown(mark.repeat(20_000));
  expect(performance.now() - start).toBeLessThan(1000);
});
