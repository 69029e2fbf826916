import type { Compiled } from "../compile/compiled.ts";
import type { DocsCandidate, DocsEquation, DocsFold, DocsForecast, DocsForecastResults, DocsSegment, DocsSeries, DocsValues } from "./docs/docs-pictures.ts";
import type { ForecastSpec } from "../forecast/spec.ts";
import type { ModelNode, NodeId } from "../load/node.ts";
import type { Reader } from "./gather-docs-rows.ts";
import type { ResultRow } from "../adapters/adapter.ts";
import { chosenModel } from "../forecast/parts/scores.ts";
import { count, dayOf, labelOf, limits, numberOf, partOf, sameKeys, shownKeys, sizeOf, someOf, wholeOf, within } from "./gather-docs-rows.ts";
import { forecastParameters } from "./gather-docs-parameters.ts";
import { isRelation } from "../load/node.ts";
import { quoteText } from "../forecast/sql.ts";

const metrics = ["mae", "rmse", "mape", "wape", "mase", "wmae"];

/** Everything that the queries of one forecast share. */
interface Asked {
  readonly spec: ForecastSpec;
  readonly names: Readonly<Record<(typeof parts)[number], string | undefined>> & { readonly forecast: string };
  readonly rows: (sql: string) => Promise<readonly ResultRow[]>;
  readonly quote: (name: string) => string;
  /** The relation's own name of the forecast. */
  readonly value: string;
  readonly shown: readonly string[];
  /** Columns by which scores are told, but for personal ones. */
  readonly segments: readonly string[];
}

const parts = ["series", "backtest", "scores", "coefficients"] as const;

/**
 * What the site shows of a forecast: its parameters in words and, where it is published, the largest series with their
 * newest history, hold-out and forecast, the candidates, the folds and the equations.
 *
 * Nine queries, each bounded by the series shown but for three aggregates over the backtest and the scores.
 *
 * @param bytes room for its JSON; the smallest series are left out where they would take more
 */
export async function docsForecast(node: ModelNode, compiled: Compiled, reader: Reader | undefined, bytes: number): Promise<DocsForecast> {
  const spec = node.made!.spec as ForecastSpec;
  const said = { parameters: forecastParameters(spec), target: spec.target, keys: shownKeys(spec.keys, node), grain: spec.grain, level: spec.interval.level, metric: spec.choice.metric };
  const forecast = reader?.nameOf(node.id);
  const names = Object.fromEntries(parts.map((part) => [part, reader?.nameOf(`${node.id}__${part}`)])) as Record<(typeof parts)[number], string | undefined>;
  if (isPersonal(node.id, spec.target, compiled)) return { ...said, missing: `${spec.target} is personal data: no value of it is shown.` };
  if (reader === undefined || forecast === undefined || names.series === undefined) return { ...said, missing: missingText(node, reader) };
  const taken = new Set([...spec.keys, spec.time, "step", "lower", "upper", "model", "is_clamped", "run_id"]);
  const value = node.columns.find(({ name }) => !taken.has(name))!.name;
  return { ...said, results: await resultsOf({ spec, names: { ...names, forecast }, rows: (sql) => reader.query(sql), quote: compiled.dialect.quote, value, shown: said.keys, segments: spec.segments.filter((name) => !isPersonal(node.id, name, compiled)) }, bytes) };
}

/** Whether a column is personal where it is read from. */
function isPersonal(id: NodeId, column: string, compiled: Compiled): boolean {
  const reads = compiled.graph.parents.get(partOf(compiled, id, "series")?.id ?? id) ?? [];
  return reads.some((parent) => {
    const read = compiled.graph.nodes.get(parent)!;
    return isRelation(read) && read.columns.some(({ name, pii }) => name === column && pii);
  });
}

function missingText({ name, made }: ModelNode, reader: Reader | undefined): string {
  if (reader === undefined) return "Nothing was built here yet. Run rmodel build, then rmodel docs generate.";
  if (made?.approval === "manual") return `No run of it serves yet. Approve one with rmodel model approve ${name} --promote, then run rmodel docs generate.`;
  return `It was not built here yet. Run rmodel build -s +${name}, then rmodel docs generate.`;
}

