import type { BaselineName, Feature, ForecastSpec, Grain, RegressionModel } from "../forecast/spec.ts";
import type { Columns, RelationOf } from "../define/column.ts";
import type { Family } from "../define/types.ts";
import type { Feature as MadeFeature } from "../define/forecast-features.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import type { Problems } from "./problems.ts";
import { defaultSeasons } from "../define/forecast.ts";

/** The options of a forecast once zod has seen them. */
export interface ForecastGiven {
  readonly of: RelationOf<Columns>;
  readonly by?: readonly string[];
  readonly time: string;
  readonly grain: Grain;
  readonly target: string;
  readonly horizon: number;
  readonly fill?: ForecastSpec["fill"];
  readonly season?: number;
  readonly window?: number;
  readonly as?: string;
  readonly knownAhead?: readonly string[];
  readonly future?: RelationOf<Columns>;
  readonly holidays?: { readonly of: RelationOf<Columns>; readonly date: string };
  readonly features?: readonly MadeFeature[];
  readonly models?: readonly (Partial<Omit<RegressionModel, "features">> & { readonly features?: readonly MadeFeature[] })[];
  readonly baselines?: readonly BaselineName[];
  readonly ensemble?: boolean;
  readonly external?: Readonly<Record<string, { readonly of: RelationOf<Columns> }>>;
  readonly validation?: { readonly blocks?: number; readonly window?: number; readonly refit?: "each_block" | "once"; readonly test?: number };
  readonly choose?: { readonly by?: "key" | "overall"; readonly metric?: ForecastSpec["choice"]["metric"] };
  readonly weight?: string;
  readonly scored?: string;
  readonly segments?: readonly string[];
  readonly interval?: Partial<ForecastSpec["interval"]>;
  readonly bounds?: ForecastSpec["bounds"];
}

/** Where things stand in the project's file. */
export interface Places {
  readonly origin: Origin;
  /** Place of an option, and of a word behind it. */
  readonly of: (...words: readonly string[]) => Origin;
  /** Place of what the running code noted. */
  readonly map: (origin: Origin) => Origin;
}

const numbers: readonly Family[] = ["integer", "decimal", "double"];
const regressors: readonly Family[] = [...numbers, "boolean"];

/** The options as plain data, defaults filled in. Columns that are not there, of the wrong kind or not known ahead are noted. */
export function forecastSpec(given: ForecastGiven, places: Places, problems: Problems): ForecastSpec {
  const season = given.season ?? defaultSeasons[given.grain];
  const features = given.features?.map(({ spec }) => plainFeature(spec)) ?? defaultFeatures(given.grain, season);
  const models = (given.models ?? [{}]).map((model, index): RegressionModel => ({
    name: model.name ?? (index === 0 ? "ridge" : `ridge_${index + 1}`),
    features: model.features?.map(({ spec }) => plainFeature(spec)) ?? features,
    mode: model.mode ?? "recursive",
    pooled: model.pooled ?? false,
    ...(model.scaled === undefined ? {} : { scaled: model.scaled }),
    target: model.target ?? "seasonal_diff",
    lambdas: model.lambdas ?? [0.01, 0.1, 1],
    minDf: model.minDf ?? 15,
  }));
  const known = columnsIn(models.flatMap((model) => model.features), "known");
  const read = new Set([...known, ...columnsIn(models.flatMap((model) => model.features), "past")]);
  const { blocks, window, refit = "each_block", test = 0 } = given.validation ?? {};
  checkColumns(given, places, problems);
  return {
    keys: given.by ?? [],
    time: given.time,
    grain: given.grain,
    target: given.target,
    horizon: given.horizon,
    fill: given.fill ?? "none",
    season,
    window: given.window ?? season,
    models,
    baselines: given.baselines ?? (given.grain === "week" && season === 52 ? [...defaultBaselines, "date_aligned_seasonal_naive"] : defaultBaselines),
    ensemble: given.ensemble ?? false,
    external: Object.keys(given.external ?? {}),
    validation: { blocks: blocks ?? (window === undefined ? 3 : Math.max(1, Math.floor(window / given.horizon))), refit, test },
    choice: { metric: given.choose?.metric ?? "mae", by: given.choose?.by ?? "key" },
    ...(given.weight === undefined ? {} : { weight: given.weight }),
    ...(given.scored === undefined ? {} : { scored: given.scored }),
    segments: given.segments ?? [],
    interval: { level: given.interval?.level ?? 0.8, kind: given.interval?.kind ?? "conformal" },
    bounds: given.bounds ?? {},
    ...(given.future === undefined ? {} : { future: known.filter((name) => Object.hasOwn(given.future!.columns, name)) }),
    ...(given.holidays === undefined ? {} : { holidays: given.holidays.date }),
    booleans: [...read].filter((name) => given.of.columns[name]?.spec.type.family === "boolean"),
    withOrigin: Object.entries(given.external ?? {}).flatMap(([name, { of }]) => (Object.hasOwn(of.columns, "origin") ? [name] : [])),
  };
}

/** Columns that features name: of the past, and known ahead. */
function columnsIn(features: readonly Feature[], kind: "past" | "known"): readonly string[] {
  const named = (feature: Feature): readonly string[] => (feature.kind === "product" ? feature.of.flatMap(named) : feature.kind === kind && feature.column !== undefined ? [feature.column] : []);
  return [...new Set(features.flatMap(named))];
}

