declare const RMODEL_VERSION: string | undefined;

/** Written into the bundle from package.json. */
export const version: string = typeof RMODEL_VERSION === "string" ? RMODEL_VERSION : "0.0.0";

declare const RMODEL_ENGINE: string | undefined;

/** The engine that contracts are proved with, as package.json pins it: a proof of another version is made again. */
export const proverVersion: string = `DuckDB ${typeof RMODEL_ENGINE === "string" ? RMODEL_ENGINE : "unknown"}`;
