import { createHash } from "node:crypto";

/**
 * A name in at most so many bytes of UTF-8: what is longer is cut between two characters and ends in a hash of all of
 * it, so that different names stay different. Engines cut silently.
 */
export function shortened(name: string, bytes: number): string {
  if (Buffer.byteLength(name) <= bytes) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  let kept = "";
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > bytes - hash.length - 1) break;
    kept += character;
  }
  return `${kept}_${hash}`;
}
