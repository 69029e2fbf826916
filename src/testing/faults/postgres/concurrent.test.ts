import { cases } from "../scale.ts";
import { postgres } from "./target.ts";
import { testBuildsAtOnce } from "../serial-cases.ts";

testBuildsAtOnce(await postgres(), "F6 builds at once on PostgreSQL", cases(1, 20));
