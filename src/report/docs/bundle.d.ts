import type { DocsAssets } from "./docs-data.ts";

export function bundleDocs(): Promise<DocsAssets>;
