import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { edit, emptyFolder, namesIn, rmodel, start, starterProject } from "../testing/cli.ts";

describe("the command line itself", () => {
  const here = emptyFolder();

  test.each<[string, readonly string[], number, RegExp]>([
    ["--version prints the version", ["--version"], 0, /^\d+\.\d+\.\d+\n$/],
    ["--help lists the commands and exit codes", ["--help"], 0, /build \[options\] +load, build, test[\s\S]*Exit codes/],
    ["each command has its help with examples", ["source", "freshness", "--help"], 0, /Examples:\n {2}rmodel source freshness/],
    ["no command at all is a mistake", [], 2, /Usage: rmodel <command>/],
    ["a misspelt command is told its name", ["buidl"], 2, /unknown command 'buidl'\n {2}fix: did you mean build\?\n$/],
    ["a misspelt flag is told its name", ["build", "--forse"], 2, /fix: did you mean --force\?\n$/],
    ["the flag that dbt's builds have is told the one of ours", ["build", "--full-refresh"], 2, /fix: every build is a full one of what changed; --force/],
    ["a command without options of its own has those of all", ["explain", "--help"], 0, /without a\ncode it lists all of them\.\n\nGlobal options:\n[^]*-h, --help +print this help\n\nExamples:/i],
    ["a name without its flag is told the flag", ["build", "fct_orders"], 2, /too many arguments[^]*fix: name nodes with -s: rmodel build -s fct_orders/],
    ["a group of commands lists them, and nothing else", ["docs"], 2, /The docs site of the project\.[^]*serve \[options\] +show the site in a browser\n$/],
    ["a flag's value is checked", ["build", "--threads", "0"], 2, /whole number from 1 to 256/],
    ["a moment is checked", ["build", "--execution-time", "yesterday"], 2, /ISO text/],
    ["a folder without a project is told so", ["build"], 2, /^RM1004 /],
    ["vars are a JSON object", ["ls", "--vars", "[1]"], 2, /RM1041/],
    ["an error code is explained", ["explain", "2002"], 0, /^RM2002 {2}nodes read each other in a circle\n {2}why: /],
    ["an unknown error code is told the nearest", ["explain", "RM20022"], 2, /did you mean RM\d{4}\?/],
    ["nothing of a folder that is no project is removed", ["clean"], 2, /is no rmodel project/],
  ])("%s", async (_, args, code, expected) => {
    const ended = await rmodel(here, ...args);
    expect(ended.out + ended.err).toMatch(expected);
    expect(ended.code).toBe(code);
  });

  test("what a process that was ended had begun to cache goes, what another is writing stays", async () => {
    const folder = starterProject();
    const cache = join(folder, "target/.cache");
    const gone = spawnSync(process.execPath, ["-e", ""]).pid;
    mkdirSync(cache, { recursive: true });
    for (const pid of [gone, process.pid]) writeFileSync(join(cache, `project.json.${pid}.tmp`), "{");
    expect((await rmodel(folder, "ls")).code).toBe(0);
    expect(readdirSync(cache).filter((name) => name.endsWith(".tmp"))).toEqual([`project.json.${process.pid}.tmp`]);
  });

  test("init writes a project that builds at once, and refuses a folder in use", async () => {
    const started = await rmodel(here, "init", "My shop");
    expect(started).toMatchObject({ code: 0, err: expect.stringMatching(/project "my_shop"[\s\S]*cd My shop/) });
    const folder = join(here, "My shop");
    expect(namesIn(folder)).toContain(".gitignore");
    expect(await rmodel(folder, "build", "-q")).toEqual({ code: 0, out: "", err: "" });
    expect(started.err).toContain("npm install");
    expect(await rmodel(here, "init", "My shop")).toMatchObject({ code: 2, err: expect.stringContaining("is not empty") });
  });
});

test("init asks for no install where the package is found above the new folder", async () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, "node_modules/rmodel"), { recursive: true });
  writeFileSync(join(folder, "node_modules/rmodel/package.json"), '{ "name": "rmodel" }\n');
  const { err } = await rmodel(folder, "init", "shop");
  expect(err).toMatch(/Next:\n {2}cd shop\n {2}npx rmodel build/);
});

