const key = "rmodel-docs-theme";
type Theme = "light" | "dark";

/** Takes the theme the reader chose before; without one the style sheet follows the system. */
export function applyStoredTheme(): void {
  const stored = readStored();
  if (stored) document.documentElement.dataset["theme"] = stored;
}

/** Changes between light and dark and keeps the choice. */
export function toggleTheme(): void {
  const next: Theme = currentTheme() === "dark" ? "light" : "dark";
  document.documentElement.dataset["theme"] = next;
  try {
    localStorage.setItem(key, next);
  } catch {
    // a file page may have no storage: the choice then lasts as long as the page
  }
}

/** Tells when the colours may have changed: by the reader, the system, or a printer. @returns what ends it */
export function onThemeChange(changed: () => void): () => void {
  const asked = ["(prefers-color-scheme: dark)", "print"].map((query) => matchMedia(query));
  const chosen = new MutationObserver(changed);
  chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  for (const query of asked) query.addEventListener("change", changed);
  return () => {
    chosen.disconnect();
    for (const query of asked) query.removeEventListener("change", changed);
  };
}

function currentTheme(): Theme {
  const chosen = document.documentElement.dataset["theme"];
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function readStored(): Theme | undefined {
  try {
    const stored = localStorage.getItem(key);
    return stored === "light" || stored === "dark" ? stored : undefined;
  } catch {
    return undefined;
  }
}
