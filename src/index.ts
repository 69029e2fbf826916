/// <reference path="./hbs.d.ts" preserve="true" />
/** What the files of a project import. Pulls in no driver, no parser, no command line. */
export { config } from "./define/config.ts";
export { dataTest, rows, unitTest } from "./define/checks.ts";
export { fn } from "./define/fn.ts";
export { forecast } from "./define/forecast.ts";
export { macro } from "./define/macro.ts";
export { model } from "./define/model.ts";
export { regression } from "./define/regression.ts";
export { seed, source } from "./define/source.ts";
export { snapshot } from "./define/snapshot.ts";
export { sql } from "./define/fragment.ts";
export { t } from "./define/column.ts";
export { test } from "./define/test.ts";
export type { Alias, Relation, Row } from "./define/relation.ts";
export type { Column, Columns, RelationOf } from "./define/column.ts";
export type { Expr } from "./define/fragment.ts";
export type { Feature } from "./define/forecast-features.ts";
export type { Forecast } from "./define/forecast.ts";
export type { Macro } from "./define/macro.ts";
export type { Regression } from "./define/regression.ts";
export type { ColumnType, Family } from "./define/types.ts";
import { bindParameters } from "./define/parameters.ts";

/** Outside a loaded project every parameter has its default. */
export const parameters = bindParameters({ vars: {}, environment: {}, declared: () => {} });