async function resultsOf(asked: Asked, bytes: number): Promise<DocsForecastResults> {
  const { spec } = asked;
  const largest = await asked.rows(largestSql(asked));
  const seriesCount = wholeOf(largest[0]?.["series_count"]);
  const numbers = largest.map((row) => wholeOf(row["series_number"]));
  const none: readonly ResultRow[] = [];
  const read = (part: string | undefined, sql: () => string) => (part === undefined || numbers.length === 0 ? Promise.resolve(none) : asked.rows(sql()));
  const history = await read(asked.names.series, () => historySql(asked, numbers));
  const ahead = await read(asked.names.forecast, () => aheadSql(asked, numbers));
  const holdout = await read(asked.names.backtest, () => holdoutSql(asked, numbers));
  const placed = await read(asked.names.scores, () => placedSql(asked, numbers));
  const terms = await read(asked.names.coefficients, () => termsSql(asked, numbers));
  const overall = await read(asked.names.scores, () => `select * from ${asked.names.scores} as scores where level = 'overall'`);
  const segments = asked.segments.length === 0 ? [] : await read(asked.names.scores, () => segmentsSql(asked));
  const winners = await read(asked.names.forecast, () => `select model, count(*) as series from ${asked.names.forecast} as forecast where step = 1 group by model`);
  const folds = await read(asked.names.backtest, () => foldsSql(asked));

  const periods = [...new Set(history.map((row) => dayOf(row[spec.time])))].sort();
  const places = new Map(periods.map((day, place) => [day, place]));
  const known = largest.map((row, index): DocsSeries => {
    const own = (rows: readonly ResultRow[]): readonly ResultRow[] => rows.filter((other) => wholeOf(other["series_number"]) === numbers[index]);
    return seriesOf(labelOf(row, spec.keys, asked.shown, numbers[index]!), { history: own(history), ahead: own(ahead), holdout: own(holdout), equation: ownEquation(own(terms), own(placed), own(ahead), spec) }, places, asked);
  });
  const firsts = known.filter(({ forecast }) => forecast.values.length > 0).map(({ forecast }) => forecast.from);
  const beside = {
    periods,
    newest: firsts.length === 0 ? periods.length : Math.min(...firsts),
    seriesCount,
    candidates: overall.map((row) => candidateOf(row, winners)),
    segments: segments.map(segmentOf),
    folds: folds.map(foldOf).sort((a, b) => (a.first < b.first ? -1 : 1)),
    equations: spec.models.some(({ pooled }) => pooled) && spec.keys.length > 0 ? pooledEquations(terms, overall, winners, spec) : [],
  };
  const series = within(known, bytes - sizeOf(beside));
  return {
    ...beside,
    series,
    leftOut: [
      ...someOf(series.length, seriesCount, "series", "the largest"),
      ...(segments.length < limits.segments ? [] : ["segments of few rows"]),
      ...(spanOf(spec) > limits.periods ? [`the newest ${count(limits.periods)} periods of each history`] : []),
    ],
  };
}

/** Periods of a history that are shown: the hold-out, and before it three horizons or two seasons. */
function spanOf({ horizon, season, validation: { blocks, test } }: ForecastSpec): number {
  return blocks * horizon + test + Math.max(3 * horizon, 2 * season);
}

function largestSql({ spec, names, quote, shown }: Asked): string {
  const keys = spec.keys.map(quote);
  return `select series_number, ${[...shown.map(quote), ""].join(", ")}coalesce(sum(abs(value)), 0) as volume, count(*) over () as series_count
from ${names.series} as series
where ahead <= 0
group by ${["series_number", ...keys].join(", ")}
order by coalesce(sum(abs(value)), 0) desc, series_number
limit ${limits.keys}`;
}

/** The series that are shown, to be joined: number and keys. */
function wanted({ spec, names, quote }: Asked, numbers: readonly number[]): string {
  return `(select ${["series_number", ...spec.keys.map(quote)].join(", ")} from ${names.series} as series where ahead = 0 and series_number in (${numbers.join(", ")})) as wanted`;
}

function historySql({ spec, names, quote }: Asked, numbers: readonly number[]): string {
  return `select series_number, ${quote(spec.time)}, ahead, value
from ${names.series} as series
where series_number in (${numbers.join(", ")}) and ahead > ${-Math.min(spanOf(spec), limits.periods)}
order by series_number, t`;
}

function aheadSql(asked: Asked, numbers: readonly number[]): string {
  const { spec, names, quote, value } = asked;
  return `select wanted.series_number, forecast.${quote(spec.time)}, forecast.${quote(value)} as made, forecast.lower, forecast.upper, forecast.model
from ${names.forecast} as forecast
join ${wanted(asked, numbers)} on ${sameKeys("wanted", "forecast", spec.keys, quote)}
order by wanted.series_number, forecast.step`;
}

