import type { Database, Row } from "./duckdb-for-tests.ts";
import type { ForecastSpec } from "./spec.ts";
import { forecastCheckSql, forecastPartSql, forecastParts } from "./parts.ts";

/** A declaration with little in it; tests say what matters to them. */
export const plainSpec: ForecastSpec = Object.freeze({
  keys: ["shop"], time: "day", grain: "day", target: "sales", horizon: 7, fill: "zero", season: 7, window: 7, models: [], baselines: ["seasonal_naive", "naive", "drift"], ensemble: false, external: [],
  validation: { blocks: 2, refit: "each_block", test: 0 }, choice: { metric: "mae", by: "key" }, segments: [], interval: { level: 0.8, kind: "conformal" }, bounds: {},
} satisfies ForecastSpec);

/** A regression with little in it. */
export const plainModel = Object.freeze({ name: "ridge", mode: "recursive", pooled: false, target: "level", lambdas: [0.01], minDf: 15, features: [] } as const);

export const lag = (lag: number, column?: string) => ({ kind: "past", ...(column === undefined ? {} : { column }), term: { kind: "lag", lag } }) as const;

/** Names of the relations: inputs as given, parts as tables with a prefix. */
export const names = (database: Database, inputs: Readonly<Record<string, string>>, prefix: string) => (name: string): string => {
  const found = name.startsWith("part:") ? database.table(`${prefix}__${name.slice(5)}`) : inputs[name];
  if (found === undefined) throw new TypeError(`no input "${name}"`);
  return found;
};

/** Makes every part (or those up to `last`) a table, in order; the forecast is called like the prefix. */
export async function build(database: Database, spec: ForecastSpec, inputs: Readonly<Record<string, string>>, prefix = "forecast", last = ""): Promise<void> {
  const parts = forecastParts(spec);
  for (const { name } of parts.slice(0, parts.findIndex((part) => part.name === last) + 1)) {
    await database.create(name === "" ? prefix : `${prefix}__${name}`, forecastPartSql(spec, name, names(database, inputs, prefix), database.spelling));
  }
}

/** The rows that break a check of the series. */
export const broken = (database: Database, spec: ForecastSpec, check: string, inputs: Readonly<Record<string, string>>, part = "series"): Promise<readonly Row[]> =>
  database.rows(forecastCheckSql(spec, part, check, names(database, inputs, "forecast"), database.spelling));
