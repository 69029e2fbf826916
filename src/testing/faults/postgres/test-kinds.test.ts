import { adapter } from "../../../adapters/postgres/adapter.ts";
import { testDatabase } from "../../postgres.ts";
import { testKindsOn } from "../../test-kinds.ts";

const { config } = await testDatabase();

// B6: the failures that a person counted, on the server as in DuckDB.
testKindsOn(async () => ({ ...(await adapter.connect(config, { root: "/" })), dialect: adapter.dialect }));
