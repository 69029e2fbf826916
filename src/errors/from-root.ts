import { resolve, sep } from "node:path";

/** Paths of data and settings are absolute; inside the project they are shown from its root, like those of models. */
export const fromRoot = (text: string, root: string): string => text.replaceAll(`${resolve(root)}${sep}`, "");
