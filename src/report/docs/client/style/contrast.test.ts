import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("./theme.css", import.meta.url), "utf8");
const [light, dark, chosenDark] = [...css.matchAll(/color-scheme: (?:light|dark);([^}]*)\}/g)].map(([, body]) => new Map([...(body ?? "").matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name ?? "", value ?? ""])));

test("the dark theme is the same whether the system or the reader chose it", () => {
  expect(dark?.size).toBeGreaterThan(30);
  expect(chosenDark).toEqual(dark);
});

const onSurfaces = ["ink", "ink-soft", "ink-quiet", "accent", "pass", "warn", "fail", "idle"].flatMap((text) => ["surface", "ground", "sunken"].map((ground) => [text, ground]));
const onOwn = ["pass", "warn", "fail", "idle", "accent"].map((text) => [text, `${text}-soft`]);
const onMark = [["ink", "mark"]];
const onCode = ["keyword", "string", "number", "comment", "call", "type"].map((kind) => [`code-${kind}`, "surface"]);
const onTone = [...css.matchAll(/\.tone-([\w-]+)/g)].map(([, tone]) => [`t-${tone}`, "surface"]);

test.each([...onSurfaces, ...onOwn, ...onMark, ...onCode, ...onTone])("%s on %s is readable (WCAG AA) in both themes", (text = "", ground = "") => {
  for (const theme of [light, dark]) expect(contrast(theme?.get(text) ?? "", theme?.get(ground) ?? "")).toBeGreaterThanOrEqual(4.5);
});

const onChart = [...css.matchAll(/(--chart-[\w]+):/g)].map(([, name]) => name?.slice(2) ?? "");

test.each([...new Set(onChart)])("%s can be seen on a surface (WCAG AA for graphics) in both themes", (color) => {
  for (const theme of [light, dark]) expect(contrast(theme?.get(color) ?? "", theme?.get("surface") ?? "")).toBeGreaterThanOrEqual(3);
});

/** @source WCAG 2.2, contrast ratio and relative luminance */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((one, other) => other - one);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
