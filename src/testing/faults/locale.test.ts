import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Environment } from "./process.ts";
import { buildOf, shop } from "./shop.ts";
import { cases, tell } from "./scale.ts";
import { rmodel } from "./process.ts";
import { shownBy } from "./relations.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** Everything that a clock, an alphabet or a decimal point could change. */
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
      timestamp '2024-03-10 01:30:00' + to_hours(n.range) as at,
      cast(timestamptz '2024-03-10 06:30:00+00' + to_hours(n.range) as varchar) as zoned,
      cast(cast(timestamptz '2024-03-09 20:30:00+00' as date) as varchar) as zoned_day,
      \${fn.dateTrunc("week", sql\`date '2024-03-31' + cast(n.range as integer)\`)} as week,
      \${fn.formatDate(sql\`date '2024-03-31' + cast(n.range as integer)\`, "%A %d %B %Y")} as named,
      upper('istanbul ıİ') || lower('ISTANBUL Iİ') as dotted,
      cast(1234567.5 + n.range as varchar) as number,
      \${fn.executionTime()} as built_at
    from range(3) as n
    order by zoned
  \`,
  columns: { n: t.integer(), at: t.timestamp(), zoned: t.text(), zoned_day: t.text(), week: t.date(), named: t.text(), dotted: t.text(), number: t.text(), built_at: t.timestamp() },
});
`,
};

const places: readonly Environment[] = [
  { TZ: "Asia/Kolkata", LANG: "C" },
  { TZ: "America/New_York", LANG: "C" },
  { TZ: "UTC", LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8" },
  { TZ: "UTC", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
  { TZ: "America/New_York", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
  ...(cases(6, 24) === 6 ? [] : ["Pacific/Chatham", "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca"].flatMap((TZ) => ["C", "de_DE.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8"].map((LANG) => ({ TZ, LANG, LC_ALL: LANG })))),
];

let expected: unknown;
const counts = { places: 1, "other bytes": 0 };

beforeAll(async () => {
  const installed = execFileSync("locale", ["-a"]).toString();
  for (const locale of ["de_DE", "tr_TR"]) if (!installed.includes(locale)) console.log(`F13: ${locale} is not installed here; node and DuckDB bring their own data for it`);
  expected = await madeIn({ TZ: "UTC", LANG: "C" });
});

afterAll(() => tell("F13 time zones and languages", counts));

describe.each(places)("in TZ=$TZ LANG=$LANG", (place) => {
  test("a build makes the bytes that it makes in UTC", async () => {
    const made = await madeIn(place);
    counts.places++;
    counts["other bytes"] += Number(JSON.stringify(made) !== JSON.stringify(expected));
    expect(made).toEqual(expected);
  });
});

/** What a build shows and which SQL it wrote. */
async function madeIn(place: Environment): Promise<unknown> {
  const root = shop("old", model);
  const { code, said } = await rmodel(root, buildOf("old"), place);
  expect(code, said).toBe(0);
  const compiled = join(root, "target/compiled");
  const files = readdirSync(compiled, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const csv = readFileSync(join(root, "target/exports/sales/places.csv"), "utf8");
  return { ...(await shownBy(root)), csv, sql: Object.fromEntries(files.map((path) => [path.slice(compiled.length), readFileSync(path, "utf8").replaceAll(root, "")])) };
}
