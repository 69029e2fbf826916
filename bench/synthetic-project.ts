import { mkdirSync, rmSync, writeFileSync } from "node:fs";

/** A model of a synthetic project: a view or a table over models of the layer before. */
interface SyntheticModel {
  readonly name: string;
  readonly layer: number;
  readonly parents: readonly string[];
  readonly table: boolean;
}

/**
 * A project of `count` models in six layers, the same for the same count: a tenth are staging views over one seed of
 * 1,000 rows, the others read one to four models of the layer before; 30 % are tables; each has two tests.
 */
export function syntheticModels(count: number, seed = 7): readonly SyntheticModel[] {
  const random = generator(seed);
  const pick = (limit: number): number => Math.floor(random() * limit);
  const staging = Math.max(1, Math.floor(count / 10));
  const rest = count - staging;
  const sizes = [staging, ...Array.from({ length: 5 }, (_, index) => Math.floor(rest / 5) + (index < rest % 5 ? 1 : 0))];
  let before: string[] = [];
  return sizes.flatMap((size, layer) => {
    const models = Array.from({ length: size }, (_, index): SyntheticModel => {
      const parents = new Set<string>();
      for (let wanted = layer === 0 ? 0 : Math.min(before.length, 1 + pick(4)); parents.size < wanted; ) parents.add(before[pick(before.length)]!);
      return { name: `${layer === 0 ? "stg" : `l${layer}`}_${String(index).padStart(5, "0")}`, layer, parents: [...parents], table: layer > 0 && random() < 0.3 };
    });
    before = models.map(({ name }) => name);
    return models;
  });
}

/** Writes the project into an empty folder, as a user would have written it. */
export function writeProject(folder: string, models: readonly SyntheticModel[]): void {
  rmSync(folder, { recursive: true, force: true });
  for (const path of ["seeds/bench", "models/bench"]) mkdirSync(`${folder}/${path}`, { recursive: true });
  writeFileSync(`${folder}/rmodel.config.ts`, 'import { config } from "rmodel";\n\nexport default config({ name: "bench" });\n');
  writeFileSync(`${folder}/profiles.yaml`, "bench:\n  target: dev\n  outputs:\n    dev: { type: duckdb, path: warehouse.duckdb, threads: 4 }\n");
  writeFileSync(`${folder}/seeds/bench/raw_events.csv`, seedCsv(models.length));
  writeFileSync(`${folder}/seeds/bench/raw_events.ts`, 'import { seed, t } from "rmodel";\n\nexport default seed({ columns: { id: t.integer(), grp: t.integer(), amount: t.double(), day: t.date() } });\n');
  const staging = models.filter(({ layer }) => layer === 0).length;
  for (const [index, model] of models.entries()) writeFileSync(`${folder}/models/bench/${model.name}.ts`, moduleOf(model, index, staging));
}

/** The same project as plain statements in order, for the floor: what a person would send by hand. */
export function plainStatements(folder: string, models: readonly SyntheticModel[]): { readonly build: readonly string[]; readonly tests: readonly string[] } {
  const staging = models.filter(({ layer }) => layer === 0).length;
  const build = [
    `create table raw_events as select * from read_csv('${folder}/seeds/bench/raw_events.csv')`,
    ...models.map((model, index) => `create ${model.table ? "table" : "view"} ${model.name} as ${queryOf(model, index, staging)}`),
  ];
  const tests = models.flatMap(({ name }) => [
    `select count(*) as failures from (select id from ${name} where id is not null group by id having count(*) > 1)`,
    `select count(*) as failures from ${name} where amount is null`,
  ]);
  return { build, tests };
}

function queryOf({ layer, parents }: SyntheticModel, index: number, staging: number): string {
  if (layer === 0) return `select id, grp, cast(amount as double) as amount, cast(day as date) as day from raw_events where grp % ${staging + 1} <> ${index % (staging + 1)}`;
  const joins = parents.slice(1).map((parent, at) => `left join ${parent} as p${at + 1} on p${at + 1}.id = p0.id`);
  return `select p0.id, p0.grp, ${amountOf(parents.length, index, (at) => `p${at}`)} as amount, p0.day from ${parents[0]} as p0 ${joins.join(" ")} where p0.amount is not null`;
}

function moduleOf(model: SyntheticModel, index: number, staging: number): string {
  const { layer, parents, table } = model;
  const imports = layer === 0 ? ['import raw from "../../seeds/bench/raw_events.ts";'] : parents.map((parent) => `import ${parent} from "./${parent}.ts";`);
  const aliases = layer === 0 ? ['const p0 = raw.as("p0");'] : parents.map((parent, at) => `const p${at} = ${parent}.as("p${at}");`);
  const joins = parents.slice(1).map((_, at) => ` left join \${p${at + 1}} on \${p${at + 1}.id} = \${p0.id}`);
  const where = layer === 0 ? `\${p0.grp} % ${staging + 1} <> ${index % (staging + 1)}` : "${p0.amount} is not null";
  return `import { model, sql, t } from "rmodel";
${imports.join("\n")}

${aliases.join("\n")}

export default model({
  description: "Synthetic model ${model.name}.",
  materialized: "${table ? "table" : "view"}",
  from: ${joins.length === 0 ? "p0" : `sql\`\${p0}${joins.join("")}\``},
  where: sql\`${where}\`,
  columns: {
    id: t.integer().is(p0.id).unique(),
    grp: t.integer().is(p0.grp),
    amount: t.double().is(${layer === 0 ? "p0.amount" : `sql\`${amountOf(parents.length, index, (at) => `\${p${at}`, "}")}\``}).notNull(),
    day: t.date().is(p0.day),
  },
});
`;
}

function amountOf(parents: number, index: number, alias: (at: number) => string, close = ""): string {
  const others = Array.from({ length: Math.max(0, parents - 1) }, (_, at) => ` + coalesce(${alias(at + 1)}.amount${close}, 0) / ${2 + at + (index % 8)}`);
  return `${alias(0)}.amount${close}${others.join("")}`;
}

function seedCsv(count: number): string {
  const random = generator(7);
  const rows = Array.from({ length: 1000 }, (_, id) => `${id},${Math.floor(random() * 10 * count)},${(1 + random() * 499).toFixed(2)},2024-${String(1 + (id % 12)).padStart(2, "0")}-${String(1 + (id % 28)).padStart(2, "0")}`);
  return `id,grp,amount,day\n${rows.join("\n")}\n`;
}

/** @source Park & Miller 1988, the minimal standard generator */
function generator(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}
