import type { Column, ColumnSpec, Columns, RelationOf } from "./column.ts";
import type { ColumnType, Family, NumericFamily } from "./types.ts";
import type { ColumnTest } from "./test.ts";
import type { Origin } from "../errors/rmodel-error.ts";

/** Keys and the time as `of` has them. */
type Taken<C extends Columns, K extends string, Nullable extends boolean = false> = { readonly [P in K]: Column<C[P]["family"], Nullable> };
type Named<K extends string, F extends Family, Nullable extends boolean = false> = { readonly [P in K]: Column<F, Nullable> };

export type ForecastColumns<C extends Columns, B extends string, T extends string, N extends string, V extends NumericFamily> = Taken<C, B | T> &
  Named<"step", "integer"> &
  Named<N, V> &
  Named<"lower" | "upper", V, true> &
  Named<"model" | "run_id", "text"> &
  Named<"is_clamped", "boolean">;

export type ScoreColumns<C extends Columns, B extends string> = Named<"level" | "stage" | "model", "text"> &
  Taken<C, B, true> &
  Named<"segment" | "segment_value", "text", true> &
  Named<"n" | "covered", "integer"> &
  Named<"mae" | "rmse" | "mape" | "wape" | "mase" | "wmae", "double", true> &
  Named<"place", "integer", true> &
  Named<"is_baseline" | "is_chosen", "boolean">;

export type BacktestColumns<C extends Columns, B extends string, T extends string, S extends string> = Taken<C, B | T> &
  Named<"stage" | "model", "text"> &
  Named<"origin", C[T]["family"]> &
  Named<"fold" | "step", "integer"> &
  Named<"actual", "double", true> &
  Named<"forecast" | "weight", "double"> &
  Named<"is_scored", "boolean"> &
  Named<Exclude<S, B>, "text", true>;

export type CoefficientColumns<C extends Columns, B extends string> = Taken<C, B, true> & Named<"model" | "term", "text"> & Named<"estimate", "double"> & Named<"is_dropped", "boolean">;

export type SeriesColumns<C extends Columns, B extends string, T extends string, S extends string> = Taken<C, B | T> &
  Named<"series_number" | "t" | "position" | "ahead", "integer"> &
  Named<"value", "double", true> &
  Named<"weight", "double"> &
  Named<"is_filled" | "is_scored", "boolean"> &
  Named<Exclude<S, B>, "text", true>;

interface Asked {
  readonly of: RelationOf<Columns>;
  readonly by?: readonly string[];
  readonly time: string;
  readonly horizon: number;
  readonly as?: string;
  readonly type?: Column;
  readonly segments?: readonly string[];
  readonly interval?: { readonly level?: number };
}

interface Plain {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable?: boolean;
  readonly description?: string;
  readonly pii?: boolean;
  readonly tests?: readonly ColumnTest[];
}

/** The columns of the forecast itself. */
export function forecastColumns(asked: Asked, origin: Origin): Columns {
  const { time, horizon, as = "forecast", interval } = asked;
  const type = asked.type?.spec.type ?? double;
  const bound = (name: string): Plain => ({ name, type, nullable: true, description: `${name === "lower" ? "Lower" : "Upper"} bound of the interval that holds ${Math.round((interval?.level ?? 0.8) * 100)} % of the true values; null where no error is known to learn from.` });
  const columns: readonly Plain[] = [
    ...keysOf(asked),
    taken(asked, time, "The period that is forecast."),
    { name: "step", type: integer, description: "Periods behind the newest known one, from 1.", tests: [{ kind: "accepted_range", min: 1, max: horizon, options: {} }] },
    { name: as, type, description: "The forecast." },
    bound("lower"),
    bound("upper"),
    { name: "model", type: text, description: "The candidate that made it, as in the scores." },
    { name: "is_clamped", type: boolean, description: "Whether a bound held it." },
    { name: "run_id", type: text, description: "The run that made it." },
  ];
  const notNull: ColumnTest = { kind: "not_null", options: {} };
  return columnsOf(columns.map((column) => ({ ...column, tests: [...(column.nullable === true ? [] : [notNull]), ...(column.tests ?? [])] })), origin);
}

/** The columns of what is made along with it, as its generator makes them; of `series` those that every forecast has. */
export function companionColumns(asked: Asked, origin: Origin): { readonly [P in "scores" | "backtest" | "coefficients" | "series"]: Columns } {
  const { by = [], time, segments = [] } = asked;
  const ofType = (type: ColumnType, names: readonly string[], nullable = false): readonly Plain[] => names.map((name) => ({ name, type, nullable }));
  const perSegment = ofType(text, segments.filter((name) => !by.includes(name)), true);
  const keys = keysOf(asked);
  const anyKeys = keys.map((key) => ({ ...key, nullable: true }));
  const period = taken(asked, time);
  return {
    scores: columnsOf(
      [
        ...ofType(text, ["level"]), ...anyKeys, ...ofType(text, ["segment", "segment_value"], true), ...ofType(text, ["stage", "model"]), ...ofType(boolean, ["is_baseline"]), ...ofType(integer, ["n", "covered"]),
        ...ofType(double, ["mae", "rmse", "mape", "wape", "mase", "wmae"], true), ...ofType(integer, ["place"], true), ...ofType(boolean, ["is_chosen"]),
      ],
      origin,
    ),
    backtest: columnsOf(
      [
        ...keys, ...ofType(text, ["stage"]), { ...period, name: "origin" }, ...ofType(integer, ["fold"]), period, ...ofType(integer, ["step"]), ...ofType(text, ["model"]), ...ofType(double, ["actual"], true),
        ...ofType(double, ["forecast", "weight"]), ...ofType(boolean, ["is_scored"]), ...perSegment,
      ],
      origin,
    ),
    coefficients: columnsOf([...anyKeys, ...ofType(text, ["model", "term"]), ...ofType(double, ["estimate"]), ...ofType(boolean, ["is_dropped"])], origin),
    series: columnsOf(
      [...keys, period, ...ofType(integer, ["series_number", "t", "position", "ahead"]), ...ofType(double, ["value"], true), ...ofType(boolean, ["is_filled"]), ...ofType(double, ["weight"]), ...ofType(boolean, ["is_scored"]), ...perSegment],
      origin,
    ),
  };
}

const keysOf = (asked: Asked): readonly Plain[] => (Array.isArray(asked.by) ? asked.by : []).map((name: string) => taken(asked, name, "Key of the series."));

/** A column as `of` has it. One that is not there is reported when the project is loaded. */
function taken({ of }: Asked, name: string, description = ""): Plain {
  const found = of?.columns?.[name]?.spec;
  return { name, type: found?.type ?? text, description: found?.description || description, pii: found?.pii ?? false };
}

function columnsOf(list: readonly Plain[], origin: Origin): Columns {
  return Object.fromEntries(
    list.map(({ name, type, nullable = false, description = "", pii = false, tests = [] }): [string, Column<any, boolean>] => {
      const spec: ColumnSpec = { kind: "column", type, nullable, description, pii, tests, origin };
      return [name, { spec, family: type.family, nullable } as Column<any, boolean>];
    }),
  );
}

const integer: ColumnType = { family: "integer" };
const double: ColumnType = { family: "double" };
const text: ColumnType = { family: "text" };
const boolean: ColumnType = { family: "boolean" };
