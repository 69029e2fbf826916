import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Environment } from "../process.ts";
import { buildOf } from "../shop.ts";
import { cases, tell } from "../scale.ts";
import { postgres } from "./target.ts";
import { rmodel } from "../process.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const target = await postgres();

/** Everything that a clock, an alphabet or a decimal point could change, on the client or on the server. */
const model = {
  "models/sales/places.ts": `
import { fn, model, sql, t } from "rmodel";
export default model({
  description: "Values that depend on where a careless program runs.",
  materialized: "external",
  files: ["places.csv", "places.json"],
  grain: ["n"],
  query: sql\`
    select
      n.range as n,
      \${fn.dateAdd(sql\`date '2024-03-09'\`, sql\`n.range\`, "day")} as at,
      \${fn.dateTrunc("week", sql\`date '2024-03-31'\`)} as week,
      \${fn.formatDate(sql\`timestamp '2024-03-31 17:05:00'\`, "%A %d %B %Y %I:%M %p")} as named,
      upper('istanbul i') || lower('ISTANBUL I') as dotted,
      cast(cast(1234567.5 as decimal(12, 2)) + n.range as varchar) as number,
      cast(timestamp '2024-03-10 01:30:00' as varchar) as said,
      \${fn.executionTime()} as built_at
    from range(3) as n
  \`,
  columns: { n: t.integer(), at: t.date(), week: t.date(), named: t.text(), dotted: t.text(), number: t.text(), said: t.text(), built_at: t.timestamp() },
});
`,
};

interface Place {
  readonly environment: Environment;
  /** Of the database. */
  readonly settings: Readonly<Record<string, string>>;
}

const places: readonly Place[] = [
  { environment: { TZ: "Asia/Kolkata", LANG: "C" }, settings: { timezone: "America/New_York" } },
  { environment: { TZ: "America/New_York", LANG: "C" }, settings: { timezone: "Asia/Kolkata", datestyle: "German, DMY" } },
  { environment: { TZ: "UTC", LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8" }, settings: { datestyle: "SQL, DMY", intervalstyle: "iso_8601" } },
  { environment: { TZ: "UTC", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }, settings: { extra_float_digits: "-5", bytea_output: "escape" } },
  { environment: { TZ: "America/New_York", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", PGTZ: "Asia/Tokyo", PGDATESTYLE: "German", PGOPTIONS: "-c timezone=Asia/Tokyo" }, settings: { standard_conforming_strings: "off", search_path: "pg_catalog", client_encoding: "latin1" } },
  ...(cases(6, 24) === 6 ? [] : ["Pacific/Chatham", "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca"].flatMap((TZ) => ["C", "de_DE.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8"].map((LANG) => ({ environment: { TZ, LANG, LC_ALL: LANG }, settings: { timezone: TZ } })))),
];

let expected: unknown;
const counts = { places: 1, "other bytes": 0 };

beforeAll(async () => {
  expected = await madeIn({ environment: { TZ: "UTC", LANG: "C" }, settings: {} });
});

afterAll(() => tell("F13 time zones and languages on PostgreSQL", counts));

describe.each(places)("in $environment with $settings", (place) => {
  test("a build makes the bytes that it makes in UTC", async () => {
    const made = await madeIn(place);
    counts.places++;
    counts["other bytes"] += Number(JSON.stringify(made) !== JSON.stringify(expected));
    expect(made).toEqual(expected);
  });
});

/** What a build shows and which SQL it wrote. */
async function madeIn({ environment, settings }: Place): Promise<unknown> {
  const root = await target.shop("old", model);
  const database = target.databaseOf(root);
  await target.asking(root, async (client) => {
    for (const [name, value] of Object.entries(settings)) await client.query(`alter database ${database} set ${name} = ${name === "search_path" || name === "datestyle" ? value : `'${value}'`}`);
  });
  const { code, said } = await rmodel(root, buildOf("old"), environment);
  expect(code, said).toBe(0);
  // Who looks does so from the same place each time.
  await target.asking(root, (client) => client.query(`alter database ${database} reset all`));
  const compiled = join(root, "target/compiled");
  const files = readdirSync(compiled, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const csv = readFileSync(join(root, "target/exports/sales/places.csv"), "utf8");
  return { ...(await target.shownBy(root)), csv, sql: Object.fromEntries(files.map((path) => [path.slice(compiled.length), readFileSync(path, "utf8").replaceAll(root, "")])) };
}
