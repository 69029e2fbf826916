import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { emptyFolder } from "./cli.ts";

/** A server's certificate for `127.0.0.1` that it signed itself, and its key, both PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Path of the certificate; removed when the test file is done. */
  readonly path: string;
}

/** Why no certificates can be made here; undefined where they can. */
export const whyNoCertificates = spawnSync("openssl", ["version"]).error?.message;

if (whyNoCertificates !== undefined) console.log(`skipped: tests of certificates, because there is no openssl: ${whyNoCertificates}`);

/** Runs openssl in a folder. */
export function openssl(folder: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync("openssl", args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`openssl ${args.join(" ")}: ${stderr}`);
}

/** Makes a key and a certificate for it that is its own authority: `<name>.key` and `<name>.crt`. */
export function makeAuthority(folder: string, name: string, ...options: readonly string[]): void {
  openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", `/CN=${name}`, ...options, "-keyout", `${name}.key`, "-out", `${name}.crt`);
}

/** Undefined where there is no openssl. */
export function selfSigned(): Certificate | undefined {
  if (whyNoCertificates !== undefined) return undefined;
  const folder = emptyFolder();
  const host = "127.0.0.1";
  makeAuthority(folder, host, "-addext", `subjectAltName=IP:${host}`);
  const [keyPath, path] = [join(folder, `${host}.key`), join(folder, `${host}.crt`)];
  return { key: readFileSync(keyPath, "utf8"), cert: readFileSync(path, "utf8"), path };
}
