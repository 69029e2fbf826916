import { expect, test } from "vitest";
import { safeHref } from "./safe-href.ts";

test.each(["https://example.com/a?b=c#d", "http://example.com", "mailto:data@example.com", "docs/readme.md", "../a.sql", "/a", "?a=b", "a/b:c", "#/node/shop.orders"])("%s is a link", (href) => {
  expect(safeHref(href)).toBe(href);
});

test.each(["javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "\u0001javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "blob:x", "//example.com", "\\\\example.com", "#top", ""])(
  "%j is none",
  (href) => {
    expect(safeHref(href)).toBeUndefined();
  },
);
