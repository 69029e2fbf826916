import { expect, test } from "vitest";
import { barsOf } from "./bar-chart.ts";
import { forecast, periods, series } from "../../fixture/pictures.ts";
import { forecastPlot, forecastSentence, plotRows } from "./forecast-plot.ts";
import { matching } from "./key-picker.ts";

const results = forecast.results!;
const plot = forecastPlot(forecast, results, results.series[0]!);
const places = (values: readonly (number | null)[]): readonly number[] => values.flatMap((value, place) => (value === null ? [] : [place]));
const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test("history, hold-out, its forecasts and the forecast follow each other; blocks are not connected", () => {
  expect(plot.lines.map(({ label, pieces }) => [label, pieces.map(places)])).toEqual([
    ["History", [[...range(0, 28), 55]]],
    ["Hold-out, actual", [range(28, 55)]],
    ["Hold-out, forecast", [range(28, 41), range(42, 55)]],
    ["Forecast", [range(56, 69)]],
  ]);
  expect(plot.stretches.map(({ from, to, label }) => [from, to, label])).toEqual([[28, 41, "validation"], [42, 55, "test"]]);
  expect(places(plot.band!.lower)).toEqual(range(56, 69));
});

test("a series without a hold-out has its history and its forecast", () => {
  const short = forecastPlot(forecast, results, { ...series("new", 1), holdout: [] });
  expect(short.lines.map(({ label, pieces }) => [label, pieces.map((piece) => places(piece).length)])).toEqual([["History", [56]], ["Forecast", [14]]]);
});

test("the sentence tells what the picture shows", () => {
  const total = Math.round(results.series[0]!.forecast.values.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toLocaleString("en-US");
  expect(forecastSentence(forecast, results, results.series[0]!)).toBe(`14 days, 27 Oct 2026 to 9 Nov 2026, ${total} in all, by ridge_0.1.`);
  expect(forecastSentence(forecast, results, { ...series("gone", 1), forecast: { from: 0, values: [] } })).toBe("No forecast of this series is published.");
});

test("the table has every value of the picture, the newest first", () => {
  const { headings, rows } = plotRows(plot);
  expect(headings).toEqual(["History", "Hold-out, actual", "Hold-out, forecast", "Forecast", "Lower", "Upper"]);
  expect(rows.length).toBe(periods.length);
  const [first] = rows;
  expect(first!.slice(0, 4)).toEqual([69, null, null, null]);
  expect(first![4]).toBe(results.series[0]!.forecast.values[13]);
});

test("bars begin at 0, wherever that is", () => {
  expect([30, 60, null, "*****"].map(barsOf([30, 60]))).toEqual([{ from: 0, length: 50 }, { from: 0, length: 100 }, { from: 0, length: 0 }, { from: 0, length: 0 }]);
  expect([-20, 60].map(barsOf([-20, 60]))).toEqual([{ from: 0, length: 25 }, { from: 25, length: 75 }]);
  expect([0].map(barsOf([0, null]))).toEqual([{ from: 0, length: 0 }]);
});

test("a key is found by any of its words", () => {
  const names = ["Store 1 · shoes", "Store 12 · shoes", "Store 2 · toys"];
  expect([matching(names, "SHOES 1"), matching(names, ""), matching(names, "nothing")]).toEqual([[0, 1], [0, 1, 2], []]);
});
