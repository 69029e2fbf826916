import { afterAll, expect, test } from "vitest";
import type { Compiled } from "./compiled.ts";
import type { Dialect, Prover } from "../adapters/adapter.ts";
import type { Files } from "../testing/project.ts";
import type { KeptRelation } from "./compile-cache.ts";
import { buildGraph } from "../graph/graph.ts";
import { compileCache } from "./compile-cache.ts";
import { compileGraph } from "./compile.ts";
import { createProver } from "../adapters/duckdb/prover.ts";
import { dialect } from "../adapters/duckdb/dialect.ts";
import { executionTime, loadFiles } from "../testing/project.ts";
import { placeInStatement } from "./statement-place.ts";
import { dialect as postgres } from "../adapters/postgres/dialect.ts";
import { proofCache } from "./proof-cache.ts";
import { textOf } from "./render.ts";

const files: Files = {
  "macros/twice.hbs": "---\nargs:\n  value: {}\n---\n2 * {{value}}\n",
  "sources/shop/orders.ts": 'import { source, t } from "rmodel";\nexport default source({ file: "orders.csv", columns: { id: t.integer(), at: t.timestamp() } });\n',
  "models/shop/base.ts": 'import { model, sql, t } from "rmodel";\nimport orders from "../../sources/shop/orders.ts";\nconst o = orders.as("o");\nexport default model({ materialized: "ephemeral", from: o, columns: { id: t.integer().is(sql`${o.id} + 1`) } });\n',
  "models/shop/big.ts": 'import { model, sql, t } from "rmodel";\nimport base from "./base.ts";\nconst b = base.as("b");\nexport default model({ from: b, columns: { id: t.integer().is(b.id).notNull() } });\n',
  "models/shop/calls.ts": 'import { model, sql, t } from "rmodel";\nimport twice from "../../macros/twice.hbs";\nexport default model({ query: sql`select ${twice({ value: 3 })} as id`, columns: { id: t.integer() } });\n',
  "models/shop/clock.ts": 'import { fn, model, sql, t } from "rmodel";\nexport default model({ query: sql`select ${fn.executionTime()} as at`, columns: { at: t.timestamp() } });\n',
  "models/shop/tested.ts": 'import { model, sql, t } from "rmodel";\nimport calls from "./calls.ts";\nexport default model({ query: sql`select 10 / 2 as id`, columns: { id: t.double().references(calls, "id") } });\n',
};

let prover: Promise<Prover> | undefined;

afterAll(async () => (await prover)?.close());

interface Made {
  readonly compiled: Compiled;
  readonly kept: Readonly<Record<string, KeptRelation>>;
  /** What was not taken from the cache. */
  readonly made: readonly string[];
}

async function compile(project: Files, known: Readonly<Record<string, KeptRelation>> = {}, { at = executionTime, own = dialect as Dialect, version = "1" } = {}): Promise<Made> {
  const graph = buildGraph(await loadFiles(project));
  const real = await (prover ??= createProver());
  const cache = compileCache(JSON.parse(JSON.stringify(known)) as typeof known);
  const fromCache = new Set<string>();
  const watched: typeof cache = { ...cache, get: (key, node) => {
    const found = cache.get(key, node);
    if (found !== undefined) fromCache.add(node.id);
    return found;
  } };
  const compiled = await compileGraph(graph, { dialect: own, prover: { ...real, version }, proofs: proofCache({}), cache: watched, executionTime: at });
  return { compiled, kept: cache.relations(), made: [...compiled.relations.keys()].filter((id) => !fromCache.has(id)).sort() };
}

const changed = (path: string, from: string, to: string): Files => {
  expect(files[path]).toContain(from);
  return { ...files, [path]: files[path]!.replace(from, to) };
};

test("what was compiled before is not compiled again, and is the same, but for what asks the clock", async () => {
  const first = await compile(files);
  const second = await compile(files, first.kept);
  expect(first.made).toHaveLength(6);
  expect(second.made).toEqual(["shop.clock"]);
  expect(second.compiled.relations).toEqual(first.compiled.relations);
});

test.each<[string, Files, readonly string[]]>([
  ["SQL of a model", changed("models/shop/big.ts", "is(b.id)", "is(sql`${b.id} * 2`)"), ["shop.big"]],
  ["an ephemeral model, which stands in what reads it", changed("models/shop/base.ts", "+ 1", "+ 2"), ["shop.base", "shop.big"]],
  ["a column's type", changed("sources/shop/orders.ts", "id: t.integer()", "id: t.decimal(9, 0)"), ["shop.base", "shop.big", "shop.orders"]],
  ["a column that is read by nobody", changed("sources/shop/orders.ts", "at: t.timestamp()", "at: t.timestamp(), more: t.text()"), ["shop.base", "shop.big", "shop.orders"]],
  ["a description", changed("sources/shop/orders.ts", "source({", 'source({ description: "d", '), ["shop.orders"]],
  ["a macro", changed("macros/twice.hbs", "2 *", "20 *"), ["shop.calls"]],
  ["a column that a test of another relation reads", changed("models/shop/calls.ts", "id: t.integer()", "id: t.double()"), ["shop.calls", "shop.tested"]],
])("after a change of %s just what depends on it is compiled again", async (_, project, made) => {
  const { kept } = await compile(files);
  const again = await compile(project, kept);
  expect(again.made).toEqual([...made, "shop.clock"].sort());
  expect(again.compiled.relations).toEqual((await compile(project)).compiled.relations);
});

