import { dataTest, rows, sql, unitTest } from "rmodel";
import baselineResults from "../../models/walmart/reports/baseline_results.ts";
import dimStore from "../../models/walmart/dims/dim_store.ts";
import featWeeklyDirect from "../../models/walmart/features/feat_weekly_direct.ts";
import featWeeklyForecast from "../../models/walmart/features/feat_weekly_forecast.ts";
import fctSalesTest from "../../models/walmart/facts/fct_sales_test.ts";
import fctSalesVal from "../../models/walmart/facts/fct_sales_val.ts";
import finalTestResults from "../../models/walmart/reports/final_test_results.ts";
import forecastWeeklyOrigins from "../../models/walmart/forecast/forecast_weekly_origins.ts";
import forecastWeeklySales from "../../models/walmart/forecast/forecast_weekly_sales.ts";
import modelComparison from "../../models/walmart/reports/model_comparison.ts";
import modelEvaluationReport from "../../models/walmart/reports/model_evaluation_report.ts";
import parameters from "../../parameters.ts";
import rptForecastCoverage from "../../models/walmart/reports/rpt_forecast_coverage.ts";
import rptRollingOrigins from "../../models/walmart/reports/rpt_rolling_origins.ts";
import rptWeeklyBacktest from "../../models/walmart/reports/rpt_weekly_backtest.ts";
import { testWeeks, validationWeeks } from "../../macros/weekly_split.ts";

const { scores, backtest } = forecastWeeklySales;
const made = backtest.as("made");
const compared = modelComparison.as("compared");
const about = { tags: ["walmart", "forecast"], owner: "retail analytics" } as const;

export const the_hold_out_is_validation_and_test = dataTest({
  ...about,
  description: "The weeks that the forecast was compared on and tested on are those of fct_sales_val and fct_sales_test, wherever the horizon divides them.",
  enabled: validationWeeks % parameters.WALMART_HORIZON_WEEKS === 0,
  failures: sql`
    with part as (
      select 'validation' as stage, date from ${fctSalesVal}
      union all
      select 'test' as stage, date from ${fctSalesTest}
    ),
    expected as (
      select stage, min(date) as first_week, max(date) as last_week from part group by stage
    ),
    found as (
      select stage, min(date) as first_week, max(date) as last_week from ${backtest} group by stage
    )
    select expected.stage, expected.first_week, expected.last_week, found.first_week as first_found, found.last_week as last_found
    from expected
    left join found on found.stage = expected.stage
    where found.first_week is distinct from expected.first_week or found.last_week is distinct from expected.last_week
  `,
});

export const nothing_is_forecast_from_an_origin_that_it_is_not_behind = dataTest({
  ...about,
  description: "Every forecast of the back test is at most a horizon and at least a week behind the newest week that it knew.",
  failures: sql`
    select ${made.stage}, ${made.origin}, ${made.date}, ${made.step}
    from ${made}
    where ${made.date} <= ${made.origin}
      or ${made.step} < 1
      or ${made.step} > ${parameters.WALMART_HORIZON_WEEKS}
  `,
});

export const scores_are_those_of_the_back_test = dataTest({
  ...about,
  description: "Counted again from every forecast of the back test, the scores of model_comparison are the same to the ninth digit, for candidates that cover all series.",
  failures: sql`
    with counted as (
      select
        ${made.model} as model,
        count(*) as n,
        sqrt(avg((${made.actual} - ${made.forecast}) * (${made.actual} - ${made.forecast}))) as rmse,
        sum(${made.weight} * abs(${made.actual} - ${made.forecast})) / sum(${made.weight}) as wmae
      from ${made}
      where ${made.stage} = 'validation' and ${made.is_scored}
      group by ${made.model}
    )
    select ${compared.model}, ${compared.n}, ${compared.rmse}, ${compared.wmae}, counted.n as n_counted, counted.rmse as rmse_counted, counted.wmae as wmae_counted
    from ${compared}
    left join counted on counted.model = ${compared.model}
    where ${compared.covered} = ${compared.n}
      and (
        counted.n is distinct from ${compared.n}
        or abs(counted.rmse - ${compared.rmse}) > 1e-9 * ${compared.rmse}
        or abs(counted.wmae - ${compared.wmae}) > 1e-9 * ${compared.wmae}
      )
  `,
});

export const what_was_chosen_beats_the_baselines_on_the_test = dataTest({
  ...about,
  description: "Who approves is told when the chosen candidate did not beat every baseline on the weeks that the choice never saw. It warns: a gate on these weeks would make them part of the choice.",
  severity: "warn",
  enabled: testWeeks > 0,
  failures: sql`select * from ${finalTestResults} as result where model = 'chosen' and not beats_baselines`,
});

