import type { ErrorCode } from "../../errors/codes.ts";
import type { Mistake } from "./mistake.ts";
import { drivers, expected } from "./regression-project.ts";

/** Mistakes in a regression, and in what reads it, that types see. */
export const regressionTypeMistakes: readonly Mistake[] = [
  { title: "a misspelt feature of a regression", file: drivers, find: '["customers", "promo"', write: '[«"custmers", "promo"', says: "'\"custmers\"' is not assignable to type" },
  { title: "a text as a feature of a regression", file: drivers, find: '["customers", "promo"', write: '[«"region", "promo"', says: "'\"region\"' is not assignable to type" },
  { title: "a target that explains itself", file: drivers, find: '["customers", "promo"', write: '[«"revenue", "promo"', says: "'\"revenue\"' is not assignable to type '\"promo\" | \"weight\"'" },
  { title: "a misspelt target of a regression", file: drivers, find: 'target: "revenue"', write: '«target: "revenu"', says: "Did you mean '\"revenue\"'?" },
  { title: "a boolean as the target of a regression", file: drivers, find: 'target: "revenue"', write: '«target: "promo"', says: "'\"promo\"' is not assignable to type" },
  { title: "a misspelt key of a regression", file: drivers, find: 'by: ["store_id"]', write: 'by: [«"store"]', says: "'\"store\"' is not assignable to type" },
  { title: "a key of a regression that is a double", file: drivers, find: 'by: ["store_id"]', write: 'by: [«"weight"]', says: "'\"weight\"' is not assignable to type" },
  { title: "a misspelt option of a regression", file: drivers, find: "ridge: 0", write: "«rigde: 0", says: "Did you mean to write 'ridge'?" },
  { title: "a misspelt column in the condition of a regression", file: drivers, find: "${row.day}", write: "${row.«dya}", says: "Property 'dya' does not exist" },
  { title: "a misspelt column in the tests of a regression", file: drivers, find: "${row.estimate}", write: "${row.«estimat}", says: "Did you mean 'estimate'?" },
  { title: "a misspelt column of a regression", file: expected, find: "driver.estimate", write: "driver.«estimates", says: "Did you mean 'estimate'?" },
  { title: "a misspelt column of a regression's summary", file: expected, find: "is(fit.r_squared)", write: "is(fit.«rsquared)", says: "Did you mean 'r_squared'?" },
  { title: "a prediction for a row without the features", file: expected, find: "fn.predict(salesDrivers, day)", write: "fn.predict(salesDrivers, «driver)", says: "is missing the following properties" },
  { title: "a prediction of what is no regression", file: expected, find: "fn.predict(salesDrivers, day)", write: "fn.predict(«storeDays, day)", says: "Property 'equation' is missing" },
];

const feature = (write: string): Pick<Mistake, "find" | "write" | "file"> => ({ file: drivers, find: '"customers", "promo"', write });
const key = (write: string): Pick<Mistake, "find" | "write" | "file"> => ({ file: drivers, find: 'by: ["store_id"]', write });
const option = (write: string): Pick<Mistake, "find" | "write" | "file"> => ({ file: drivers, find: "ridge: 0", write });

/** Mistakes in a regression that the project is refused for, whether or not its types were looked at. */
export const regressionCheckMistakes: readonly (Mistake & { readonly code: ErrorCode })[] = [
  { title: "a misspelt feature", code: "RM1030", ...feature('"«custmers", "promo"'), says: "`features` names the column \"custmers\", which is not there\nwrite customers" },
  { title: "a text as a feature", code: "RM1070", ...feature('"«region", "promo"'), says: "which is text: it takes integer, decimal, double, boolean" },
  { title: "the target as a feature", code: "RM1070", ...feature('"«revenue", "promo"'), says: "it would explain itself" },
  { title: "a feature that is given twice", code: "RM1071", file: drivers, find: '["customers", "promo"', write: '["customers", "promo", "customers"', shows: { file: drivers, at: '«features: ["customers", "promo", "customers"' }, says: 'feature "customers" is given twice' },
  { title: "a key as a feature", code: "RM1070", ...feature('"«store_id", "promo"'), says: "it is the same in all rows of an equation" },
  { title: "a key that may be null", code: "RM1070", ...key('by: ["«region"]'), says: "rows without a key belong to no equation" },
  { title: "a key that is a double", code: "RM1070", ...key('by: ["store_id", "«area"]'), says: "which is double" },
  { title: "a key with the name of a statistic", code: "RM1072", ...key('by: ["store_id", "«df"]'), says: "has the name of a column that the regression makes" },
  { title: "a negative penalty", code: "RM1021", ...option("«ridge: -1"), says: 'option "ridge" of regression' },
  { title: "a misspelt option", code: "RM1020", ...option("«rigde: 0"), says: 'unknown option "rigde" of regression\nwrite ridge' },
  { title: "a missing target", code: "RM1021", file: drivers, find: '  target: "revenue",\n', write: "", shows: { file: drivers, at: "export default «regression({" }, says: 'regression needs the option "target"' },
  { title: "a condition with a misspelt column", code: "RM1030", file: drivers, find: "${row.day}", write: "${row.«dya}", says: "write row.day" },
];
