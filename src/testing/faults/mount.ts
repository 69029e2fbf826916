import { execFileSync } from "node:child_process";

/** Why no small file system can be made here; undefined where one can. */
export function tryMount(): string | undefined {
  try {
    execFileSync("unshare", ["-m", "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/mnt"], { stdio: "pipe" });
    return undefined;
  } catch (thrown) {
    return `no tmpfs can be mounted here: ${(thrown as Error).message.split("\n").at(-1)}`;
  }
}