/** Scores over all series; metrics in an order that is not that of RMSE. */
const overall = { level: "overall", stage: "validation", n: 10, covered: 10, mae: 1, is_baseline: false, is_chosen: false } as const;
const validation = [
  { ...overall, model: "naive", is_baseline: true, wmae: 100, rmse: 160, place: 4 },
  { ...overall, model: "hybrid", is_baseline: true, wmae: 80, rmse: 200, place: 3 },
  { ...overall, model: "pooled_1e-7", wmae: 60, rmse: 120, place: 1, is_chosen: true },
  { ...overall, model: "ensemble", wmae: 72, rmse: 168, place: 2 },
  { ...overall, model: "chosen", wmae: 60, rmse: 120, is_chosen: true },
] as const;
const tested = [
  { ...overall, stage: "test", model: "naive", is_baseline: true, wmae: 100, rmse: 100 },
  { ...overall, stage: "test", model: "hybrid", is_baseline: true, wmae: 125, rmse: 200 },
  { ...overall, stage: "test", model: "pooled_1e-7", wmae: 75, rmse: 125 },
  { ...overall, stage: "test", model: "ensemble", wmae: 1, rmse: 1 },
  { ...overall, stage: "test", model: "chosen", wmae: 75, rmse: 125, is_chosen: true },
] as const;

export const candidates_are_compared_with_the_best_baseline_of_each_metric = unitTest({
  description: "The best baseline in WMAE is not the best in RMSE: a candidate has to beat both. What was chosen is told once, by its own name.",
  model: modelComparison,
  given: [rows(scores, ...validation, ...tested, { ...overall, level: "segment", segment: "type", segment_value: "A", model: "hybrid", wmae: 1, rmse: 1, is_baseline: true })],
  expect: [
    { model: "naive", is_chosen: false, wmae_gain: -0.25, rmse_gain: 0, beats_baselines: false },
    { model: "hybrid", is_chosen: false, wmae_gain: 0, rmse_gain: -0.25, beats_baselines: false },
    { model: "pooled_1e-7", is_chosen: true, wmae_gain: 0.25, rmse_gain: 0.25, beats_baselines: true },
    { model: "ensemble", is_chosen: false, wmae_gain: 1 - 72 / 80, rmse_gain: 1 - 168 / 160, beats_baselines: false },
  ],
});

export const the_test_tells_of_the_chosen_one_only = unitTest({
  description: "The ensemble would have won the test, and is not shown; the chosen one lost in RMSE.",
  model: finalTestResults,
  given: [rows(scores, ...validation, ...tested)],
  expect: [
    { model: "naive", candidate: "naive", is_baseline: true, wmae_gain: 0, rmse_gain: 0, beats_baselines: false },
    { model: "hybrid", candidate: "hybrid", is_baseline: true, wmae_gain: -0.25, rmse_gain: -1, beats_baselines: false },
    { model: "chosen", candidate: "pooled_1e-7", is_baseline: false, wmae_gain: 0.25, rmse_gain: -0.25, beats_baselines: false },
  ],
});

export const baselines_have_a_place_in_each_metric = unitTest({
  description: "Places are told by stage.",
  model: baselineResults,
  given: [rows(scores, ...validation, ...tested)],
  expect: [
    { stage: "validation", model: "naive", wmae_place: 2, rmse_place: 1 },
    { stage: "validation", model: "hybrid", wmae_place: 1, rmse_place: 2 },
    { stage: "test", model: "naive", wmae_place: 1, rmse_place: 1 },
    { stage: "test", model: "hybrid", wmae_place: 2, rmse_place: 2 },
  ],
});

const ofStore = { ...overall, level: "segment", segment: "store", segment_value: "7", wape: 0.1 } as const;

export const parts_are_compared_with_one_baseline = unitTest({
  description: "In store 7 naive was better than hybrid, which did best on the whole: hybrid it is compared with all the same. A store has its type.",
  model: modelEvaluationReport,
  given: [
    rows(dimStore, { store: 7, type: "B", size: 50 }, { store: 8, type: "C", size: 20 }),
    rows(
      scores,
      ...validation,
      { ...ofStore, model: "naive", is_baseline: true, wmae: 10, rmse: 1 },
      { ...ofStore, model: "hybrid", is_baseline: true, wmae: 40, rmse: 2 },
      { ...ofStore, model: "chosen", wmae: 50, rmse: 3 },
      { ...ofStore, segment: "type", segment_value: "7", model: "hybrid", is_baseline: true, wmae: 40, rmse: 2 },
      { ...ofStore, segment: "type", segment_value: "7", model: "chosen", wmae: 20, rmse: 3 },
    ),
  ],
  expect: [
    { stage: "validation", segment: "overall", segment_value: "all", store_type: null, store_size: null, wmae: 60, baseline: "hybrid", baseline_wmae: 80, wmae_gain: 0.25 },
    { stage: "validation", segment: "store", segment_value: "7", store_type: "B", store_size: 50, wmae: 50, baseline: "hybrid", baseline_wmae: 40, wmae_gain: -0.25 },
    { stage: "validation", segment: "type", segment_value: "7", store_type: null, store_size: null, wmae: 20, baseline: "hybrid", baseline_wmae: 40, wmae_gain: 0.5 },
  ],
});

