import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, startBrowser, type TestBrowser } from "../fixture/browser.ts";
import { largeProject } from "../fixture/large.ts";
import { onlineRetail } from "../fixture/online-retail.ts";
import { hostileProject, payloads } from "../fixture/payloads.ts";
import { pictures } from "../fixture/pictures.ts";

if (chromiumPath === undefined) console.warn("skipped: pages of the docs site, because no Chromium was found (set CHROMIUM_PATH)");

const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const everyPage = ["#/", "#/lineage", "#/lineage/online_retail.fact_sales?up=1&down=all", "#/node/online_retail.nothing", ...onlineRetail.nodes.map((node) => `#/node/${node.id}`)];

describe.skipIf(chromiumPath === undefined)("the docs site in Chromium, from disk", { timeout: 60_000 }, () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  test.each([
    ["wide", wide],
    ["phone", phone],
  ])("every page shows itself without an error, a request or sideways scrolling (%s)", async (_name, viewport) => {
    const { page, problems, requests } = await browser.open(onlineRetail, { viewport });
    for (const hash of everyPage) {
      await page.evaluate((to) => (location.hash = to), hash);
      await page.waitForFunction((to) => document.querySelector("main")?.dataset["route"] === to, hash);
      expect(await page.locator("main h1").count(), hash).toBe(1);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), hash).toBeLessThanOrEqual(viewport.width);
    }
    expect({ problems, requests }).toEqual({ problems: [], requests: [] });
    await page.context().close();
  });

  test("a deep link opens its node, marks it in the tree, and the back button returns", async () => {
    const { page } = await browser.open(onlineRetail, { hash: "#/node/online_retail.fact_sales?column=line_total" });
    expect(await page.locator("main h1").innerText()).toBe("fact_sales");
    expect(await page.locator(".tree [aria-current]").innerText()).toBe("fact_sales");
    expect(await page.locator("tr.is-target .column-name").innerText()).toBe("line_total");
    expect(await page.title()).toBe("online_retail.fact_sales · Retail warehouse · data docs");
    await page.locator(".relatives a", { hasText: "rpt_rfm" }).click();
    await page.waitForSelector("h1:has-text('rpt_rfm')");
    await page.goBack();
    await page.waitForSelector("h1:has-text('fact_sales')");
    await page.context().close();
  });

  test("a node's page shows facts, columns with their tests, failures first, and both codes", async () => {
    const { page } = await browser.open(onlineRetail, { hash: "#/node/online_retail.fact_sales" });
    expect(await page.locator(".facts").innerText()).toContain("524,878");
    expect(await page.locator(".columns tbody tr").count()).toBe(9);
    expect(await page.locator(".columns .test-chip.is-fail").innerText()).toBe("relationships dim_products");
    expect(await page.locator(".test").first().innerText()).toContain("12 failing rows");
    await page.getByRole("tab", { name: "Compiled (SQL)" }).click();
    expect(await page.locator(".code-panel:not([hidden]) .code-keyword").first().innerText()).toBe("select");
    await page.context().close();
  });

  test.each(["/", "Control+k"])("%s opens the search; arrows and Enter lead to the result", async (key) => {
    const { page } = await browser.open(onlineRetail);
    await page.keyboard.press(key);
    await page.keyboard.type("line_total");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    const first = page.locator("#search-results [aria-selected=true]");
    expect(await first.locator(".result-column").innerText()).toBe(".line_total");
    await page.keyboard.press("Enter");
    await page.waitForSelector("tr.is-target");
    expect(await page.locator("dialog").isVisible()).toBe(false);
    await page.keyboard.press("/");
    await page.keyboard.press("Escape");
    expect(await page.locator("dialog").isVisible()).toBe(false);
    await page.context().close();
  });

  test("light and dark follow the system; the reader's choice is kept", async () => {
    const { page } = await browser.open(onlineRetail, { colorScheme: "dark", viewport: wide });
    const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await ground()).toBe("rgb(14, 20, 19)");
    await page.getByRole("button", { name: "Change between light and dark" }).click();
    expect(await ground()).toBe("rgb(245, 247, 246)");
    await page.reload();
    expect(await ground()).toBe("rgb(245, 247, 246)");
    await page.context().close();
  });

  test("on a phone the navigation is a drawer that opens, leads on and closes", async () => {
    const { page } = await browser.open(onlineRetail, { viewport: phone });
    const link = page.locator(".tree a", { hasText: "dim_date" });
    expect(await link.isVisible()).toBe(false);
    await page.getByRole("button", { name: "Navigation" }).click();
    await link.click();
    await page.waitForSelector("h1:has-text('dim_date')");
    await link.waitFor({ state: "hidden" });
    await page.context().close();
  });

  test("the lineage: a click focuses, steps change the depth, the legend hides a layer, a drag moves", async () => {
    const { page } = await browser.open(onlineRetail, { hash: "#/lineage", viewport: wide });
    const nodes = page.locator(".graph-node");
    expect(await nodes.count()).toBe(17);
    await page.locator(".graph-node", { hasText: "rpt_rfm" }).click();
    await page.waitForSelector(".graph-node.is-focus");
    const atTwo = await nodes.count();
    await page.getByRole("link", { name: "Up: one step less" }).click();
    await expect.poll(() => nodes.count()).toBe(3);
    expect(atTwo).toBeGreaterThan(3);
    await page.getByRole("button", { name: /^dims/ }).click();
    expect(await nodes.count()).toBe(2);
    const world = page.locator(".graph-canvas > g");
    const before = await world.getAttribute("transform");
    await page.mouse.move(500, 600);
    await page.mouse.down();
    await page.mouse.move(560, 640, { steps: 4 });
    await page.mouse.up();
    expect(await world.getAttribute("transform")).not.toBe(before);
    await page.context().close();
  });

  test.each([
    ["wide", wide],
    ["phone", phone],
  ])("every page with pictures shows itself without an error, a request or sideways scrolling (%s)", async (_name, viewport) => {
    const { page, problems, requests } = await browser.open(pictures, { viewport });
    for (const hash of ["#/", "#/lineage", ...pictures.nodes.map((node) => `#/node/${node.id}`)]) {
      await page.evaluate((to) => (location.hash = to), hash);
      await page.waitForFunction((to) => document.querySelector("main")?.dataset["route"] === to, hash);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), hash).toBeLessThanOrEqual(viewport.width);
    }
    expect({ problems, requests }).toEqual({ problems: [], requests: [] });
    await page.context().close();
  });

  test.each(["light", "dark"] as const)("a forecast draws its history, hold-out, forecast and interval in colours of the theme (%s)", async (colorScheme) => {
    const { page, problems } = await browser.open(pictures, { hash: "#/node/shop.ahead", viewport: wide, colorScheme });
    await page.waitForSelector(".plot canvas");
    const drawn = await page.evaluate(colorsDrawn, ["--chart-actual", "--chart-holdout", "--chart-ahead"]);
    for (const [name, count] of Object.entries(drawn)) expect(count, name).toBeGreaterThan(50);
    expect(await page.locator(".plot-legend").innerText()).toMatch(/History\s+Hold-out, actual\s+Hold-out, forecast\s+Forecast\s+80 % interval/);
    await page.getByRole("button", { name: "Change between light and dark" }).click();
    const changed = await page.evaluate(colorsDrawn, ["--chart-actual", "--chart-holdout", "--chart-ahead"]);
    for (const [name, count] of Object.entries(changed)) expect(count, name).toBeGreaterThan(50);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test("another key is picked by typing, by arrows and by the buttons beside; the picture and its equation follow", async () => {
    const { page, problems } = await browser.open(pictures, { hash: "#/node/shop.ahead", viewport: wide });
    const picker = page.getByRole("combobox", { name: "store" });
    const picture = (): Promise<string> => page.locator(".plot canvas").evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    await page.waitForSelector(".plot canvas");
    expect(await picker.inputValue()).toBe("north");
    const north = await picture();
    await picker.fill("har");
    expect(await page.getByRole("option").allInnerTexts()).toEqual(["harbour"]);
    await page.keyboard.press("Enter");
    expect(await picker.inputValue()).toBe("harbour");
    await expect.poll(picture).not.toBe(north);
    expect(await page.locator(".equation").innerText()).toContain("ridge_0.1 of harbour");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    expect(await picker.inputValue()).toBe("south");
    await page.getByRole("button", { name: "Next: store" }).click();
    await page.getByRole("button", { name: "Next: store" }).click();
    expect(await picker.inputValue()).toBe("north");
    await expect.poll(picture).toBe(north);
    await picker.fill("nowhere");
    expect(await page.locator(".picker-list").innerText()).toContain("No key shown here has that name.");
    await page.keyboard.press("Escape");
    expect(await picker.inputValue()).toBe("north");
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test("values are read with the pointer, with the arrow keys, and in a table", async () => {
    const { page } = await browser.open(pictures, { hash: "#/node/shop.ahead", viewport: wide });
    const plot = page.locator(".plot");
    await page.waitForSelector(".plot canvas");
    await plot.focus();
    await page.keyboard.press("End");
    expect(await plot.getAttribute("aria-valuetext")).toMatch(/^Mon, 9 Nov 2026, Forecast [\d.]+, 80 % interval [\d.]+ to [\d.]+$/);
    await page.keyboard.press("PageUp");
    await page.keyboard.press("PageUp");
    await page.keyboard.press("ArrowRight");
    expect(await plot.getAttribute("aria-valuetext")).toMatch(/^Wed, 21 Oct 2026, Hold-out, actual [\d.]+, Hold-out, forecast [\d.]+$/);
    expect(await page.locator(".plot-tip").innerText()).toContain("Wed, 21 Oct 2026");
    await page.keyboard.press("Escape");
    expect(await page.locator(".plot-tip").isVisible()).toBe(false);
    const box = (await plot.boundingBox())!;
    await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2, { steps: 3 });
    expect(await page.locator(".plot-tip").innerText()).toContain("History");
    await page.getByText("The same as a table").click();
    await page.locator(".unfold tbody tr").first().waitFor();
    expect(await page.locator(".unfold tbody tr").count()).toBe(70);
    await page.context().close();
  });

  test("a forecast's page has its gate, candidates, blocks, parameters and what is made along with it", async () => {
    const { page } = await browser.open(pictures, { hash: "#/node/shop.ahead", viewport: wide });
    expect(await page.locator(".gate").innerText()).toMatch(/pass\s+Gate: beats every baseline/);
    expect(await page.locator("#candidates tbody").first().locator("tr th").allInnerTexts()).toEqual(["what each series chose", "ridge_0.1", expect.stringMatching(/seasonal_naive\s*baseline/)]);
    expect(await page.locator("#candidates .fold-strip").count()).toBe(2);
    expect(await page.locator("#segments .data-title").allInnerTexts()).toEqual([expect.stringMatching(/weekend\s*Validation/), expect.stringMatching(/weekend\s*Test/), expect.stringMatching(/city\s*Validation/)]);
    expect(await page.locator("#segments tbody").first().locator("tr").allInnerTexts()).toEqual([expect.stringMatching(/true\s+9\s+12\s+160/), expect.stringMatching(/–\s+–\s+–\s+40/)]);
    expect(await page.locator("#parameters").innerText()).toContain("revenue, 14 days ahead");
    expect(await page.locator(".companions a").allInnerTexts()).toEqual(["ahead__series", "ahead__scores"]);
    expect(await page.locator(".leaf-companions:not([hidden]) a").allInnerTexts()).toEqual(["series", "scores"]);
    expect(await page.locator(".tree a:visible", { hasText: "fit" }).allInnerTexts()).toEqual(["fit"]);
    await page.locator(".companions a", { hasText: "ahead__scores" }).click();
    await page.locator(".companion-note a", { hasText: "ahead" }).click();
    await page.waitForSelector("h1:has-text('ahead')");
    await page.evaluate(() => (location.hash = "#/node/shop.unbuilt"));
    await page.waitForSelector("h1:has-text('unbuilt')");
    expect(await page.locator("#forecast").innerText()).toContain("It was not built here yet.");
    await page.context().close();
  });

  test("a forecast of one series has no picker, and marks the candidate that was chosen", async () => {
    const { page } = await browser.open(pictures, { hash: "#/node/shop.single", viewport: wide });
    await page.waitForSelector(".plot canvas");
    expect(await page.locator(".picker").count()).toBe(0);
    expect(await page.locator("#segments").count()).toBe(0);
    expect(await page.locator("#candidates thead").first().innerText()).not.toContain("Series");
    expect(await page.locator("#candidates tbody").first().locator("tr th").allInnerTexts()).toEqual([expect.stringMatching(/ridge_0.1\s*chosen/), expect.stringMatching(/naive\s*baseline/)]);
    await page.context().close();
  });

  test("a regression shows its equation with how sure it is", async () => {
    const { page } = await browser.open(pictures, { hash: "#/node/shop.fit", viewport: wide });
    expect(await page.locator("#coefficients thead th").allInnerTexts()).toEqual(["Term", "Estimate", "Std. error", "t", "p"]);
    expect(await page.locator("#coefficients tbody tr").allInnerTexts()).toEqual(["(intercept)\t3.5\t0.5\t7\t< 0.0001", "promo\tdropped\t–\t–\t–"]);
    expect(await page.locator("#coefficients .facts").innerText()).toMatch(/n\s+500\s+R²\s+0.51/);
    await page.context().close();
  });

  test("a model's chart is drawn: bars as a table, lines on a canvas, or the reason why not", async () => {
    const { page } = await browser.open(pictures, { hash: "#/node/shop.rpt_bars", viewport: wide });
    const widths = await page.locator(".chart-bar").evaluateAll((bars) => bars.map((bar) => (bar as HTMLElement).style.width));
    expect(widths).toEqual(["22.22%", "11.11%", "88.89%", "0%"]);
    expect(await page.locator(".facts").count()).toBe(0);
    await page.evaluate(() => (location.hash = "#/node/shop.rpt_lines"));
    await page.waitForSelector(".plot canvas");
    for (const count of Object.values(await page.evaluate(colorsDrawn, ["--chart-1", "--chart-2"]))) expect(count).toBeGreaterThan(50);
    expect(await page.locator("#chart figcaption").innerText()).toBe("revenue by week and kind · 2 of 9 values of kind, the largest");
    await page.evaluate(() => (location.hash = "#/node/shop.rpt_wrong"));
    await page.waitForSelector("h1:has-text('rpt_wrong')");
    expect(await page.locator("#chart").innerText()).toContain("It has no rows.");
    await page.context().close();
  });

  test("a filter narrows the tree", async () => {
    const { page } = await browser.open(onlineRetail, { viewport: wide });
    await page.getByLabel("Filter the tree").fill("rpt");
    expect(await page.locator(".tree li").count()).toBe(4);
    await page.getByLabel("Filter the tree").fill("nothing like it");
    expect(await page.locator(".tree").innerText()).toBe("Nothing matches.");
    await page.context().close();
  });

  test("a project without nodes or runs says so", async () => {
    const { run: _run, ...rest } = onlineRetail;
    const { page, problems } = await browser.open({ ...rest, nodes: [] });
    expect(await page.locator("main").innerText()).toContain("Run rmodel build to see results here.");
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test("1,000 nodes open and draw", async () => {
    const { page, problems } = await browser.open(largeProject(1000), { hash: "#/lineage", viewport: wide });
    expect(await page.locator(".graph-node").count()).toBe(1000);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test(`${payloads.length} hostile texts in every place stay text`, async () => {
    const { page, problems, requests } = await browser.open(hostileProject(payloads));
    const pages = payloads.flatMap((payload) => {
      const id = encodeURIComponent(`shop.${payload}`);
      return [`#/lineage/${id}`, `#/node/${encodeURIComponent(payload)}`, `#/node/${id}`];
    });
    for (const hash of ["#/lineage", "#/node/shop.other", ...pages, "#/"]) {
      await page.evaluate((to) => (location.hash = to), hash);
      await page.waitForFunction((to) => document.querySelector("main")?.dataset["route"] === to, hash);
      expect(await page.evaluate(liveElements), hash).toEqual([]);
      const payload = payloads.find((one) => hash === `#/node/${encodeURIComponent(`shop.${one}`)}`);
      if (payload !== undefined) expect(await page.locator("main h1").textContent()).toBe(payload);
    }
    await page.keyboard.press("Control+k");
    for (const payload of payloads) {
      await page.locator("dialog input").fill(payload);
      expect(await page.evaluate(liveElements), payload).toEqual([]);
    }
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
    expect({ problems, requests }).toEqual({ problems: [], requests: [] });
    await page.context().close();
  });

  test("the check for live elements finds one", async () => {
    const { page } = await browser.open(onlineRetail);
    await page.evaluate(() => document.body.append(document.createElement("img")));
    expect(await page.evaluate(liveElements)).toEqual(["<img>"]);
    await page.context().close();
  });
});

/** How many pixels of the chart have each colour of the style sheet; run in the browser. */
function colorsDrawn(names: readonly string[]): Readonly<Record<string, number>> {
  const canvas = document.querySelector<HTMLCanvasElement>(".plot canvas")!;
  const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
  const pixels = new Map<string, number>();
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] !== 255) continue;
    const hex = `#${[0, 1, 2].map((part) => data[at + part]!.toString(16).padStart(2, "0")).join("")}`;
    pixels.set(hex, (pixels.get(hex) ?? 0) + 1);
  }
  const style = getComputedStyle(document.querySelector(".plot")!);
  return Object.fromEntries(names.map((name) => [name, pixels.get(style.getPropertyValue(name).trim()) ?? 0]));
}

/** What runs, loads or leads to script, beyond the page's own script, style sheet and data; run in the browser. */
function liveElements(): readonly string[] {
  const own = new Set<Element>(document.querySelectorAll("head > script, head > style, head > meta, head > link[rel=icon], #docs-data"));
  const alive = [...document.querySelectorAll("script, style, link, meta, base, iframe, object, embed, img, video, audio, form, animate, set, foreignObject")].filter((element) => !own.has(element));
  const listening = [...document.querySelectorAll("*")].filter((element) => element.getAttributeNames().some((name) => name.startsWith("on") || name === "srcdoc"));
  const leading = [...document.querySelectorAll("[href]")].filter((element) => !own.has(element) && !/^(#\/|#main$|https?:|mailto:)/.test(element.getAttribute("href") ?? ""));
  return [...alive, ...listening, ...leading].map((element) => element.outerHTML.slice(0, 200));
}
