import { cases } from "../scale.ts";
import { postgres } from "./target.ts";
import { testKills } from "../kill-cases.ts";

testKills(await postgres(), { fault: "F2 kill -9 on PostgreSQL", atRandom: cases(10, 100), atMoments: cases(1, 10), shown: { relations: 8, files: ["sales.csv", "sales.parquet"] } });
