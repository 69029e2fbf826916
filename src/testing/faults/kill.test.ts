import { cases } from "./scale.ts";
import { duckdb } from "./target.ts";
import { testKills } from "./kill-cases.ts";

testKills(duckdb, { fault: "F1 kill -9", atRandom: cases(20, 200), atMoments: cases(1, 10), shown: { relations: 8, files: ["sales.csv", "sales.parquet"] } });
