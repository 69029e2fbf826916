import { describe } from "vitest";
import { openCaseEngine, serverUrl } from "../../testing/trino.ts";
import { testModels, testTranslations } from "../../testing/conformance.ts";

describe.skipIf(serverUrl === undefined)("on a server", async () => {
  if (serverUrl === undefined) return;
  const engine = await openCaseEngine();
  testTranslations(engine);
  testModels(engine);
});
