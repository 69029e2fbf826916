import { copyButton } from "./copy-button.ts";
import { h } from "./dom.ts";
import { tokenize, type Language } from "./highlight.ts";

export interface CodeTab {
  readonly label: string;
  readonly language: Language;
  readonly text: string;
}

/** Code in tabs with line numbers, light colours and a copy button; left and right arrows change the tab. */
export function codeTabs(tabs: readonly CodeTab[]): HTMLElement {
  const panels = tabs.map((tab, index) =>
    h("div", { role: "tabpanel", id: `code-panel-${index}`, "aria-labelledby": `code-tab-${index}`, class: "code-panel" }, copyButton(tab.text, `Copy ${tab.label}`), codeBlock(tab)),
  );
  const buttons = tabs.map((tab, index) =>
    h("button", { type: "button", role: "tab", id: `code-tab-${index}`, "aria-controls": `code-panel-${index}`, click: () => show(index) }, tab.label),
  );
  const show = (shown: number): void => {
    buttons.forEach((button, index) => {
      button.setAttribute("aria-selected", String(index === shown));
      button.tabIndex = index === shown ? 0 : -1;
    });
    panels.forEach((panel, index) => (panel.hidden = index !== shown));
  };
  const move = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const next = (buttons.findIndex((button) => button === document.activeElement) + step + tabs.length) % tabs.length;
    show(next);
    buttons[next]?.focus();
  };
  show(0);
  return h("div", { class: "code" }, h("div", { class: "tabs", role: "tablist", "aria-label": "Code", keydown: move }, ...buttons), ...panels);
}

function codeBlock(tab: CodeTab): HTMLElement {
  const text = tab.text.replace(/\n+$/, "");
  const numbers = text.split("\n").map((_, index) => index + 1);
  const pieces = tokenize(text, tab.language).map((token) => (token.kind === "plain" ? token.text : h("span", { class: `code-${token.kind}` }, token.text)));
  return h("pre", { tabindex: 0, "aria-label": tab.label }, h("span", { class: "gutter", "aria-hidden": "true" }, numbers.join("\n")), h("code", {}, ...pieces));
}
