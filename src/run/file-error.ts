import { isAbsolute, relative } from "node:path";
import type { RelationNode } from "../load/node.ts";
import { Problems } from "../load/problems.ts";
import { RmodelError } from "../errors/rmodel-error.ts";

/**
 * An engine's complaint about a file, in the project's own words: paths from its root, because reports travel to other
 * machines, and the place of `file:` where the file as a whole cannot be read. A bad row keeps its place in the file.
 *
 * @param thrown whatever ended the reading; what is no complaint about a file is given back as it is
 * @example RM4021 "/home/ann/shop/data/orders.csv cannot be read: …" at /home/ann/shop/data/orders.csv:1:1
 * // RM4021 "data/orders.csv cannot be read: …" at sources/shop/orders.ts:5:3
 */
export function fileError(thrown: unknown, node: RelationNode, root: string): unknown {
  if (!(thrown instanceof RmodelError) || thrown.origin === undefined || !isAbsolute(thrown.origin.file)) return thrown;
  const { code, origin, message, fix, cause } = thrown;
  // The folder, not the file: of a glob the engine names the one file that it could not read.
  const folder = /^[^*?[{]*[\\/]/.exec(origin.file)![0];
  const shown = (text: string): string => (folder === "/" ? text : text.replaceAll(folder, pathFrom(root, folder)));
  const place = code === "RM4021" ? fileOption(node, root) : { ...origin, file: shown(origin.file) };
  return new RmodelError(code, place, shown(message), fix, cause instanceof Error ? shown(cause.message) : cause);
}

/** A seed has its file beside it and need not name it. */
const fileOption = (node: RelationNode, root: string) => (node.kind === "source" ? new Problems(root).near(node.origin, "file") : node.origin);

function pathFrom(root: string, folder: string): string {
  const path = relative(root, folder);
  return path === "" ? "" : `${path}/`;
}
