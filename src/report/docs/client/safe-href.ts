/**
 * The address of a link in a description, or nothing where it could do harm.
 *
 * Allowed: http, https, mailto, and relative paths without a scheme. A leading `#` may only
 * lead to a page of this site. Control characters, which browsers skip, are refused.
 *
 * @example safeHref("javascript:alert(1)") // undefined
 */
export function safeHref(text: string): string | undefined {
  const href = text.trim();
  if (href === "" || /[\u0000-\u0020\u007f\\]/.test(href) || href.startsWith("//")) return undefined;
  const scheme = /^([^/?#]*?):/.exec(href)?.[1];
  if (scheme === undefined) return href.startsWith("#") && !href.startsWith("#/") ? undefined : href;
  return /^(https?|mailto)$/i.test(scheme) ? href : undefined;
}
