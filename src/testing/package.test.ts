import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "rmodel-package-"));
const user = join(folder, "user");
const shop = join(user, "shop");

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

let packed: Packed;

/** What a user does: `npm install rmodel` in an empty folder, `npx rmodel init shop`. */
beforeAll(() => {
  packed = pack();
  mkdirSync(user);
  npm(user, "install", "--prefer-offline", "--no-audit", "--no-fund", join(folder, packed.filename));
  rmodel(user, "init", "shop");
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the package holds what is needed to run and to check types, and nothing else", () => {
  const kinds = new Set(packed.files.map(({ path }) => path.replace(/^(dist\/(?:chunks|docs|types)|templates)\/.*/, "$1/")));
  expect([...kinds].sort()).toEqual([
    "CHANGELOG.md", "LICENSE", "README.md", "bin/rmodel.js", "bin/stale.js",
    "dist/chunks/", "dist/docs/", "dist/index.js", "dist/main.js", "dist/types/", "dist/zod.js", "package.json", "templates/",
  ]);
  expect(packed.files.filter(({ path }) => path.includes(".test."))).toEqual([]);
  expect(packed.size).toBeLessThan(1_000_000);
});

test("a new project is checked, built and published", () => {
  rmodel(shop, "check");
  rmodel(shop, "build");
  expect(rmodel(shop, "show", "-s", "fct_orders", "--output", "json")).toContain("Portugal");
});

describe("types of an installed package, macros among them, are found with moduleResolution", () => {
  test.each(["nodenext", "bundler"])("%s", (moduleResolution) => {
    const module = moduleResolution === "bundler" ? "esnext" : moduleResolution;
    expect(tsc(shop, "--module", module, "--moduleResolution", moduleResolution)).toBe("");
  });
});

test("they tell a mistake", () => {
  const file = join(shop, "models/shop/facts/fct_orders.ts");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("is(orders.amount)", "is(orders.amuont)"));
  expect(tsc(shop)).toMatch(/^models\/shop\/facts\/fct_orders\.ts\(\d+,\d+\): error .*Did you mean 'amount'\?/);
  writeFileSync(file, text);
});

test("a program checks rows with the schema of rmodel/zod", () => {
  const program = `
    import { source, t } from "rmodel";
    import { rowSchema } from "rmodel/zod";
    const orders = source({ file: "orders.csv", columns: { id: t.integer().notNull() } });
    console.log(rowSchema(orders).parse({ id: 1n }).id === 1n, rowSchema(orders).safeParse({ id: 1 }).success);
  `;
  expect(run(user, process.execPath, ["--input-type=module", "-e", program])).toBe("true false\n");
});

/** Packs a copy of the repository, so that the bundle that other tests run stays as it is. */
function pack(): Packed {
  const copy = join(folder, "repository");
  for (const path of ["src", "bin", "templates", "package.json", "tsconfig.json", "tsconfig.build.json", "README.md", "LICENSE", "CHANGELOG.md"]) {
    if (existsSync(join(repository, path))) cpSync(join(repository, path), join(copy, path), { recursive: true });
  }
  symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"), "junction");
  const listed = npm(copy, "pack", "--json", "--pack-destination", folder);
  return JSON.parse(listed.slice(listed.indexOf("[\n")))[0] as Packed;
}

function tsc(cwd: string, ...flags: readonly string[]): string {
  try {
    return run(cwd, process.execPath, [join(user, "node_modules/typescript/bin/tsc"), "--noEmit", "--pretty", "false", ...flags]);
  } catch (failure) {
    return (failure as { stdout: string }).stdout;
  }
}

const rmodel = (cwd: string, ...args: readonly string[]): string => run(cwd, join(user, "node_modules/.bin/rmodel"), args);
const npm = (cwd: string, ...args: readonly string[]): string => run(cwd, "npm", args);

/** Settings that `npm test` hands to its children would follow into the user's folder; the rest of the environment stays. */
function run(cwd: string, command: string, args: readonly string[]): string {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_(package|lifecycle|command)|RMODEL_|INIT_CWD|NODE_ENV|VITEST)/.test(name));
  return execFileSync(command, args, { cwd, encoding: "utf8", env: Object.fromEntries(own), stdio: ["ignore", "pipe", "pipe"] });
}
