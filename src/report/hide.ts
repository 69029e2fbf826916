const mask = "*****";

/** Takes secrets out of what is written. */
export interface Hide {
  readonly text: (text: string) => string;
  /** As `JSON.stringify`; stays valid JSON whatever the secrets are. */
  readonly json: (value: unknown, indent?: number) => string;
}

/**
 * Replaces every occurrence of a secret by `*****`.
 *
 * @param secrets the longest wins where several begin at the same place; empty ones are ignored
 */
export function hiding(secrets: readonly string[]): Hide {
  const known = [...new Set(secrets)].filter((secret) => secret !== "").sort((a, b) => b.length - a.length);
  if (known.length === 0) return { text: (text) => text, json: (value, indent) => JSON.stringify(value, undefined, indent) };
  const pattern = (texts: readonly string[]) => new RegExp(texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"), "g");
  const plain = pattern(known);
  // Inside JSON a secret may stand with its quotes and line ends escaped.
  const anywhere = pattern([...known, ...known.map((secret) => JSON.stringify(secret).slice(1, -1))]);
  const text = (value: string): string => value.replace(plain, mask);
  return {
    text,
    json: (value, indent) => {
      const written = JSON.stringify(value, undefined, indent);
      return written.search(anywhere) === -1 ? written : JSON.stringify(hideIn(value, text), undefined, indent);
    },
  };
}

/** A copy of a value in which texts, keys and numbers are hidden, so that what is written stays JSON. */
function hideIn(value: unknown, text: (text: string) => string): unknown {
  if (typeof value === "string") return text(value);
  if (typeof value === "number") return text(String(value)) === String(value) ? value : mask;
  if (Array.isArray(value)) return value.map((item) => hideIn(item, text));
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key), hideIn(item, text)]));
  return value;
}