const defaultBaselines: readonly BaselineName[] = ["naive", "seasonal_naive", "moving_average", "seasonal_average", "drift", "hybrid", "level_scaled_seasonal_naive"];

function defaultFeatures(grain: Grain, season: number): readonly Feature[] {
  const lag = (periods: number): Feature => ({ kind: "past", term: { kind: "lag", lag: periods } });
  const lags = [...new Set(grain === "day" ? [1, season, 2 * season] : [1, 2, season])].map(lag); // a season may be as short as a lag
  return grain === "day" ? [...lags, { kind: "calendar", part: "weekday" }] : lags;
}

const plainFeature = (spec: MadeFeature["spec"]): Feature => (spec.kind === "product" ? { kind: "product", of: [plainFeature(spec.of[0].spec), plainFeature(spec.of[1].spec)] } : spec);

function checkColumns(given: ForecastGiven, places: Places, problems: Problems): void {
  const isFit = (option: string, name: string, families: readonly Family[], place: Origin, relation = given.of): boolean => isColumn({ option, name, families, relation, place }, problems);
  // The TypeScript compiler complains of the option, and in a list of the element: so do we, and it is told once.
  const one = (option: "time" | "target" | "weight" | "scored", families: readonly Family[]): boolean => given[option] === undefined || isFit(option, given[option], families, places.of(option));
  const listed = (option: "by" | "knownAhead" | "segments", families: readonly Family[]): readonly string[] => (given[option] ?? []).filter((name) => isFit(option, name, families, places.of(option, name)));
  const keyed = [...listed("by", ["integer", "text"]), ...(one("time", ["date"]) ? [given.time] : [])];
  one("target", numbers);
  one("weight", numbers);
  one("scored", ["boolean"]);
  listed("knownAhead", regressors);
  listed("segments", ["integer", "text", "boolean"]);
  if (given.holidays !== undefined) isFit("holidays", given.holidays.date, ["date"], places.of("holidays", "date"), given.holidays.of);
  const others = [...(given.future === undefined ? [] : [["future", given.future] as const]), ...Object.entries(given.external ?? {}).map(([name, { of }]) => [name, of] as const)];
  for (const [option, relation] of others) for (const name of keyed) isFit(option, name, [given.of.columns[name]!.spec.type.family], places.of(option), relation);
  for (const [name, { of }] of Object.entries(given.external ?? {})) {
    isFit(name, "forecast", numbers, places.of(name), of);
    if (of.columns.origin !== undefined) isFit(name, "origin", ["date"], places.of(name), of);
  }
  for (const feature of [...(given.features ?? []), ...(given.models ?? []).flatMap(({ features = [] }) => features)]) checkFeature(feature, given, places, problems);
}

interface ColumnUse {
  readonly option: string;
  readonly name: string;
  readonly families: readonly Family[];
  readonly relation: RelationOf<Columns>;
  readonly place: Origin;
}

function isColumn({ option, name, families, relation, place }: ColumnUse, problems: Problems): boolean {
  const column = relation.columns[name];
  const fitting = Object.keys(relation.columns).filter((other) => families.includes(relation.columns[other]!.spec.type.family));
  if (column === undefined) {
    problems.unknownColumn(place, `\`${option}\` names the column "${name}", which is not there`, name, fitting);
    return false;
  }
  if (families.includes(column.spec.type.family)) return true;
  problems.add("RM1080", place, `\`${option}\` names the column "${name}", which is ${column.spec.type.family}: it takes ${families.join(", ")}`, fitting.length === 0 ? "convert it with fn.cast in the model that is read" : `its columns of that kind: ${fitting.join(", ")}`);
  return false;
}

/** A column of the period that is forecast is told only by those who know it beforehand. */
function checkFeature({ spec, origin }: MadeFeature, given: ForecastGiven, places: Places, problems: Problems): void {
  const call = places.map(origin);
  const word = "column" in spec && spec.column !== undefined ? problems.near(call, spec.column) : call;
  const place = word.line === call.line ? word : call;
  if (spec.kind === "product") for (const factor of spec.of) checkFeature(factor, given, places, problems);
  if (spec.kind === "past" && spec.column !== undefined) isColumn({ option: "features", name: spec.column, families: regressors, relation: given.of, place }, problems);
  if (spec.kind !== "known" || !isColumn({ option: "features", name: spec.column, families: regressors, relation: given.of, place }, problems)) return;
  if (given.knownAhead?.includes(spec.column) === true) return;
  if (given.future !== undefined && given.future.columns[spec.column] !== undefined) {
    const isFlag = given.of.columns[spec.column]!.spec.type.family === "boolean";
    isColumn({ option: "future", name: spec.column, families: isFlag ? ["boolean"] : numbers, relation: given.future, place }, problems);
    return;
  }
  const why = given.future === undefined ? "no `future` tells it" : "the relation of `future` has no such column";
  problems.add("RM1081", place, `"${spec.column}" of a period is not known when that period is forecast: ${why}`, `use its past, f.lag("${spec.column}", 1), or say who knows it ahead: a column of \`future\`, or knownAhead: ["${spec.column}"] where rows without a target carry it`);
}
