import type { NodeId } from "./node.ts";

/** What a definition's path says about it: `models/<domain>/<layer>/<name>.ts`. */
export interface Identity {
  readonly id: NodeId;
  readonly domain: string;
  readonly layer: string;
  readonly name: string;
}

/** A definition straight below `models/` belongs to the domain that bears the project's name. */
export function identityOf(path: string, projectName: string): Identity {
  const [, ...rest] = path.replace(/\.ts$/, "").split("/");
  const name = rest.at(-1)!;
  const domain = rest.length > 1 ? rest[0]! : projectName;
  const layer = rest.slice(1, -1).join("/");
  return { id: `${domain}.${name}`, domain, layer, name };
}

/** Names become schemas, tables and files, so they keep to letters that are safe in all of them. */
export const isSafeName = (name: string): boolean => /^[a-z_][a-z0-9_]*$/i.test(name) && !reservedFile.test(name);

/** A double underscore in a domain is kept for schemas of our own (`<domain>__store`). */
export const isSafeDomain = (domain: string): boolean => isSafeName(domain) && !domain.includes("__");

const reservedFile = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
