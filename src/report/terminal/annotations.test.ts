import { expect, test } from "vitest";
import { annotation } from "./annotations.ts";

test("what GitHub would read as its own is escaped", () => {
  const text = annotation({ level: "error", origin: { file: "models/a,b:c.ts", line: 1, column: 2 }, title: "50%", message: "100%\r\nof: it" }, "/repo", "/repo");
  expect(text).toBe("::error file=models/a%2Cb%3Ac.ts,line=1,col=2,title=50%25::100%25%0D%0Aof: it");
});

test("a problem without a place is one of the whole run", () => {
  expect(annotation({ level: "error", origin: undefined, title: "x", message: "y" }, "/repo", "/repo")).toBe("::error title=x::y");
});