const tried = { store: 1, dept: 1, stage: "validation", origin: "2012-01-27", date: "2012-02-03", step: 1, fold: 1, weight: 1, is_scored: true, actual: 10 } as const;

export const weeks_add_up_what_was_sold_and_said = unitTest({
  description: "The chosen candidate and the best baseline are told, no other; what was sold is told once.",
  model: rptWeeklyBacktest,
  given: [
    rows(scores, ...validation),
    rows(
      backtest,
      { ...tried, model: "pooled_1e-7", forecast: 11 }, { ...tried, model: "hybrid", forecast: 9 }, { ...tried, model: "naive", forecast: 99 },
      { ...tried, dept: 2, actual: 20, model: "pooled_1e-7", forecast: 22 }, { ...tried, dept: 2, actual: 20, model: "hybrid", forecast: 15 },
    ),
  ],
  expect: [
    { date: "2012-02-03", stage: "validation", line: "sold", series: 2, sales: 30 },
    { date: "2012-02-03", stage: "validation", line: "chosen", series: 2, sales: 33 },
    { date: "2012-02-03", stage: "validation", line: "best baseline", series: 2, sales: 24 },
  ],
});

export const each_origin_has_its_own_scores = unitTest({
  description: "A holiday week counts five times in WMAE, once in the others; a week that is not scored does not count.",
  model: rptRollingOrigins,
  given: [
    rows(
      forecastWeeklyOrigins.backtest,
      { ...tried, model: "naive", actual: 10, forecast: 13 },
      { ...tried, model: "naive", date: "2012-02-10", step: 2, weight: 5, actual: 10, forecast: 9 },
      { ...tried, model: "naive", date: "2012-02-17", step: 3, is_scored: false, actual: null, forecast: 900 },
      { ...tried, model: "naive", origin: "2012-04-27", date: "2012-05-04", actual: 4, forecast: 2 },
    ),
  ],
  expect: [
    { origin: "2012-01-27", model: "naive", first_week: "2012-02-03", last_week: "2012-02-10", n: 2, mae: 2, rmse: Math.sqrt(5), wmae: 8 / 6 },
    { origin: "2012-04-27", model: "naive", first_week: "2012-05-04", last_week: "2012-05-04", n: 1, mae: 2, rmse: 2, wmae: 2 },
  ],
});

const line = (dept: number, date: string, sales: number | null, is_complete = false) => ({ store: 1, dept, date, sales, is_complete });

export const every_series_has_a_reason = unitTest({
  description: "Rows ahead do not count, and the first reason that holds is told: department 3 ended early and has a gap.",
  model: rptForecastCoverage,
  enabled: parameters.WALMART_TEST_END === "2012-10-26",
  given: [
    rows(
      featWeeklyDirect,
      line(1, "2012-10-12", 40, true), line(1, "2012-10-19", 20, true), line(1, "2012-10-26", 20, true), line(1, "2012-11-02", null, true),
      line(2, "2012-10-19", 5), line(2, "2012-10-26", 5), line(2, "2012-11-02", null),
      line(3, "2012-10-12", 6), line(3, "2012-11-02", null),
      line(4, "2012-10-12", 2), line(4, "2012-10-26", 2), line(4, "2012-11-02", null),
    ),
  ],
  expect: [
    { reason: "is forecast", is_forecast: true, series: 1, sales: 80, share: 0.8 },
    { reason: "began late", is_forecast: false, series: 1, sales: 10, share: 0.1 },
    { reason: "ended early", is_forecast: false, series: 1, sales: 6, share: 0.06 },
    { reason: "has gaps", is_forecast: false, series: 1, sales: 4, share: 0.04 },
  ],
});

const ahead = featWeeklyForecast.as("ahead");

export const weeks_ahead_have_all_their_terms = dataTest({
  ...about,
  description: "A series without gaps has its terms for every week ahead that the features file knows: nothing but the sales is unknown.",
  failures: sql`
    select ${ahead.store}, ${ahead.dept}, ${ahead.date}
    from ${ahead}
    where ${ahead.sales} is null and (${ahead.base} is null or ${ahead.m8_ly} is null or ${ahead.holiday_m8} is null)
  `,
});
