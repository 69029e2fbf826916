import type { CalendarColumn } from "./calendar-columns.ts";
import type { Feature, ForecastSpec, RegressionModel } from "../spec.ts";
import type { Term } from "../terms.ts";
import { calendarColumns } from "./calendar-columns.ts";
import { differenceOf } from "./difference.ts";
import { longestLag, termName } from "../terms.ts";

/** One column of a regression's matrix. */
export interface FeatureColumn {
  /** Its name inside the parts: feature1…. */
  readonly name: string;
  /** Its name for people, told in `coefficients`. */
  readonly label: string;
  readonly source: FeatureSource;
  /** How often the target's unit is in it: 1 for its past, 2 for the product of two pasts. */
  readonly degree: number;
  /** Rows of the series that must lie before the row. */
  readonly needs: number;
}

export type FeatureSource =
  /** Of the target's change over `difference` periods, or of the target itself (0). */
  | { readonly kind: "past"; readonly term: Term; readonly difference: number }
  | { readonly kind: "other"; readonly column: string; readonly term: Term }
  /** Known of every period beforehand, and with an effect on the value: of a change over `difference` periods, the change of the column. */
  | { readonly kind: "known"; readonly column: string; readonly difference: number }
  | { readonly kind: "calendar"; readonly column: CalendarColumn; readonly difference: number }
  | { readonly kind: "trend"; readonly power: number; readonly common: boolean }
  | { readonly kind: "product"; readonly of: readonly [Unnamed, Unnamed] };

export type Unnamed = Omit<FeatureColumn, "name">;

/** The columns of every model; a column that two models share has one name. */
export function featureColumns(spec: ForecastSpec): {
  byModel(model: RegressionModel): readonly FeatureColumn[];
  all(): readonly FeatureColumn[];
  readonly others: readonly string[];
  readonly known: readonly string[];
} {
  const named = new Map<string, FeatureColumn>();
  const name = (column: Unnamed): FeatureColumn => {
    const key = JSON.stringify(column);
    const found = named.get(key) ?? { name: `feature${named.size + 1}`, ...column };
    named.set(key, found);
    return found;
  };
  const sources = spec.models.flatMap(({ features }) => features.flatMap(leaves));
  const distinct = (columns: readonly string[]): readonly string[] => [...new Set(columns)];
  return {
    byModel: (model) => model.features.flatMap((feature) => columnsOf(feature, model, spec)).map(name),
    all: () => [...named.values()],
    others: distinct(sources.flatMap((feature) => (feature.kind === "past" && feature.column !== undefined ? [feature.column] : []))),
    known: distinct(sources.flatMap((feature) => (feature.kind === "known" ? [feature.column] : []))),
  };
}

/** A feature, or what a product is made of. */
export const leaves = (feature: Feature): readonly Exclude<Feature, { kind: "product" }>[] => (feature.kind === "product" ? feature.of.flatMap(leaves) : [feature]);

/**
 * What has an effect on the value of its own period, a column that is known ahead or a holiday, is differenced along with the target:
 * y_t = βx_t + … makes y_t − y_(t−d) = β(x_t − x_(t−d)) + …, so β means the same for every target. Not so a factor of a product; nor
 * waves and parts of the date, of which changes are waves and parts again; nor trends and the past of others, which the user shapes.
 *
 * @source Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 10.1, on differencing all variables
 */
function columnsOf(feature: Feature, model: RegressionModel, spec: ForecastSpec, isFactor = false): readonly Unnamed[] {
  const alongside = isFactor ? 0 : differenceOf(model, spec);
  switch (feature.kind) {
    case "past": {
      const { column, term } = feature;
      const label = termName(term).slice(1, -1);
      if (column !== undefined) return [{ label: `${column}_${label}`, source: { kind: "other", column, term }, degree: 1, needs: longestLag(term) }];
      const difference = differenceOf(model, spec);
      return [{ label, source: { kind: "past", term, difference }, degree: 1, needs: longestLag(term) + difference }];
    }
    case "known":
      return [{ label: feature.column, source: { ...feature, difference: alongside }, degree: 0, needs: alongside }];
    case "trend":
      return [{ label: feature.power === 1 ? "trend" : `trend_${feature.power}`, source: { ...feature, common: model.pooled }, degree: 0, needs: 0 }];
    case "product":
      return columnsOf(feature.of[0], model, spec, true).flatMap((one) =>
        columnsOf(feature.of[1], model, spec, true).map((other): Unnamed => ({
          label: `${one.label} * ${other.label}`, source: { kind: "product", of: [one, other] }, degree: one.degree + other.degree, needs: Math.max(one.needs, other.needs),
        })),
      );
    default: {
      const difference = feature.kind === "holiday" ? alongside : 0;
      return calendarColumns(feature).map((column) => ({ label: column.label, source: { kind: "calendar", column, difference }, degree: 0, needs: difference }));
    }
  }
}

/** Whether a column is made of the target's own past, which in a recursive forecast the steps fill. */
export const isOfTarget = ({ source }: Unnamed): boolean => source.kind === "past" || (source.kind === "product" && source.of.some(isOfTarget));

/** Whether a column is made of another column's past, which in a recursive forecast is known at the origin only. */
export const isOfOther = ({ source }: Unnamed): boolean => source.kind === "other" || (source.kind === "product" && source.of.some(isOfOther));
