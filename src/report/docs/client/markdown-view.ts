import { h } from "./dom.ts";
import { parseMarkdown, type Block, type Inline } from "./markdown.ts";
import { safeHref } from "./safe-href.ts";

/** Shows a description; only the elements named here can come out of it. */
export function renderMarkdown(text: string): HTMLElement {
  return h("div", { class: "prose" }, ...parseMarkdown(text).map(renderBlock));
}

/** Shows a description on one line, without its blocks. */
export function renderSummary(text: string): HTMLElement {
  const [first] = parseMarkdown(text);
  return h("span", { class: "summary" }, ...(first && "children" in first ? first.children.map(renderInline) : []));
}

function renderBlock(block: Block): HTMLElement {
  switch (block.kind) {
    case "paragraph":
      return h("p", {}, ...block.children.map(renderInline));
    case "heading":
      return h(block.level <= 2 ? "h3" : "h4", {}, ...block.children.map(renderInline));
    case "code":
      return h("pre", { tabindex: 0 }, h("code", {}, block.text));
    case "quote":
      return h("blockquote", {}, ...block.blocks.map(renderBlock));
    case "list":
      return h(block.ordered ? "ol" : "ul", {}, ...block.items.map((item) => h("li", {}, ...item.map(renderBlock))));
  }
}

function renderInline(piece: Inline): Node {
  switch (piece.kind) {
    case "text":
      return document.createTextNode(piece.text);
    case "code":
      return h("code", {}, piece.text);
    case "strong":
    case "em":
    case "del":
      return h(piece.kind, {}, ...piece.children.map(renderInline));
    case "link":
      return renderLink(piece.href, piece.children.map(renderInline));
  }
}

function renderLink(target: string, children: readonly Node[]): HTMLElement {
  const href = safeHref(target);
  if (href === undefined) return h("span", {}, ...children);
  return h("a", /^https?:/i.test(href) ? { href, rel: "noopener noreferrer", target: "_blank" } : { href }, ...children);
}
