import { postgres } from "./target.ts";
import { testNames } from "../../bad-input/name-cases.ts";

testNames(await postgres(), ["information_schema", "pg_catalog", "pg_shop"]);
