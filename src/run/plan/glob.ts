import { readdir } from "node:fs/promises";
import { isAbsolute, join, sep } from "node:path";

/** Files that a pattern with `*`, `**`, `?`, `[…]` or `{a,b}` names, sorted. (`fs.glob` came with Node 22.) */
export async function glob(pattern: string, root: string): Promise<readonly string[]> {
  const absolute = (isAbsolute(pattern) ? pattern : join(root, pattern)).split(sep).join("/");
  const fixed = absolute.slice(0, absolute.slice(0, absolute.search(/[*?[\]{}]/)).lastIndexOf("/"));
  const matches = new RegExp(`^${expressionOf(absolute)}$`);
  const entries = await readdir(fixed || "/", { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).split(sep).join("/"))
    .filter((path) => matches.test(path))
    .sort();
}

function expressionOf(pattern: string): string {
  let depth = 0;
  return pattern.replace(/\*\*\/?|[*?{},]|\[!?[^\]]*\]|[.+^$()|\\]/g, (token) => {
    switch (token) {
      case "**":
        return ".*";
      case "**/":
        return "(?:.*/)?";
      case "*":
        return "[^/]*";
      case "?":
        return "[^/]";
      case "{":
        depth++;
        return "(?:";
      case "}":
        depth--;
        return ")";
      case ",":
        return depth > 0 ? "|" : ",";
      default:
        return token.startsWith("[") ? token.replace("[!", "[^") : `\\${token}`;
    }
  });
}
