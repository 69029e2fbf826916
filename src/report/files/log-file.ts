import { appendFile, chmod, mkdir, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** A log that has grown beyond this is put aside as `….1`, whose predecessor goes. */
const largest = 5_000_000;

/** Appends lines to a log that only its owner may read, because error texts and sample rows hold data. */
export async function appendLog(path: string, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await mkdir(dirname(path), { recursive: true });
  const size = await stat(path).then((found) => found.size, () => 0);
  if (size > largest) await rename(path, `${path}.1`);
  await appendFile(path, `${lines.join("\n")}\n`, { mode: 0o600 });
  await chmod(path, 0o600);
}
