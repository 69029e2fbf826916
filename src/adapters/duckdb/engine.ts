/** DuckDB itself, to be imported when it is needed: a module of its own, so that it can be bundled and loaded as one file. */
export { DuckDBInstance, version } from "@duckdb/node-api";
