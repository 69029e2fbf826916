import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A server's certificate for `127.0.0.1` that it signed itself, and its key, both PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Path of the certificate; removed when the test file is done. */
  readonly path: string;
}

/** Undefined where there is no openssl; says so. */
export function selfSigned(): Certificate | undefined {
  const folder = mkdtempSync(join(tmpdir(), "rmodel-tls-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const [keyPath, path] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  try {
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", keyPath, "-out", path], { stdio: "ignore" });
  } catch {
    console.log("skipped: tests of certificates, because there is no openssl");
    return undefined;
  }
  return { key: readFileSync(keyPath, "utf8"), cert: readFileSync(path, "utf8"), path };
}
