import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { rmodel } from "../faults/process.ts";
import { shop } from "../faults/shop.ts";

vi.setConfig({ testTimeout: 120_000 });

/** A network namespace without interfaces needs a right that not every machine gives. */
const whyNot = tryUnshare();
if (whyNot !== undefined) console.log(`S8 offline: skipped, ${whyNot}`);

const withoutNetwork = ["unshare", "-n"];

test.skipIf(whyNot !== undefined)("a whole build and its docs need no network", async () => {
  const root = shop("old");
  const build = await rmodel(root, ["build"], {}, withoutNetwork);
  expect(build.code, build.said).toBe(0);
  const docs = await rmodel(root, ["docs", "generate"], {}, withoutNetwork);
  expect(docs.code, docs.said).toBe(0);
  expect(existsSync(join(root, "target/docs/index.html"))).toBe(true);
});

function tryUnshare(): string | undefined {
  try {
    execFileSync("unshare", ["-n", "true"], { stdio: "pipe" });
    return undefined;
  } catch (thrown) {
    return `no network namespace can be made here: ${(thrown as Error).message.split("\n").at(-1)}`;
  }
}
