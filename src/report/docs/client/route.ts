/** Where the reader is: what stands after `#` in the address. */
export type Route =
  | { readonly page: "start" }
  | { readonly page: "node"; readonly id: string; /** The column or section to show. */ readonly column?: string }
  | { readonly page: "lineage"; readonly focus?: string; readonly up: number; readonly down: number };

const defaultDepth = 2;

/**
 * Reads an address. What does not make sense is the start page, so that an old link never ends in nothing.
 *
 * @example parseRoute("#/node/shop.fct_sales?column=amount")
 * @example parseRoute("#/lineage/shop.fct_sales?up=1&down=all")
 */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [page, ...rest] = path.split("/");
  const id = decode(rest.join("/"));
  const options = new URLSearchParams(query);
  if (page === "node" && id !== "") {
    const column = options.get("column");
    return column === null ? { page, id } : { page, id, column };
  }
  if (page === "lineage") {
    const depths = { up: readDepth(options.get("up")), down: readDepth(options.get("down")) };
    return id === "" ? { page, ...depths } : { page, focus: id, ...depths };
  }
  return { page: "start" };
}

/** Writes the address of a route; `parseRoute` gives the route back. */
export function formatRoute(route: Route): string {
  switch (route.page) {
    case "start":
      return "#/";
    case "node":
      return `#/node/${encodeURIComponent(route.id)}${route.column === undefined ? "" : `?column=${encodeURIComponent(route.column)}`}`;
    case "lineage":
      if (route.focus === undefined) return "#/lineage";
      return `#/lineage/${encodeURIComponent(route.focus)}?up=${writeDepth(route.up)}&down=${writeDepth(route.down)}`;
  }
}

/** The address of a node's page. */
export function nodeHref(id: string): string {
  return formatRoute({ page: "node", id });
}

/** The address of the lineage page with a node in its middle. */
export function lineageHref(focus?: string): string {
  const depths = { up: defaultDepth, down: defaultDepth };
  return formatRoute(focus === undefined ? { page: "lineage", ...depths } : { page: "lineage", focus, ...depths });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readDepth(text: string | null): number {
  if (text === "all") return Infinity;
  const depth = Number(text ?? defaultDepth);
  return Number.isInteger(depth) && depth >= 0 ? depth : defaultDepth;
}

function writeDepth(depth: number): string {
  return depth === Infinity ? "all" : String(depth);
}
