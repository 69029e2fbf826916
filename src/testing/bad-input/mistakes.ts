import type { Files } from "../project.ts";

/** One mistake in a sound project, and what rmodel says to it. */
export interface Mistake {
  readonly name: string;
  readonly files: Files;
  /** `code file:line:column` of every problem, in the order shown. */
  readonly problems: readonly string[];
  /** A part of the remedy: the name that was meant. */
  readonly fix?: string;
}

const seed = (columns: string, more = ""): string => `import { seed, t } from "rmodel";
export default seed({ ${more}columns: { ${columns} } });
`;

/** A model in query form; mistakes stand in line 4 and below. */
const model = (body: string, imports = ""): string => `import { fn, model, sql, t, test } from "rmodel";
import rates from "../../seeds/sales/rates.ts";
${imports}const rate = rates.as("rates");
${body}
`;

const select = (columns: string, more = ""): string => model(`export default model({ from: rate, ${more}columns: { ${columns} } });`);

const query = (text: string, columns = "n: t.integer()", more = ""): string => model(`export default model({ ${more}query: sql\`${text}\`, columns: { ${columns} } });`);

/** The project that each mistake is made in. */
export const sound: Files = {
  "profiles.yaml": "shop: { target: dev, outputs: { dev: { type: duckdb, path: warehouse.duckdb } } }\n",
  "seeds/sales/rates.ts": seed("currency: t.text().notNull(), rate: t.decimal(8, 2)"),
  "seeds/sales/rates.csv": "currency,rate\nEUR,1.10\n",
  "models/sales/good.ts": select("currency: t.text().is(rate.currency)"),
};

const bad = "models/sales/bad.ts";

