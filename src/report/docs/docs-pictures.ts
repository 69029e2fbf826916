/** What the docs site draws and lists of published rows: plain JSON beside `docs-data.ts`. Types only. */

/** One thing said in words. */
export interface DocsFact {
  readonly term: string;
  readonly text: string;
}

/** A forecast: what it was told to do, and what it made. */
export interface DocsForecast {
  readonly parameters: readonly DocsFact[];
  /** What is forecast. */
  readonly target: string;
  /** Columns that tell the series apart; personal ones are not among them. */
  readonly keys: readonly string[];
  readonly grain: "day" | "week" | "month";
  /** The share of true values that the interval is to hold. */
  readonly level: number;
  /** What the candidates are ranked by. */
  readonly metric: string;
  /** Absent where nothing is published; `missing` then says why. */
  readonly results?: DocsForecastResults;
  readonly missing?: string;
}

export interface DocsForecastResults {
  /** First days of the periods, ISO dates, oldest first. Values below stand at places of this list. */
  readonly periods: readonly string[];
  /** Place of the first period to forecast; where series end at different times, that of the one that ends first. */
  readonly newest: number;
  /** The largest first. */
  readonly series: readonly DocsSeries[];
  /** How many there are, shown or not. */
  readonly seriesCount: number;
  /** Sentences about what is not shown. */
  readonly leftOut: readonly string[];
  readonly candidates: readonly DocsCandidate[];
  /** The choice by values of the segments, of each column those of most rows first; personal columns are not among them. */
  readonly segments: readonly DocsSegment[];
  /** Hold-out blocks, oldest first. */
  readonly folds: readonly DocsFold[];
  /** Equations that serve all series. */
  readonly equations: readonly DocsEquation[];
}

/** Values in a row, the first at place `from` of the periods. */
export interface DocsValues {
  readonly from: number;
  readonly values: readonly (number | null)[];
}

export interface DocsSeries {
  readonly label: string;
  readonly history: DocsValues;
  /** Whose forecast it is. */
  readonly model: string;
  readonly forecast: DocsValues;
  readonly lower: DocsValues;
  readonly upper: DocsValues;
  /** What the chosen candidate made of the hold-out, a block each. */
  readonly holdout: readonly (DocsValues & { readonly fold: number })[];
  /** Its own equation: of the chosen candidate, or of its best regression. */
  readonly equation?: DocsEquation;
}

export interface DocsEquation {
  readonly model: string;
  readonly isChosen: boolean;
  readonly terms: readonly { readonly term: string; readonly estimate: number }[];
  /** Terms that have no part, and those that are too many to list. */
  readonly dropped: number;
  readonly unlisted: number;
}

/** How one candidate did over all series. */
export interface DocsCandidate {
  readonly model: string;
  readonly stage: "validation" | "test";
  readonly isBaseline: boolean;
  /** `chosen`: what each series chose, taken together. */
  readonly isChosen: boolean;
  /** How many series took it; of what is taken together, all. */
  readonly series: number;
  readonly rows: number;
  /** Of them, rows that it forecast itself. */
  readonly covered: number;
  readonly place: number | null;
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** How the choice did where a column has one value. */
export interface DocsSegment {
  readonly segment: string;
  readonly value: string;
  readonly stage: "validation" | "test";
  readonly rows: number;
  /** By the metric of the choice: what each series chose, and the best of the baselines. */
  readonly score: number | null;
  readonly baseline: number | null;
}

export interface DocsFold {
  readonly fold: number;
  readonly stage: "validation" | "test";
  /** The newest period that was known, and the first and last that were forecast: ISO dates. */
  readonly origin: string;
  readonly first: string;
  readonly last: string;
  /** Scored rows of all series, and the mean absolute error of what each chose. */
  readonly rows: number;
  readonly mae: number | null;
}

/** A regression: its equations. */
export interface DocsRegression {
  readonly parameters: readonly DocsFact[];
  readonly target: string;
  readonly keys: readonly string[];
  /** Those of most rows first. */
  readonly groups: readonly DocsFit[];
  readonly groupCount: number;
  readonly leftOut: readonly string[];
  readonly missing?: string;
}

export interface DocsFit {
  readonly label: string;
  readonly rows: number;
  readonly excluded: number;
  readonly rSquared: number | null;
  readonly adjustedRSquared: number | null;
  readonly sigma: number | null;
  readonly fValue: number | null;
  readonly df: number | null;
  readonly terms: readonly DocsTerm[];
}

export interface DocsTerm {
  readonly term: string;
  readonly estimate: number | null;
  readonly standardError: number | null;
  readonly t: number | null;
  readonly p: number | null;
  readonly isDropped: boolean;
}

/** A chart of a model's rows, asked for by `meta.chart`. */
export interface DocsChart {
  readonly kind: "bar" | "line";
  readonly x: string;
  readonly y: string;
  readonly color?: string;
  /** Whether `xs` are ISO dates or times, numbers, or names. */
  readonly scale: "time" | "number" | "name";
  readonly xs: readonly (string | number)[];
  /** One for each value of `color`, values at the places of `xs`. */
  readonly lines: readonly { readonly label: string; readonly values: readonly (number | null)[] }[];
  readonly leftOut: readonly string[];
  readonly missing?: string;
}
