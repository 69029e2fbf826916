import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, startBrowser, type TestBrowser } from "../fixture/browser.ts";
import { largeProject } from "../fixture/large.ts";
import { onlineRetail } from "../fixture/online-retail.ts";
import { hostileProject, payloads } from "../fixture/payloads.ts";

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

/** What runs, loads or leads to script, beyond the page's own script, style sheet and data; run in the browser. */
function liveElements(): readonly string[] {
  const own = new Set<Element>(document.querySelectorAll("head > script, head > style, head > meta, head > link[rel=icon], #docs-data"));
  const alive = [...document.querySelectorAll("script, style, link, meta, base, iframe, object, embed, img, video, audio, form, animate, set, foreignObject")].filter((element) => !own.has(element));
  const listening = [...document.querySelectorAll("*")].filter((element) => element.getAttributeNames().some((name) => name.startsWith("on") || name === "srcdoc"));
  const leading = [...document.querySelectorAll("[href]")].filter((element) => !own.has(element) && !/^(#\/|#main$|https?:|mailto:)/.test(element.getAttribute("href") ?? ""));
  return [...alive, ...listening, ...leading].map((element) => element.outerHTML.slice(0, 200));
}