test.each([
  ["another engine", { own: postgres as Dialect }],
  ["another prover or rmodel", { version: "2" }],
])("for %s everything is compiled again", async (_, options) => {
  const { kept } = await compile(files);
  expect((await compile(files, kept, options)).made).toHaveLength(6);
});

test("the clock is always that of the run", async () => {
  const { kept } = await compile(files);
  const { compiled } = await compile(files, kept, { at: "2030-01-01T00:00:00Z" });
  expect(textOf(compiled.relations.get("shop.clock")!.query!, String)).toContain("2030-01-01");
});

test("a model that breaks its contract is refused each time", async () => {
  const broken = changed("models/shop/big.ts", "is(b.id)", "is(sql`'a text'`)");
  const real = await (prover ??= createProver());
  const cache = compileCache({});
  const graph = buildGraph(await loadFiles(broken));
  const attempt = (known: typeof cache) => compileGraph(graph, { dialect, prover: real, proofs: proofCache({}), cache: known, executionTime });
  await expect(attempt(cache)).rejects.toThrow(/declared integer/);
  await expect(attempt(compileCache(cache.relations()))).rejects.toThrow(/declared integer/);
});

test("proofs of what is taken from the cache are kept, so that another engine need not prove again", async () => {
  const { kept } = await compile(files);
  const used = Object.values(kept).flatMap(({ proofs }) => proofs);
  const known = Object.fromEntries(used.map((key) => [key, { ok: true, columns: [], functions: [], readsWholeRows: false } as const]));
  const proofs = proofCache(known);
  await compileGraph(buildGraph(await loadFiles(files)), { dialect, prover: { ...(await prover!), version: "1" }, proofs, cache: compileCache(kept), executionTime });
  expect(Object.keys(proofs.proofs())).toEqual(expect.arrayContaining(used));
});

test("a complaint about translated SQL from the cache is shown where it was written", async () => {
  // What a translation passes through is given names in turn, and here the cached query had a later turn than it has now.
  const numbers = Array.from({ length: 12 }, (_, index) => String(index).padStart(2, "0"));
  const source = 'import { source, t } from "rmodel";\nexport default source({ file: "s.csv", columns: { id: t.integer() } });\n';
  const reader = (number: string) => `import { model, sql, t } from "rmodel";\nimport s from "../../sources/shop/s${number}.ts";\nexport default model({ query: sql\`select id from \${s} where id + 1 > 0\`, columns: { id: t.integer() } });\n`;
  const project = (readers: readonly string[]): Files => Object.fromEntries([...numbers.map((number) => [`sources/shop/s${number}.ts`, source]), ...readers.map((number) => [`models/shop/x${number}.ts`, reader(number)])]);
  const { kept } = await compile(project(numbers), {}, { own: postgres });
  const cached = await compile(project(["11"]), kept, { own: postgres });
  expect(cached.made).toEqual([]);
  const placeOf = ({ compiled }: Made) => {
    const node = compiled.graph.nodes.get("shop.x11")!;
    if (node.kind !== "model") throw new TypeError(`${node.id} is no model`);
    const nameOf = (id: string): string => `"${id}"`;
    const statement = textOf(compiled.relations.get(node.id)!.query!, nameOf);
    return placeInStatement(node, statement, statement.indexOf("> 0"), compiled, nameOf);
  };
  expect(placeOf(cached)).toEqual(placeOf(await compile(project(["11"]), {}, { own: postgres })));
});

test("translated SQL does not depend on what else is translated with it", async () => {
  const orders = 'import { source, t } from "rmodel";\nexport default source({ file: "orders.csv", columns: { amount: t.double(), quantity: t.integer() } });\n';
  const fit = 'import { regression } from "rmodel";\nimport orders from "../../sources/shop/orders.ts";\nexport default regression({ description: "What it goes along with.", of: orders, target: "amount", features: ["quantity"] });\n';
  const other = 'import { fn, model, sql, t } from "rmodel";\nimport orders from "../../sources/shop/orders.ts";\nconst o = orders.as("o");\nexport default model({ from: o, columns: { amount: t.double().is(fn.safeDivide(o.amount, o.quantity)) } });\n';
  const regressed: Files = { "sources/shop/orders.ts": orders, "models/shop/fit.ts": fit };
  const textsOf = ({ compiled }: Made) => [...compiled.relations].filter(([id]) => id.startsWith("shop.fit")).map(([id, { query }]) => [id, textOf(query!, String)]);
  expect(textsOf(await compile({ ...regressed, "models/shop/a.ts": other }, {}, { own: postgres }))).toEqual(textsOf(await compile(regressed, {}, { own: postgres })));
});
