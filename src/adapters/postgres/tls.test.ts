import { chmodSync, copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { adapter } from "./adapter.ts";
import { clientOf, giveToServer } from "../../testing/postgres-server.ts";
import { emptyFolder } from "../../testing/cli.ts";
import { makeAuthority, openssl, whyNoCertificates } from "../../testing/certificate.ts";
import { outputOf, ownServer } from "../../testing/postgres.ts";

const root = emptyFolder();
let url: URL;

beforeAll(async () => {
  if (whyNoCertificates !== undefined) return;
  for (const authority of ["authority", "stranger"]) makeAuthority(root, authority);
  certificate("server", "authority", "localhost", "subjectAltName = DNS:localhost");
  certificate("certified", "authority", "rmodel_certified");
  certificate("impostor", "stranger", "rmodel_certified");
  openssl(root, "rsa", "-in", "certified.key", "-aes256", "-passout", "pass:s3cret", "-out", "locked.key");
  ({ url } = await ownServer());
  await serveTls();
}, 120_000);

/** Makes the server speak TLS, with users that it lets in by one way each. */
async function serveTls(): Promise<void> {
  const admin = await clientOf(url);
  await admin.query("create role rmodel_tls login password 'rmodel_tls'; create role rmodel_plain login password 'rmodel_plain'; create role rmodel_certified login");
  const { rows: [row] } = await admin.query<{ folder: string }>("select current_setting('data_directory') as folder");
  const { folder } = row!;
  for (const file of ["server.crt", "server.key", "authority.crt"]) {
    copyFileSync(join(root, file), join(folder, file));
    chmodSync(join(folder, file), 0o600);
    giveToServer(join(folder, file));
  }
  const entries = ["host all rmodel_admin all scram-sha-256", "hostssl all rmodel_tls all scram-sha-256", "hostnossl all rmodel_plain all scram-sha-256", "hostssl all rmodel_certified all cert"];
  writeFileSync(join(folder, "pg_hba.conf"), `${entries.join("\n")}\n`);
  await admin.query("alter system set ssl_ca_file = 'authority.crt'");
  await admin.query("alter system set ssl = on");
  await admin.query("select pg_reload_conf()");
  await admin.end();
}

function certificate(name: string, authority: string, subject: string, extensions = ""): void {
  writeFileSync(join(root, `${name}.ext`), extensions);
  openssl(root, "req", "-newkey", "rsa:2048", "-nodes", "-subj", `/CN=${subject}`, "-keyout", `${name}.key`, "-out", `${name}.csr`);
  openssl(root, "x509", "-req", "-in", `${name}.csr`, "-CA", `${authority}.crt`, "-CAkey", `${authority}.key`, "-CAcreateserial", "-days", "2", "-extfile", `${name}.ext`, "-out", `${name}.crt`);
}

type Settings = Readonly<Record<string, string>>;

async function connect(settings: Settings) {
  const schema = await adapter.configSchema();
  return adapter.connect(schema.parse({ ...outputOf(url, "postgres"), host: "localhost", connect_timeout: "5s", ...settings } as never), { root });
}

const tls = { user: "rmodel_tls", password: "rmodel_tls" };
const plain = { user: "rmodel_plain", password: "rmodel_plain" };
const certified = { user: "rmodel_certified", sslmode: "require" };
const own = { sslcert: "certified.crt", sslkey: "certified.key" };

describe.skipIf(whyNoCertificates !== undefined)("a server with TLS", () => {
  test.each<readonly [string, Settings, boolean, string | null]>([
    ["prefer uses it", { ...tls, sslmode: "prefer" }, true, null],
    ["prefer goes without where the server wants that", { ...plain, sslmode: "prefer" }, false, null],
    ["allow goes without", { ...plain, sslmode: "allow" }, false, null],
    ["allow uses it where the server wants that", { ...tls, sslmode: "allow" }, true, null],
    ["disable goes without", { ...plain, sslmode: "disable" }, false, null],
    ["require asks nobody who signed", { ...tls, sslmode: "require" }, true, null],
    ["require with an authority asks it", { ...tls, sslmode: "require", sslrootcert: "authority.crt" }, true, null],
    ["verify-ca does not look at the host", { ...tls, sslmode: "verify-ca", sslrootcert: "authority.crt", host: "127.0.0.1" }, true, null],
    ["verify-full", { ...tls, sslmode: "verify-full", sslrootcert: "authority.crt" }, true, null],
    ["a certificate of our own in place of a password", { ...certified, ...own }, true, "/CN=rmodel_certified"],
  ])("%s", async (_, settings, ssl, subject) => {
    const driver = await connect(settings);
    expect(await driver.query("select ssl, client_dn from pg_stat_ssl where pid = pg_backend_pid()")).toEqual([{ ssl, client_dn: subject }]);
    await driver.close();
  });

  test.each<readonly [string, Settings, string, string]>([
    ["no TLS where the server wants it", { ...tls, sslmode: "disable" }, "no encryption", "sslmode: require"],
    ["an authority that did not sign the server's certificate", { ...tls, sslmode: "verify-full", sslrootcert: "stranger.crt" }, "with sslmode verify-full: self-signed certificate in certificate chain", "sslrootcert of the profile must hold the authority"],
    ["the same with require", { ...tls, sslmode: "require", sslrootcert: "stranger.crt" }, "with sslmode require: self-signed certificate", "sslrootcert of the profile must hold the authority"],
    ["no authority", { ...tls, sslmode: "verify-ca" }, "self-signed certificate", "as sslrootcert of the profile"],
    ["the authorities of the system", { ...tls, sslmode: "verify-full", sslrootcert: "system" }, "self-signed certificate", "sslrootcert of the profile"],
    ["a file of authorities that has none", { ...tls, sslmode: "verify-full", sslrootcert: "server.key" }, "self-signed certificate", "sslrootcert of the profile"],
    ["a file of authorities that is not there", { ...tls, sslmode: "verify-full", sslrootcert: "none.crt" }, "none.crt cannot be read", "the profile's sslrootcert"],
    ["a host that the certificate does not name", { ...tls, sslmode: "verify-full", sslrootcert: "authority.crt", host: "127.0.0.1" }, "127.0.0.1 is not in the cert's list", "sslmode: verify-ca"],
    ["a wrong password", { ...tls, sslmode: "require", password: "wr0ng" }, "does not let this user in: password authentication failed", "check user and password"],
    ["no certificate where the server wants one", certified, "requires a valid client certificate", "sslcert and sslkey of the profile"],
    ["a certificate that a stranger signed", { ...certified, sslcert: "impostor.crt", sslkey: "impostor.key" }, "with sslmode require: tlsv1 alert unknown ca", "the server's ssl_ca_file signed"],
    ["somebody else's certificate", { ...certified, sslcert: "server.crt", sslkey: "server.key" }, "certificate authentication failed", "a certificate of this user"],
    ["the key of another certificate", { ...certified, ...own, sslkey: "server.key" }, "key values mismatch", "its private key without a passphrase"],
    ["a key with a passphrase", { ...certified, ...own, sslkey: "locked.key" }, "bad decrypt", "its private key without a passphrase"],
  ])("%s is told in one line, with what to do", async (_, settings, message, fix) => {
    const thrown = await connect(settings).then(() => undefined, (error: unknown) => error);
    expect(thrown).toMatchObject({ code: "RM4001", message: expect.stringContaining(message), fix: expect.stringContaining(fix) });
    expect(String((thrown as Error).message)).not.toMatch(/\n|wr0ng|deps\/openssl/);
  });
});
