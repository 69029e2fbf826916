import type { Layout } from "./layout/layout.ts";

export interface GraphOptions {
  readonly label: string;
  /** The node in the middle of attention. */
  readonly focus?: string;
  readonly hrefOf: (id: string) => string;
  /** `page` fills the window and takes the wheel; `embedded` is as high as it needs and lets the page scroll. */
  readonly mode: "page" | "embedded";
}

/** A layout and the elements that show it. */
export interface Drawing {
  readonly layout: Layout;
  readonly nodes: readonly { readonly id: string; readonly element: SVGAElement }[];
  /** In the order of the layout's edges. */
  readonly edges: readonly SVGPathElement[];
}
