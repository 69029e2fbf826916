import { describe } from "vitest";
import type { Expr } from "../../define/fragment.ts";
import { openCaseEngine, serverUrl } from "../../testing/trino.ts";
import { sql } from "../../define/fragment.ts";
import { testFunctions } from "../../testing/conformance.ts";

/** Cases whose own SQL, around the function that they are about, Trino writes in another way. */
const spelled: Readonly<Record<string, Expr>> = {
  "every day of a range": sql`cast(count(*) as varchar) || ' ' || cast(min(d.day) as varchar) || ' ' || cast(max(d.day) as varchar)`,
};

describe.skipIf(serverUrl === undefined)("on a server", async () => {
  if (serverUrl !== undefined) testFunctions(await openCaseEngine(), spelled);
});
