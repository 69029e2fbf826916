import { h } from "./dom.ts";
import { icon } from "./icons.ts";

/** A button that copies a text and says that it did. */
export function copyButton(text: string, label: string): HTMLButtonElement {
  const button = h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, click: () => void copy() }, icon("copy", 15));
  const copy = async (): Promise<void> => {
    const isCopied = await writeClipboard(text);
    button.replaceChildren(icon(isCopied ? "check" : "cross", 15));
    button.title = isCopied ? "Copied" : "Could not copy";
    setTimeout(() => {
      button.replaceChildren(icon("copy", 15));
      button.title = label;
    }, 1500);
  };
  return button;
}

async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // the modern way is refused in some browsers for pages from disk
    const area = h("textarea", { class: "visually-hidden", readonly: true }, text);
    document.body.append(area);
    area.select();
    const isCopied = document.execCommand("copy");
    area.remove();
    return isCopied;
  }
}
