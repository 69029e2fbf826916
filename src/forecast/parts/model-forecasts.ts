import { column, foldNumber, seriesNumber, stepNumber } from "./part-source.ts";

/** What the forecasts of every regression look like. */
export const forecastColumns = [
  seriesNumber,
  foldNumber,
  column("model", "text", "The model's name and its penalty."),
  stepNumber,
  column("forecast", "double", "The forecast, not yet held inside bounds."),
  column("error", "double", "Its standard error by the fit; null where the fit cannot tell.", true),
];
