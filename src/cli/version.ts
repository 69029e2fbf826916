declare const RMODEL_VERSION: string | undefined;

/** Written into the bundle from package.json. */
export const version: string = typeof RMODEL_VERSION === "string" ? RMODEL_VERSION : "0.0.0";
