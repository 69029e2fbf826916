import type { DocsNode } from "../docs-data.ts";
import { copyButton } from "./copy-button.ts";
import { h, type Child } from "./dom.ts";
import { formatBytes, formatCount, formatElapsed, formatTime } from "./format.ts";

/** What is known of a node, as a strip of terms; what is unknown is left out. */
export function factsStrip(node: DocsNode): HTMLElement | undefined {
  const facts = [
    fact("Grain", node.grain && node.grain.length > 0 && h("code", {}, node.grain.join(", "))),
    fact("Rows", node.rows !== undefined && formatCount(node.rows)),
    fact("Size", node.bytes !== undefined && formatBytes(node.bytes)),
    fact("Built", node.builtAt !== undefined && h("time", { datetime: node.builtAt }, formatTime(node.builtAt))),
    fact("Took", node.elapsedMs !== undefined && formatElapsed(node.elapsedMs)),
    fact("Owner", node.owner),
    ...Object.entries(node.meta).map(([key, value]) => fact(key, typeof value === "string" ? value : JSON.stringify(value))),
  ].filter((entry) => entry !== undefined);
  return facts.length === 0 ? undefined : h("dl", { class: "facts" }, ...facts);
}

/** Where the node is: its relation in the database and its file. */
export function addresses(node: DocsNode): HTMLElement {
  const place = node.line > 1 ? `${node.path}:${node.line}` : node.path;
  return h("div", { class: "addresses" }, node.relation !== undefined && address("Query as", node.relation), address("Defined in", place));
}

function address(label: string, text: string): HTMLElement {
  return h("span", { class: "address" }, h("span", { class: "quiet" }, label), h("code", {}, text), copyButton(text, `Copy ${text}`));
}

function fact(term: string, value: Child): HTMLElement | undefined {
  if (value === undefined || value === false) return undefined;
  return h("div", {}, h("dt", {}, term), h("dd", {}, value));
}