export const mistakes: readonly Mistake[] = [
  // Files and folders.
  { name: "a file that is no TypeScript", files: { [bad]: "export default model({\n" }, problems: [`RM1001 ${bad}:2:1`] },
  { name: "an import of a file that is not there", files: { [bad]: model('export default model({ from: other.as("other"), columns: { n: t.text().is(rate.currency) } });', 'import other from "./other.ts";\n') }, problems: [`RM1001 ${bad}:3:19`] },
  { name: "files that import each other", files: { "models/sales/a.ts": 'import { model, sql, t } from "rmodel";\nimport b from "./b.ts";\nexport default model({ from: b.as("b"), columns: { n: t.text().is(sql`1`) } });\n', "models/sales/b.ts": 'import { model, sql, t } from "rmodel";\nimport a from "./a.ts";\nexport default model({ from: a.as("a"), columns: { n: t.text().is(sql`1`) } });\n' }, problems: ["RM1002 models/sales/a.ts:2:17"] },
  { name: "a file that throws", files: { [bad]: 'throw new Error("no");\n' }, problems: [`RM1003 ${bad}:1:7`] },
  { name: "a config without a name", files: { "rmodel.config.ts": 'import { config } from "rmodel";\nexport default config({} as never);\n' }, problems: ["RM1021 rmodel.config.ts:2:16"] },
  { name: "a config file that exports nothing", files: { "rmodel.config.ts": "export {};\n" }, problems: ["RM1005 rmodel.config.ts:1:1"] },
  { name: "a macro without front matter", files: { "macros/cents.hbs": "{{ value }}\n" }, problems: ["RM1010 macros/cents.hbs:1:1"] },
  { name: "a seed among the models", files: { [bad]: seed("n: t.text()") }, problems: [`RM1011 ${bad}:2:16`] },
  { name: "a model file without a model", files: { [bad]: "export const n = 1;\n" }, problems: [`RM1012 ${bad}:1:1`] },
  { name: "a named export instead of the default", files: { [bad]: query("select 1 as n").replace("export default ", "export const bad = ") }, problems: [`RM1012 ${bad}:4:20`] },
  { name: "two definitions of one name", files: { "models/sales/layer/good.ts": 'import { model, sql, t } from "rmodel";\nexport default model({ query: sql`select 1 as n`, columns: { n: t.integer() } });\n' }, problems: ["RM1014 models/sales/layer/good.ts:2:16"] },

  // Options.
  { name: "a misspelt option", files: { [bad]: query("select 1 as n", undefined, 'descriptoin: "x", ') }, problems: [`RM1020 ${bad}:4:24`], fix: "description" },
  { name: "a materialization that does not exist", files: { [bad]: query("select 1 as n", undefined, 'materialized: "tabel", ') }, problems: [`RM1021 ${bad}:4:24`] },
  { name: "a model without columns", files: { [bad]: model("export default model({ query: sql`select 1 as n`, columns: {} });") }, problems: [`RM1021 ${bad}:4:51`] },
  { name: "a model with both forms", files: { [bad]: model("export default model({ from: rate, query: sql`select 1 as n`, columns: { n: t.integer() } } as never);") }, problems: [`RM1021 ${bad}:4:24`] },
  { name: "a model with neither form", files: { [bad]: model("export default model({ columns: { n: t.integer() } } as never);") }, problems: [`RM1021 ${bad}:4:16`] },
  { name: "an external model without files", files: { [bad]: query("select 1 as n", undefined, 'materialized: "external", ') }, problems: [`RM1022 ${bad}:4:24`] },
  { name: "a table with files", files: { [bad]: query("select 1 as n", undefined, 'files: ["n.csv"], ') }, problems: [`RM1022 ${bad}:4:24`] },
  { name: "a file of an unknown format", files: { [bad]: query("select 1 as n", undefined, 'materialized: "external", files: ["n.xlsx"], ') }, problems: [`RM1021 ${bad}:4:50`] },
  { name: "an expression in query form", files: { [bad]: query("select 1 as n", "n: t.integer().is(rate.rate)") }, problems: [`RM1024 ${bad}:4:67`] },
  { name: "a column without expression in select form", files: { [bad]: select("n: t.integer()") }, problems: [`RM1024 ${bad}:4:52`] },
  { name: "a snapshot without its strategy's column", files: { "snapshots/sales/history.ts": 'import { snapshot } from "rmodel";\nimport rates from "../../seeds/sales/rates.ts";\nexport default snapshot({ of: rates, key: ["currency"], strategy: "timestamp" });\n' }, problems: ["RM1025 snapshots/sales/history.ts:3:57"] },
  { name: "a snapshot with an unknown key", files: { "snapshots/sales/history.ts": 'import { snapshot } from "rmodel";\nimport rates from "../../seeds/sales/rates.ts";\nexport default snapshot({ of: rates, key: ["curency"] as never, strategy: "check", checkColumns: "all" });\n' }, problems: ["RM1030 snapshots/sales/history.ts:3:45"], fix: "currency" },
  { name: "a source without file and table", files: { "sources/sales/raw.ts": 'import { source, t } from "rmodel";\nexport default source({ columns: { n: t.text() } } as never);\n' }, problems: ["RM1021 sources/sales/raw.ts:2:16"] },
  { name: "a source of an unknown format", files: { "sources/sales/raw.ts": 'import { source, t } from "rmodel";\nexport default source({ file: "data/raw.dat", columns: { n: t.text() } });\n' }, problems: ["RM1021 sources/sales/raw.ts:2:25"] },

  // Columns, tests and references.
  { name: "a misspelt column", files: { [bad]: select("n: t.decimal(8, 2).is(rate.raet as never)") }, problems: [`RM1030 ${bad}:4:74`], fix: "rates.rate" },
  { name: "a grain that is no column", files: { [bad]: select("n: t.text().is(rate.currency)", 'grain: ["m"] as never, ') }, problems: [`RM1030 ${bad}:4:45`], fix: "n" },
  { name: "a list of accepted values without a value", files: { [bad]: select("n: t.text().is(rate.currency).acceptedValues([])") }, problems: [`RM1027 ${bad}:4:52`] },
  { name: "a range without an end", files: { [bad]: select("n: t.decimal(8, 2).is(rate.rate).range({})") }, problems: [`RM1027 ${bad}:4:52`] },
  { name: "a share over 1", files: { [bad]: select("n: t.text().is(rate.currency).notNullProportion(1.5)") }, problems: [`RM1027 ${bad}:4:52`] },
  { name: "a relation that is no default export", files: { "macros/hidden.ts": 'import { model, sql, t } from "rmodel";\nexport const hidden = model({ query: sql`select 1 as n`, columns: { n: t.integer() } });\n', [bad]: model('const one = hidden.as("one");\nexport default model({ from: one, columns: { n: t.integer().is(one.n) } });', 'import { hidden } from "../../macros/hidden.ts";\n') }, problems: [`RM1031 ${bad}:6:16`, `RM1031 ${bad}:6:51`] },
  { name: "an object as a value", files: { [bad]: query("select ${({ a: 1 }) as never} as n") }, problems: [`RM1032 ${bad}:4:31`] },
  { name: "quotes around a hole", files: { [bad]: query("select '${1}' as n") }, problems: [`RM1032 ${bad}:4:31`] },
  { name: "a disabled model that is read", files: { "models/sales/off.ts": query("select 1 as n", undefined, "enabled: false, "), [bad]: model('const off = offModel.as("off_model");\nexport default model({ from: off, columns: { n: t.integer().is(off.n) } });', 'import offModel from "./off.ts";\n') }, problems: [`RM2001 ${bad}:6:16`] },

  // SQL.
  { name: "a query with a syntax error", files: { [bad]: query("selct 1 as n") }, problems: [`RM3001 ${bad}:4:35`] },
  { name: "a query of an unknown table", files: { [bad]: query("select n from nowhere") }, problems: [`RM3001 ${bad}:4:49`] },
  { name: "a query without a declared column", files: { [bad]: query("select 1 as m") }, problems: [`RM3002 ${bad}:4:16`, `RM3002 ${bad}:4:67`] },
  { name: "a column of another type", files: { [bad]: query("select 'a' as n") }, problems: [`RM3003 ${bad}:4:69`] },
  { name: "two statements", files: { [bad]: query("select 1 as n; drop table x") }, problems: [`RM3001 ${bad}:4:48`] },
  { name: "a clock in a model", files: { [bad]: query("select extract(year from now()) as n") }, problems: [`RM3010 ${bad}:4:60`] },
  { name: "an argument that a macro does not have", files: { "macros/cents.hbs": "---\nargs:\n  value: { type: sql }\n---\n({{ value }} * 100)\n", [bad]: model("export default model({ from: rate, columns: { n: t.decimal(12, 2).is(cents({ valu: rate.rate })) } });", 'import cents from "../../macros/cents.hbs";\n') }, problems: [`RM3020 ${bad}:5:70`], fix: "value" },
  { name: "a test whose SQL is wrong", files: { [bad]: select("n: t.text().is(rate.currency)", "tests: () => [test.isTrue(sql`m > 1`)], ") }, problems: [`RM3030 ${bad}:4:62`] },
];
