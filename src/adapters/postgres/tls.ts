import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { ClientConfig } from "pg";
import type { PostgresConfig } from "./config.ts";
import { RmodelError } from "../../errors/rmodel-error.ts";
import { systemAuthorities } from "./config.ts";

type Tls = NonNullable<ClientConfig["ssl"]>;

/**
 * How connections may be opened, in the order in which libpq tries them: with TLS or without (`false`).
 *
 * @source PostgreSQL manual, libpq, "SSL Mode Descriptions"
 * @throws RM4001 a certificate or key cannot be read
 */
export function waysIn({ host, sslmode, sslrootcert, ...own }: PostgresConfig, root: string): readonly Tls[] {
  // A Unix socket passes no network, and the server offers no TLS there.
  if (sslmode === "disable" || host.startsWith("/")) return [false];
  const pem = (option: string, path: string | undefined): string | undefined => (path === undefined ? undefined : read(option, resolve(root, path)));
  const tls = {
    // Whoever names an authority wants it asked, also with `require`.
    rejectUnauthorized: sslmode.startsWith("verify-") || (sslmode === "require" && sslrootcert !== undefined),
    ca: pem("sslrootcert", sslrootcert === systemAuthorities ? undefined : sslrootcert),
    cert: pem("sslcert", own.sslcert),
    key: pem("sslkey", own.sslkey),
    ...(sslmode === "verify-full" ? {} : { checkServerIdentity: () => undefined }),
  };
  return sslmode === "allow" ? [false, tls] : sslmode === "prefer" ? [tls, false] : [tls];
}

/** Whether the server may let in who comes the other way. */
export const isOtherWayAsked = (message: string): boolean => /does not support SSL|no pg_hba\.conf entry|pg_hba\.conf rejects/i.test(message);

function read(option: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (thrown) {
    throw new RmodelError("RM4001", undefined, `the file ${path} cannot be read: ${(thrown as Error).message}`, `check the profile's ${option}`);
  }
}

/** What to do about a connection that failed by its TLS; undefined where that is not the reason. */
export function tlsRemedy(message: string, code: string | undefined, { sslmode, sslrootcert }: PostgresConfig): string | undefined {
  // The server's own words come with a SQLSTATE.
  if (code?.startsWith("28")) {
    if (/client certificate|certificate authentication/i.test(message)) return ownCertificate;
    return sslmode === "disable" && /no encryption/i.test(message) ? "the server may want TLS: sslmode: require, or verify-full with sslrootcert" : undefined;
  }
  if (/does not support SSL/i.test(message)) return "turn on ssl in the server's postgresql.conf; where the network is trusted, sslmode: disable";
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "use a host that the server's certificate names, or sslmode: verify-ca, which asks only who signed it";
  if (/alert/i.test(message)) return ownCertificate;
  if (code?.startsWith("ERR_OSSL")) return "sslcert must be a certificate and sslkey its private key without a passphrase, both as PEM";
  if (/expired|not yet valid/i.test(message)) return "the server needs a new certificate";
  if (!/SSL|TLS|certificate/i.test(message)) return undefined;
  return sslrootcert === undefined ? "give the certificate of the authority that signed the server's as sslrootcert of the profile" : "sslrootcert of the profile must hold the authority that signed the server's certificate";
}

const ownCertificate = "sslcert and sslkey of the profile must be a certificate of this user that the server's ssl_ca_file signed";