/** Whose forecast each series takes. */
const takenModels = ({ spec, names, quote }: Asked): string => `(select ${[...spec.keys.map(quote), "model"].join(", ")} from ${names.forecast} as forecast where step = 1) as taken`;

function holdoutSql(asked: Asked, numbers: readonly number[]): string {
  const { spec, names, quote } = asked;
  return `select wanted.series_number, backtest.fold, backtest.${quote(spec.time)}, backtest.forecast
from ${names.backtest} as backtest
join ${wanted(asked, numbers)} on ${sameKeys("wanted", "backtest", spec.keys, quote)}
join ${takenModels(asked)} on ${sameKeys("taken", "backtest", spec.keys, quote)} and taken.model = backtest.model
order by wanted.series_number, backtest.fold desc, backtest.step`;
}

function placedSql(asked: Asked, numbers: readonly number[]): string {
  const { spec, names, quote } = asked;
  return `select wanted.series_number, scores.model, scores.place
from ${names.scores} as scores
join ${wanted(asked, numbers)} on ${sameKeys("wanted", "scores", spec.keys, quote)}
where scores.level = 'key' and scores.stage = 'validation' and scores.place is not null
order by wanted.series_number, scores.place`;
}

/** Terms of the series' own equations, and of those without a series. */
function termsSql(asked: Asked, numbers: readonly number[]): string {
  const { spec, names, quote } = asked;
  const isPooled = spec.keys.length === 0 ? "1 = 0" : spec.keys.map((key) => `coefficients.${quote(key)} is null`).join(" and ");
  return `select wanted.series_number, coefficients.model, coefficients.term, coefficients.estimate, coefficients.is_dropped
from ${names.coefficients} as coefficients
left join ${wanted(asked, numbers)} on ${sameKeys("wanted", "coefficients", spec.keys, quote)}
where wanted.series_number is not null or (${isPooled})`;
}

function foldsSql(asked: Asked): string {
  const { spec, names, quote } = asked;
  const time = `backtest.${quote(spec.time)}`;
  return `select backtest.fold, backtest.stage, max(backtest.origin) as origin, min(${time}) as first_time, max(${time}) as last_time,
  sum(case when backtest.is_scored then 1 else 0 end) as scored, avg(case when backtest.is_scored then abs(backtest.actual - backtest.forecast) end) as mae
from ${names.backtest} as backtest
join ${takenModels(asked)} on ${sameKeys("taken", "backtest", spec.keys, quote)} and taken.model = backtest.model
group by backtest.fold, backtest.stage`;
}

/** All candidates of a segment are scored over the same rows. */
function segmentsSql({ spec, names, segments }: Asked): string {
  const { metric } = spec.choice;
  return `select segment, segment_value, stage, max(n) as scored, max(case when model = '${chosenModel}' then ${metric} end) as score, min(case when is_baseline then ${metric} end) as baseline
from ${names.scores} as scores
where level = 'segment' and segment in (${segments.map(quoteText).join(", ")})
group by segment, segment_value, stage
order by max(n) desc, segment_value
limit ${limits.segments}`;
}

interface Own {
  readonly history: readonly ResultRow[];
  readonly ahead: readonly ResultRow[];
  readonly holdout: readonly ResultRow[];
  readonly equation: DocsEquation | undefined;
}

function seriesOf(label: string, { history, ahead, holdout, equation }: Own, places: ReadonlyMap<string, number>, { spec }: Asked): DocsSeries {
  const placed = (rows: readonly ResultRow[], column: string): DocsValues => valuesAt(rows.map((row) => [places.get(dayOf(row[spec.time])), numberOf(row[column])]));
  const blocks = [...new Set(holdout.map((row) => wholeOf(row["fold"])))];
  return {
    label,
    history: placed(history.filter((row) => wholeOf(row["ahead"]) <= 0), "value"),
    model: String(ahead[0]?.["model"] ?? ""),
    forecast: placed(ahead, "made"),
    lower: placed(ahead, "lower"),
    upper: placed(ahead, "upper"),
    holdout: blocks.map((fold) => ({ fold, ...placed(holdout.filter((row) => wholeOf(row["fold"]) === fold), "forecast") })).filter(({ values }) => values.length > 0),
    ...(equation === undefined ? {} : { equation }),
  };
}

