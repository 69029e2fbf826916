import type { ForecastSpec } from "./spec.ts";
import type { Problem } from "./problem.ts";

/** Columns of the parts that carry keys, the time or segments; names are compared without case, as some engines store them. */
const taken = [
  "series_number", "t", "position", "ahead", "value", "is_filled", "weight", "is_scored", "fold", "step", "model", "actual", "forecast", "lower", "upper", "is_clamped", "run_id", "stage", "origin", "level",
  "segment", "segment_value", "is_baseline", "n", "covered", "mae", "rmse", "mape", "wape", "mase", "wmae", "place", "is_chosen", "term", "estimate", "is_dropped", "seasonal", "seasonal_before",
  "seasonal_mean", "is_holiday", "first_t", "last_t", "own_t", "given_time", "half", "lowest", "highest", "error",
];

/** Keys, the time and segments stand beside the columns of a part, so they may not be called like one. */
export function columnProblems(spec: ForecastSpec): readonly Problem[] {
  const options = [
    ...spec.keys.map((name) => ({ option: "by", name })),
    { option: "time", name: spec.time },
    ...spec.segments.filter((name) => !spec.keys.includes(name)).map((name) => ({ option: "segments", name })),
  ];
  const isTaken = (name: string): boolean => taken.includes(name.toLowerCase()) || /^(known|other|future)\d+$/i.test(name);
  return [
    ...options.filter(({ option, name }) => isTaken(name) || (option !== "time" && name.toLowerCase() === "time")).map(({ option, name }) => ({ option, message: `column "${name}" is called like one that the forecast makes`, fix: "give the column another name in a model before the forecast" })),
    ...options
      .filter(({ name }, i) => options.findIndex((other) => other.name.toLowerCase() === name.toLowerCase()) !== i)
      .map(({ option, name }) => ({ option, message: `column "${name}" is used twice, as a key, the time or a segment`, fix: "leave one of them out" })),
  ];
}
