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

/** PostgreSQL cuts longer names without a word; `<domain>__store` is a name, too. */
export const longestName = 63;
export const longestDomain = longestName - "__store".length;

/** Names become schemas, tables and files, so they keep to letters that are safe in all of them. */
export const isSafeName = (name: string): boolean => /^[a-z_][a-z0-9_]*$/i.test(name) && !reservedFile.test(name) && name.length <= longestName;

/** A double underscore in a domain is kept for schemas of our own (`<domain>__store`). */
export const isSafeDomain = (domain: string): boolean => isSafeName(domain) && !domain.includes("__") && domain.length <= longestDomain;

const reservedFile = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** Whether a path is relative and never leaves the folder that it starts from. */
export const isBelow = (path: string): boolean => !/^([/\\]|[a-z]:)|(^|[/\\])\.\.([/\\]|$)|\0/i.test(path);