/** Values by their places; what lies outside the periods shown is left out. */
function valuesAt(found: readonly (readonly [place: number | undefined, value: number | null])[]): DocsValues {
  const inside = found.flatMap(([place, value]) => (place === undefined ? [] : [[place, value] as const]));
  const from = Math.min(...inside.map(([place]) => place));
  const values: (number | null)[] = Array.from({ length: inside.length === 0 ? 0 : Math.max(...inside.map(([place]) => place)) - from + 1 }, () => null);
  for (const [place, value] of inside) values[place - from] = value;
  return { from: inside.length === 0 ? 0 : from, values };
}

/** Of the candidate that a series takes, or of its best regression where that has no equation. */
function ownEquation(terms: readonly ResultRow[], placed: readonly ResultRow[], ahead: readonly ResultRow[], spec: ForecastSpec): DocsEquation | undefined {
  const models = new Set(terms.map((row) => String(row["model"])));
  const chosen = String(ahead[0]?.["model"] ?? "");
  const best = models.has(chosen) ? chosen : [...placed.map((row) => String(row["model"])), ...candidatesOf(spec)].find((model) => models.has(model));
  return best === undefined ? undefined : equationOf(best, best === chosen, terms);
}

/** Equations of all series: those that are taken, or the best where none is. */
function pooledEquations(terms: readonly ResultRow[], overall: readonly ResultRow[], winners: readonly ResultRow[], spec: ForecastSpec): readonly DocsEquation[] {
  const pooled = terms.filter((row) => row["series_number"] === null);
  const models = new Set(pooled.map((row) => String(row["model"])));
  const taken = winners.map((row) => String(row["model"])).filter((model) => models.has(model));
  if (taken.length > 0) return taken.sort().map((model) => equationOf(model, true, pooled));
  const ranked = [...overall].filter((row) => row["place"] !== null).sort((a, b) => wholeOf(a["place"]) - wholeOf(b["place"]));
  const best = [...ranked.map((row) => String(row["model"])), ...candidatesOf(spec)].find((model) => models.has(model));
  return best === undefined ? [] : [equationOf(best, false, pooled)];
}

const candidatesOf = ({ models }: ForecastSpec): readonly string[] => models.flatMap(({ name, lambdas }) => lambdas.map((lambda) => `${name}_${lambda}`));

/** The intercept first, then what counts most in the units of its column. */
function equationOf(model: string, isChosen: boolean, rows: readonly ResultRow[]): DocsEquation {
  const own = rows.filter((row) => row["model"] === model);
  const terms = own
    .filter((row) => row["is_dropped"] !== true)
    .map((row) => ({ term: String(row["term"]), estimate: numberOf(row["estimate"]) ?? 0 }))
    .sort((a, b) => Number(b.term === "intercept") - Number(a.term === "intercept") || Math.abs(b.estimate) - Math.abs(a.estimate));
  return { model, isChosen, terms: terms.slice(0, limits.terms), dropped: own.length - terms.length, unlisted: Math.max(0, terms.length - limits.terms) };
}

function candidateOf(row: ResultRow, winners: readonly ResultRow[]): DocsCandidate {
  const model = String(row["model"]);
  const isAll = model === chosenModel;
  return {
    model,
    stage: row["stage"] === "test" ? "test" : "validation",
    isBaseline: row["is_baseline"] === true,
    isChosen: isAll,
    series: winners.filter((winner) => isAll || winner["model"] === model).reduce((sum, winner) => sum + wholeOf(winner["series"]), 0),
    rows: wholeOf(row["n"]),
    covered: wholeOf(row["covered"]),
    place: row["place"] === null ? null : wholeOf(row["place"]),
    metrics: Object.fromEntries(metrics.map((metric) => [metric, numberOf(row[metric])])),
  };
}

function segmentOf(row: ResultRow): DocsSegment {
  return { segment: String(row["segment"]), value: row["segment_value"] === null ? "" : String(row["segment_value"]), stage: row["stage"] === "test" ? "test" : "validation", rows: wholeOf(row["scored"]), score: numberOf(row["score"]), baseline: numberOf(row["baseline"]) };
}

function foldOf(row: ResultRow): DocsFold {
  return { fold: wholeOf(row["fold"]), stage: row["stage"] === "test" ? "test" : "validation", origin: dayOf(row["origin"]), first: dayOf(row["first_time"]), last: dayOf(row["last_time"]), rows: wholeOf(row["scored"]), mae: numberOf(row["mae"]) };
}
