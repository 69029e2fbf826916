import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { onlineRetail } from "./fixture/online-retail.ts";
import { hostileProject, payloads } from "./fixture/payloads.ts";
import { renderDocs } from "./render-docs.ts";

const assets = { clientJs: "start();", css: "body { margin: 0 }" };

test("the policy allows the page's own script and style sheet by hash, and nothing else", () => {
  const hash = (text: string): string => createHash("sha256").update(text).digest("base64");
  const page = renderDocs(onlineRetail, assets);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll("&#x27;", "'").replaceAll("&#x3D;", "=");
  expect(policy).toBe(
    `default-src 'none'; script-src 'sha256-${hash(assets.clientJs)}'; style-src 'sha256-${hash(assets.css)}'; img-src data:; base-uri 'none'; form-action 'none'`,
  );
  expect(page).toContain(`<style>${assets.css}</style>`);
  expect(page).toContain(`<script>${assets.clientJs}</script>`);
});

test("the same data gives the same page", () => {
  expect(renderDocs(onlineRetail, assets)).toBe(renderDocs(onlineRetail, assets));
});

test.each(payloads)("the outer page stays whole around %s", (payload) => {
  const tags = (page: string): readonly string[] => [...page.matchAll(/<\/?[a-z]+/gi)].map(([tag]) => tag);
  expect(tags(renderDocs(hostileProject([payload]), assets))).toEqual(tags(renderDocs(onlineRetail, assets)));
});