test("a source that an engine may not read in place is shown once it is built", async () => {
  const folder = starterProject();
  edit(folder, "profiles.yaml", (text) => text.replace("type: duckdb", "type: duckdb, isolated: true"));
  expect((await rmodel(folder, "seed", "-q")).code).toBe(0);
  expect(await rmodel(folder, "show", "-s", "orders")).toMatchObject({ code: 2, err: expect.stringMatching(/^RM2020 .*never built here[^]*fix: run rmodel build -s \+orders/) });
  expect((await rmodel(folder, "build", "-q")).code).toBe(0);
  expect((await rmodel(folder, "show", "-s", "orders", "--limit", "1")).out).toMatch(/^order_id /);
});

describe("a sound project", () => {
  const folder = starterProject();
  const line = (text: string) => expect.stringContaining(text);

  // One story: each step stands on those before it.
  test.each<[string, readonly string[], number, Partial<Record<"out" | "err", RegExp>>]>([
    ["debug before anything is built", ["debug"], 0, { out: /target +dev \(duckdb\)[\s\S]*does not exist yet/ }],
    ["check finds nothing", ["check"], 0, { err: /6 nodes checked: no mistakes/ }],
    ["check lets the engine bind every query, with no database", ["check", "-t", "dev"], 0, { err: /\d+ statements bound by the engine of dev/ }],
    ["a dry run builds nothing", ["build", "--dry-run"], 0, { out: /create +table +shop\.fct_orders/, err: /Nothing was done/ }],
    ["state: has nothing to compare with yet", ["ls", "-s", "state:modified"], 2, { err: /RM2013/ }],
    ["show before anything is built", ["show", "-s", "fct_orders"], 1, { err: /RM4006/ }],
    ["seed builds seeds only", ["seed"], 0, { out: /PASS=4 / }],
    ["run says that nothing was audited", ["run"], 0, { err: /without audits/ }],
    ["build does the rest", ["build"], 0, { out: /ERROR=0/ }],
    ["a second build has nothing to do", ["build"], 0, { out: /^Nothing to do/ }],
    ["test audits all again", ["test"], 0, { out: /PASS=24 / }],
    ["test of one kind", ["test", "-s", "test_type:unit"], 0, { out: /PASS=1 / }],
    ["retry has nothing to do", ["retry"], 0, { err: /Nothing to retry/ }],
    ["no snapshots", ["snapshot"], 2, { err: /the project has no snapshots/ }],
    ["no snapshots, allowed", ["snapshot", "--allow-empty"], 0, { out: /^Nothing to do: nothing is selected\.\n/ }],
    ["ls by name", ["ls", "-s", "+fct_orders", "--resource-type", "model"], 0, { out: /^shop\.stg_orders\nshop\.fct_orders\n$/ }],
    ["list is ls, and nothing selected is fine", ["list", "-s", "tag:none"], 0, { out: /^$/ }],
    ["ls as JSON", ["ls", "-s", "fct_orders", "--resource-type", "model", "--output", "json"], 0, { out: /^\{"id":"shop\.fct_orders".*"depends_on":\["shop\.countries","shop\.stg_orders"\]\}\n$/ }],
    ["ls by path", ["ls", "-s", "shop.countries", "--resource-type", "seed", "--output", "path"], 0, { out: /^seeds\/shop\/countries\.ts\n$/ }],
    ["nothing is modified", ["ls", "-s", "state:modified"], 0, { out: /^$/ }],
    ["a selection that matches nothing", ["build", "-s", "tag:none"], 2, { err: /RM2012 {2}no nodes match --select "tag:none"/ }],
    ["a name that does not exist", ["build", "-s", "fct_order"], 2, { err: /did you mean fct_orders\?/ }],
    ["compile prints what is named", ["compile", "-s", "fct_orders"], 0, { out: /^-- shop\.fct_orders\nselect\n/ }],
    ["compile prints a test that is named", ["compile", "-s", "unique_stg_orders_order_id"], 0, { out: /^-- shop\.unique_stg_orders_order_id\nselect\n/ }],
    ["compile as JSON", ["compile", "-s", "fct_orders", "--output", "json"], 0, { out: /"path": "compiled\/models\/shop\/facts\/fct_orders\.sql"/ }],
    ["compile of SQL", ["compile", "--inline", "select 1 from {{fct_orders}}"], 0, { out: /"shop"\."fct_orders";/ }],
    ["compile of SQL with an unknown name", ["compile", "--inline", "select 1 from {{fct_order}}"], 2, { err: /did you mean \{\{fct_orders\}\}\?/ }],
    ["show masks personal columns", ["show", "-s", "fct_orders", "--limit", "1"], 0, { out: /^order_id +customer_id.*\n.*\*{5}/ }],
    ["show as CSV", ["show", "-s", "countries", "--output", "csv"], 0, { out: /^code,name\nBR,Brazil\n/ }],
    ["show as JSON", ["show", "--inline", "select count(*) as orders, null as nothing from {{shop.orders}}", "--output", "json"], 0, { out: /"orders": 5,\n +"nothing": null/ }],
    ["show of rejected rows", ["show", "--inline", "select * from {{shop.orders__rejects}}"], 2, { err: /write shop\.orders__rejects without braces/ }],
    ["show of SQL that fails", ["show", "--inline", "select 1 / x from {{shop.orders}}"], 1, { err: /^RM4010 / }],
    ["show of SQL that writes", ["show", "--inline", "drop table x"], 1, { err: /^RM4010 {2}the query is refused: [^]*fix: show only reads/ }],
    ["show of SQL with a misspelt function", ["show", "--inline", "select cuont(*) from {{shop.orders}}"], 1, { err: /^RM4010 {2}Scalar Function with name cuont does not exist!\n {2}cause: Did you mean "count"\?\n/ }],
    ["show of more than one", ["show", "-s", "fct_orders stg_orders"], 2, { err: /show takes one relation/ }],
    ["source freshness", ["source", "freshness"], 0, { out: /^pass +shop\.orders +0\.0 h old/ }],
    ["source_status selects by it", ["ls", "-s", "source_status:fresh", "--resource-type", "source"], 0, { out: /^shop\.orders\n$/ }],
    ["source freshness much later", ["source", "freshness", "--execution-time", "2999-01-01"], 0, { out: /^warn / }],
    ["docs serve without a site", ["docs", "serve"], 2, { err: /run rmodel docs generate first/ }],
    ["docs generate", ["docs", "generate"], 0, { out: /target.docs.index\.html\n$/ }],
    ["debug connects", ["debug"], 0, { out: /connection +ok: DuckDB/ }],
    ["an unknown target", ["debug", "-t", "prod"], 1, { err: /RM1053/ }],
    ["clean says what it would remove", ["clean", "--dry-run"], 0, { out: /would remove \d+ files of target\// }],
    ["a target folder outside is refused", ["clean", "--target-path", ".."], 2, { err: /not inside the project/ }],
    ["old versions are listed", ["clean", "--versions", "--dry-run"], 0, { err: /0 versions/ }],
  ])("%s", async (_, args, code, expected) => {
    const ended = await rmodel(folder, ...args);
    expect(ended.out).toMatch(expected.out ?? /(?:)/);
    expect(ended.err).toMatch(expected.err ?? /(?:)/);
    expect(ended).toMatchObject({ code });
  });

  test("clean keeps databases and exports", async () => {
    mkdirSync(join(folder, "target", "exports"));
    writeFileSync(join(folder, "target", "exports", "orders.csv"), "1\n");
    writeFileSync(join(folder, "target", "kept.duckdb"), "");
    expect(await rmodel(folder, "clean")).toMatchObject({ code: 0, out: line("kept target/exports\nkept target/kept.duckdb") });
    expect(namesIn(join(folder, "target"))).toEqual(["exports", "kept.duckdb"]);
    expect(existsSync(join(folder, "logs"))).toBe(false);
    expect(existsSync(join(folder, "warehouse.duckdb"))).toBe(true);
  });
});

describe("a project with mistakes", () => {
  test("check shows those of types, references and contracts at once, sorted, each once", async () => {
    const folder = starterProject();
    edit(folder, "models/shop/facts/fct_orders.ts", (text) => text.replace("is(orders.amount)", "is(orders.customer_id)"));
    edit(folder, "models/shop/staging/stg_orders.ts", (text) => text.replace("quantity: o.quantity", "quantity: o.quantty"));
    const { code, err } = await rmodel(folder, "check");
    expect(err.match(/^RM\d{4}|^ {2}\S+:\d+:\d+/gm)).toEqual(["RM1060", "  models/shop/facts/fct_orders.ts:18:33", "RM1030", "  models/shop/staging/stg_orders.ts:16:58"]);
    expect(code).toBe(2);
    expect((await rmodel(folder, "build")).code).toBe(2);
    expect(existsSync(join(folder, "warehouse.duckdb"))).toBe(false);
    const json = await rmodel(folder, "check", "--log-format", "json");
    expect(json.err.trim().split("\n").map((text) => (JSON.parse(text) as { code: string }).code)).toEqual(["RM1060", "RM1030"]);
  });

  test("what the compiler knows better is told by the compiler, and what follows from a mistake is not told", async () => {
    const folder = starterProject();
    edit(folder, "tests/shop/returns_stay_out.ts", (text) => text.replace("quantity: 2", "quantty: 2"));
    writeFileSync(join(folder, "macros/amount.ts"), 'import { sql } from "rmodel";\n\nconst settings = { factor: 2 };\nexport const doubled = sql`2 * ${settings.facto}`;\n');
    edit(folder, "models/shop/facts/fct_orders.ts", (text) => `import { doubled } from "../../../macros/amount.ts";\n${text.replace("is(orders.amount)", "is(doubled)")}`);
    const { err } = await rmodel(folder, "check");
    expect(err.match(/^RM\d{4}|^ {2}(?:\S+:\d+:\d+|fix: .*)/gm)).toEqual(["RM1060", "  macros/amount.ts:4:43", "  fix: write factor", "RM1030", "  tests/shop/returns_stay_out.ts:8:39", "  fix: write quantity"]);
  });

  test("in GitHub Actions each mistake is also an annotation", async () => {
    const folder = starterProject();
    edit(folder, "models/shop/staging/stg_orders.ts", (text) => text.replace("from: o,", "form: o,"));
    const { err } = await start(folder, ["compile"], { GITHUB_ACTIONS: "true" }).ended;
    expect(err).toContain("\n::error file=models/shop/staging/stg_orders.ts,line=9,col=3,title=RM1020::unknown option \"form\" of model\n");
  });

  test("a use of sql.raw is a note", async () => {
    const folder = starterProject();
    edit(folder, "models/shop/staging/stg_orders.ts", (text) => text.replace("> 0`", '> ${sql.raw("0")}`'));
    expect(await rmodel(folder, "check")).toMatchObject({ code: 0, err: expect.stringMatching(/note: sql\.raw in shop\.stg_orders {2}models\/shop\/staging\/stg_orders\.ts:10:\d+/) });
  });

  test("a failing unit test keeps its model and what reads it from being built; retry does the rest", async () => {
    const folder = starterProject();
    edit(folder, "tests/shop/returns_stay_out.ts", (text) => text.replace("3.00", "4.00"));
    const failed = await rmodel(folder, "build");
    expect(failed).toMatchObject({ code: 1, err: expect.stringMatching(/skip +view +shop\.stg_orders +its unit test failed/), out: expect.stringMatching(/RM5002[\s\S]*A unit test failed: nothing was published/) });
    expect((await rmodel(folder, "show", "-s", "countries")).code).toBe(2);
    edit(folder, "tests/shop/returns_stay_out.ts", (text) => text.replace("4.00", "3.00"));
    expect(await rmodel(folder, "retry")).toMatchObject({ code: 0, err: expect.stringMatching(/Retrying build[\s\S]*shop\.countries +3 rows.*taken over from an earlier build/) });
    expect((await rmodel(folder, "retry")).err).toContain("Nothing to retry");
  });

  test("a failing data test is exit 1, and so is one over what is published", async () => {
    const folder = starterProject();
    edit(folder, "seeds/shop/countries.csv", (text) => text.replace("DE,Germany\n", ""));
    expect(await rmodel(folder, "build")).toMatchObject({ code: 1, out: expect.stringMatching(/RM5001 {2}test shop\.orders_kept failed/) });
    expect((await rmodel(folder, "run")).code).toBe(0);
    expect((await rmodel(folder, "test")).code).toBe(1);
    expect((await rmodel(folder, "ls", "-s", "result:fail")).out).toBe("shop.orders_kept\n");
  });

  test.each([
    ["the middle of its query", "amount: t", 'amount: t.decimal(18, 2).is(sql`cast(\n      ${orders.customer_id}\n      as decimal(18, 2))`),\n    old: t', "fct_orders.ts:18:33", /Could not convert/],
    ["a statement after it", "columns: {", "post: [sql`select 1`, sql`\n    select amout\n    from ${orders}`],\n  columns: {", "fct_orders.ts:14:12", /"amout" not found/],
  ])("SQL that fails in %s is shown there", async (_, right, wrong, place, message) => {
    const folder = starterProject();
    edit(folder, "models/shop/facts/fct_orders.ts", (text) => text.replace(right, wrong));
    const { out } = await rmodel(folder, "build");
    expect(out).toMatch(message);
    expect(out).toContain(place);
  });

  test("a place that cannot be written is the target's fault, and no stack trace", async () => {
    const folder = starterProject();
    writeFileSync(join(folder, "logs"), "");
    const { code, out, err } = await rmodel(folder, "build");
    expect(code).toBe(1);
    expect(out + err).toMatch(/^RM4005 /m);
    expect(out + err).not.toMatch(/^ +at /m);
  });

  test("the age of a source is that of its good rows, where bad ones are set aside", async () => {
    const folder = starterProject();
    edit(folder, "sources/shop/orders.ts", (text) => text.replace("freshness: {", 'onBadRow: "reject",\n  freshness: { loadedAt: "ordered_at",'));
    edit(folder, "data/orders.csv", (text) => `${text}1006,C-9,2999-01-01 08:30:00,DE,many,1.00\n`);
    expect(await rmodel(folder, "source", "freshness", "--execution-time", "2024-01-06")).toMatchObject({ code: 0, out: expect.stringMatching(/^pass +shop\.orders +\d+\.\d h old \(2024-01-05T/) });
  });

  test("no secret is shown, in answers or in failures", async () => {
    const folder = starterProject();
    writeFileSync(join(folder, ".env"), "DB_PASSWORD=canary-4711\n");
    edit(folder, "profiles.yaml", (text) => text.replace("threads: 4", `threads: 4, secrets: [{ type: s3, secret: "{{ env_var('DB_PASSWORD') }}" }]`));
    const said = await Promise.all(["debug", "build"].map((command) => rmodel(folder, command, "-d")));
    expect(said.map(({ out, err }) => out + err).join()).not.toContain("canary-4711");
    expect(said[0]!.out).toMatch(/secrets +\*{5}/);
  });
});

describe("flags", () => {
  const folder = starterProject();

  test("the environment stands in for a flag, .env for the environment, and the command line wins", async () => {
    writeFileSync(join(folder, ".env"), "RMODEL_OUTPUT=path\nRMODEL_RESOURCE_TYPE=seed\n");
    expect((await rmodel(folder, "ls")).out).toBe("seeds/shop/countries.ts\n");
    expect((await start(folder, ["ls"], { RMODEL_OUTPUT: "name" }).ended).out).toBe("shop.countries\n");
    expect((await rmodel(folder, "ls", "--output", "name")).out).toBe("shop.countries\n");
    writeFileSync(join(folder, ".env"), "");
  });

  test.each([["1", "Nothing was done"], ["false", "PASS="]])("a flag without value set to %s", async (value, expected) => {
    const { out, err } = await start(folder, ["build"], { RMODEL_DRY_RUN: value }).ended;
    expect(out + err).toContain(expected);
  });

  test("--project-dir works from anywhere", async () => {
    expect((await rmodel(emptyFolder(), "ls", "-s", "fct_orders", "--resource-type", "model", "--project-dir", folder)).out).toBe("shop.fct_orders\n");
  });
});

describe("signals", () => {
  const folder = starterProject();
  const slow = join(folder, "models/shop/facts/fct_slow.ts");
  writeFileSync(slow, 'import { model, sql, t } from "rmodel";\nexport default model({ materialized: "table", columns: { n: t.integer() }, query: sql`select count(*) as n from range(3000000000) as a, range(1000) as b where a.range % 7 = b.range % 13` });\n');

  test.each([["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const)("%s ends a build with %i, in one line, and nothing stays behind", async (signal, code) => {
    const running = start(folder, ["build"]);
    await running.said(/table +shop\.fct_orders|shop\.fct_orders +\d/);
    const sent = Date.now();
    running.kill(signal);
    const ended = await running.ended;
    expect(Date.now() - sent).toBeLessThan(1000);
    expect(ended.code).toBe(code);
    expect(ended.err.trim().split("\n").at(-1)).toBe(`Stopped by ${signal}: what ran was cancelled. rmodel retry does the rest.`);
    expect(namesIn(folder).filter((name) => name.startsWith("warehouse"))).toEqual(["warehouse.duckdb"]);
  });

  test("retry goes on after kill -9", async () => {
    edit(folder, "models/shop/facts/fct_slow.ts", () => 'import { model, sql, t } from "rmodel";\nexport default model({ materialized: "table", columns: { n: t.integer() }, query: sql`select 1 as n` });\n');
    expect((await start(folder, ["build"], { RMODEL_KILL_AT: "before publish" }).ended).code).toBe(null);
    expect(await rmodel(folder, "retry")).toMatchObject({ code: 0, err: expect.stringMatching(/Retrying build .* which was ended[\s\S]*shop\.fct_slow .*taken over/) });
  });
});

describe("servers", () => {
  test("docs serve answers this machine, for one file, by its own name only", async () => {
    const folder = starterProject();
    mkdirSync(join(folder, "target", "docs"), { recursive: true });
    writeFileSync(join(folder, "target", "docs", "index.html"), "<p>site</p>");
    const running = start(folder, ["docs", "serve", "--port", "0"]);
    await running.said(/http:\/\/127/);
    const { port } = new URL(/http:\S+/.exec(running.output())![0]);
    const { request } = await import("node:http");
    const ask = (path: string, host = `127.0.0.1:${port}`, method = "GET") =>
      new Promise<string>((resolve) => request({ host: "127.0.0.1", port, path, method, headers: { host } }, (response) => response.setEncoding("utf8").on("data", (text: string) => resolve(`${response.statusCode} ${text.trim()}`))).end());
    expect(await Promise.all([ask("/"), ask("/", "evil.example"), ask("/../../.env"), ask("/docs"), ask("/", undefined, "POST")])).toEqual(["200 <p>site</p>", "403 403", "404 404", "404 404", "405 405"]);
    running.kill("SIGINT");
    expect((await running.ended).code).toBe(130);
  });

  test("watch notices that a helper is mended which it never saw without a mistake", async () => {
    const folder = starterProject();
    mkdirSync(join(folder, "lib"));
    writeFileSync(join(folder, "lib/least.ts"), "export const least = = 1;\n");
    edit(folder, "models/shop/staging/stg_orders.ts", (text) => `import { least } from "../../../lib/least.ts";\n${text.replace("> 0`", "> ${least}`")}`);
    const running = start(folder, ["watch"]);
    await running.said(/RM1001[\s\S]*Watching for saves/);
    edit(folder, "lib/least.ts", (text) => text.replace("= =", "="));
    await running.said(/fct_orders +3 rows[\s\S]*saved → done/);
    running.kill("SIGINT");
    expect((await running.ended).code).toBe(130);
  });

  test("watch builds where the config says, also when it says another profile than before", async () => {
    const folder = starterProject();
    writeFileSync(join(folder, "profiles.yaml"), `${readFileSync(join(folder, "profiles.yaml"), "utf8")}other: { target: dev, outputs: { dev: { type: duckdb, path: other.duckdb } } }\n`);
    const running = start(folder, ["watch"]);
    await running.said(/Watching for saves/);
    edit(folder, "rmodel.config.ts", (text) => text.replace("name:", 'profile: "other", name:'));
    await running.said(/saved → done/);
    running.kill("SIGINT");
    expect((await running.ended).code).toBe(130);
    expect(existsSync(join(folder, "other.duckdb"))).toBe(true);
  });

  test("watch builds at a save, shows mistakes, and lives on", async () => {
    const folder = starterProject();
    const running = start(folder, ["watch"]);
    const staging = "models/shop/staging/stg_orders.ts";
    await running.said(/Watching for saves/);
    edit(folder, staging, (text) => text.replace("> 0`", "> 1`"));
    await running.said(/fct_orders +3 rows[\s\S]*saved → done \d/);
    edit(folder, staging, (text) => text.replace("export default", "export defaul"));
    await running.said(/RM1001[\s\S]*saved → not done/);
    edit(folder, staging, (text) => text.replace("export defaul", "export default").replace("> 1`", "> 0`"));
    await running.said(/fct_orders +4 rows.*taken over[\s\S]*saved → done/);
    writeFileSync(join(folder, "data/orders.csv"), `${readFileSync(join(folder, "data/orders.csv"), "utf8")}1006,C-9,2024-01-09 08:30:00,DE,3,1.00\n`);
    await running.said(/shop\.orders +6 rows[\s\S]*saved → done/);
    running.kill("SIGINT");
    expect((await running.ended).code).toBe(130);
  });
});
