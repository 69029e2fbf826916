import { openSandbox } from "../adapters/duckdb/sandbox.ts";
import { testKindsOn } from "../testing/test-kinds.ts";

testKindsOn(openSandbox);
