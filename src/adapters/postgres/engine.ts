/** The client library, to be imported when it is needed: a module of its own, so that it can be bundled and loaded as one file. */
export { Client } from "pg";
export { from as copyFrom, to as copyTo } from "pg-copy-streams";
