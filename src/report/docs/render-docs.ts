import { createHash } from "node:crypto";
import Handlebars from "handlebars";
import type { DocsAssets, DocsData } from "./docs-data.ts";
import { jsonForScript } from "./json-for-script.ts";
import { pageIcon, pageTemplate } from "./page-template.ts";

/**
 * Renders the docs site: one HTML file that opens from disk and loads nothing.
 *
 * The content security policy allows this page's own style sheet and script by their hashes
 * and nothing else, so even a hole in the browser code could not run text of a project.
 * Linear in the size of the data.
 *
 * @param data what to show; texts may hold anything
 * @param assets the browser code and style sheet from `bundleDocs`, trusted
 * @returns the text of `target/docs/index.html`
 * @example effects.write("docs/index.html", renderDocs(data, assets))
 */
export function renderDocs(data: DocsData, assets: DocsAssets): string {
  return page({
    name: data.project.name,
    version: data.project.version,
    icon: pageIcon,
    policy: contentSecurityPolicy(assets),
    css: assets.css,
    clientJs: assets.clientJs,
    json: jsonForScript(data),
  });
}

const page = Handlebars.compile(pageTemplate, { strict: true });

function contentSecurityPolicy(assets: DocsAssets): string {
  return [
    "default-src 'none'",
    `script-src ${hashSource(assets.clientJs)}`,
    `style-src ${hashSource(assets.css)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function hashSource(text: string): string {
  return `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;
}
