import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { appendLog } from "./log-file.ts";

test("a log grows, is its owner's alone, and is put aside when it is large", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rmodel-"));
  const path = join(folder, "logs", "rmodel.log");
  await appendLog(path, ["a"]);
  await appendLog(path, ["b", "c"]);
  expect(readFileSync(path, "utf8")).toBe("a\nb\nc\n");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  writeFileSync(path, "x".repeat(5_000_001));
  await appendLog(path, ["d"]);
  expect(readFileSync(path, "utf8")).toBe("d\n");
  expect(statSync(`${path}.1`).size).toBe(5_000_001);
  rmSync(folder, { recursive: true });
});
