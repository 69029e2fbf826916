import type { ErrorCode } from "../../errors/codes.ts";
import type { Mistake } from "./mistake.ts";
import { outlook, promotions, reader } from "./forecast-project.ts";

/** Mistakes in a forecast that types see. */
export const forecastTypeMistakes: readonly Mistake[] = [
  { title: "a misspelt key of a forecast", file: outlook, find: 'by: ["store_id"]', write: 'by: [«"store"]', says: "'\"store\"' is not assignable to type" },
  { title: "a key of a forecast that is no key", file: outlook, find: 'by: ["store_id"]', write: 'by: [«"revenue"]', says: "'\"revenue\"' is not assignable to type" },
  { title: "a time of a forecast that is no date", file: outlook, find: 'time: "day"', write: '«time: "opened_at"', says: "'\"opened_at\"' is not assignable to type '\"day\"'" },
  { title: "a misspelt target", file: outlook, find: 'target: "revenue"', write: '«target: "revenues"', says: "Did you mean '\"revenue\"'?" },
  { title: "a text as a target", file: outlook, find: 'target: "revenue"', write: '«target: "store_name"', says: "'\"store_name\"' is not assignable to type" },
  { title: "a misspelt option of a forecast", file: outlook, find: "horizon: 7", write: "horizon: 7,\n  «baseline: []", says: "Did you mean to write 'baselines'?" },
  { title: "a misspelt feature", file: outlook, find: "f.rollingMean(28)", write: "f.«rolingMean(28)", says: "Did you mean 'rollingMean'?" },
  { title: "a lag of a text", file: outlook, find: 'f.lag("customers", 7)', write: 'f.lag(«"store_name", 7)', says: "'\"store_name\"' is not assignable to parameter of type" },
  { title: "a feature that is not known ahead", file: outlook, find: 'f.known("promo")', write: 'f.known(«"customers")', says: "'\"customers\"' is not assignable to parameter of type '\"promo\" | \"store_id\" | \"temperature\"'" },
  { title: "a misspelt baseline", file: outlook, find: '"seasonal_naive"]', write: '«"seasonal"]', says: "'\"seasonal\"' is not assignable to type" },
  { title: "a forecast of texts", file: outlook, find: "type: t.decimal(12, 2)", write: "«type: t.text()", says: "'\"text\"' is not assignable to type 'NumericFamily'" },
  { title: "a misspelt column of a forecast", file: reader, find: "outlook.revenue_ahead", write: "outlook.«revenue_ahad", says: "Did you mean 'revenue_ahead'?" },
  { title: "a misspelt column of a forecast's scores", file: reader, find: "is(score.mae)", write: "is(score.«mea)", says: "Property 'mea' does not exist" },
];

const key = (write: string): Pick<Mistake, "find" | "write" | "file"> => ({ file: outlook, find: 'by: ["store_id"]', write });
const target = (write: string): Pick<Mistake, "find" | "write" | "file"> => ({ file: outlook, find: 'target: "revenue"', write });
const feature = (write: string): Pick<Mistake, "find" | "write" | "file"> => ({ file: outlook, find: "f.rollingMean(28)", write });
const option = (write: string): Pick<Mistake, "find" | "write" | "file"> => ({ file: outlook, find: "horizon: 7", write: `horizon: 7,\n  ${write}` });

/** Mistakes in a forecast that the project is refused for, whether or not its types were looked at. */
export const forecastCheckMistakes: readonly (Mistake & { readonly code: ErrorCode })[] = [
  { title: "a misspelt key", code: "RM1030", ...key('by: ["«stor_id"]'), says: "`by` names the column \"stor_id\", which is not there\nwrite store_id" },
  { title: "a key that is no key", code: "RM1080", ...key('by: ["«revenue"]'), says: "which is decimal: it takes integer, text\nits columns of that kind: store_id, store_name, customers" },
  { title: "a time that is no date", code: "RM1080", file: outlook, find: 'time: "day"', write: '«time: "opened_at"', says: "which is timestamp: it takes date" },
  { title: "a misspelt target", code: "RM1030", ...target('«target: "revenues"'), says: "write revenue" },
  { title: "a text as a target", code: "RM1080", ...target('«target: "store_name"'), says: "which is text" },
  { title: "an unknown option", code: "RM1020", ...option("«baseline: []"), says: "write baselines" },
  { title: "an unknown option of an option", code: "RM1020", file: outlook, find: "validation: { blocks: 2 }", write: "validation: { «block: 2 }", says: 'unknown option "block" of validation\nwrite blocks' },
  { title: "an unknown option of a model", code: "RM1020", file: outlook, find: "models: [{ lambdas: [0.1, 1] }]", write: "models: [{ «lambda: [0.1, 1] }]", says: 'unknown option "lambda" of models\nwrite lambdas' },
  { title: "a missing option", code: "RM1021", file: outlook, find: '  grain: "day",\n', write: "", shows: { file: outlook, at: "export default «forecast({" }, says: 'forecast needs the option "grain"' },
  { title: "a misspelt baseline", code: "RM1021", file: outlook, find: 'baselines: ["naive", "seasonal_naive"]', write: '«baselines: ["naive", "seasonal"]', says: '"seasonal_naive"' },
  { title: "features that are no features", code: "RM1021", file: outlook, find: 'features: (f) => [f.lag(1), f.lag("customers", 7), f.rollingMean(28), f.weekday(), f.known("promo"), f.known("temperature")]', write: "«features: () => [1]", says: "expected features: (f) => [f.lag(1), …]" },
  { title: "a misspelt feature", code: "RM1003", ...feature("f.«rolingMean(28)"), says: "f.rolingMean is not a function" },
  { title: "a lag of an unknown column", code: "RM1030", file: outlook, find: 'f.lag("customers", 7)', write: 'f.lag("«customer", 7)', says: "write customers" },
  { title: "a lag of a text", code: "RM1080", file: outlook, find: 'f.lag("customers", 7)', write: 'f.lag("«store_name", 7)', says: "which is text" },
  { title: "a lag of 0", code: "RM1082", ...feature("f.«lag(0)"), says: "lag 0 is the value to forecast" },
  { title: "a value of the day itself", code: "RM1081", ...feature('f.known("«customers")'), says: "is not known when that period is forecast: the relation of `future` has no such column\nuse its past, f.lag(\"customers\", 1)" },
  { title: "a value of the day itself inside a product", code: "RM1081", ...feature('f.product(f.known("promo"), f.known("«customers"))'), says: "is not known when that period is forecast" },
  { title: "a rolling maximum in a recursive model", code: "RM1082", ...feature("f.«rollingMax(28)"), says: "is no weighted sum" },
  { title: "a lag below the horizon in a direct model", code: "RM1082", file: outlook, find: "models: [{ lambdas: [0.1, 1] }]", write: 'models: [{ mode: "direct", features: (f) => [f.lag(7), f.«lag(6)] }]', says: "its lag must be at least 7" },
  { title: "a holiday without holidays", code: "RM1082", ...feature("f.«holiday({ before: 1 })"), says: "there is no relation of holidays\ngive `holidays`" },
  { title: "a horizon of 0", code: "RM1082", file: outlook, find: "horizon: 7", write: "«horizon: 0", says: "horizon 0 must be a whole number from 1 up" },
  { title: "a horizon that is no number", code: "RM1021", file: outlook, find: "horizon: 7", write: '«horizon: "7"', says: 'option "horizon" of forecast' },
  { title: "too many features", code: "RM1082", file: outlook, find: "features: (f) => [", write: "«features: (f) => [f.month(), f.quarter(), ", says: "features, but a fit takes at most 24" },
  { title: "a future without the keys", code: "RM1030", file: promotions, find: "store_id: t.integer().notNull(), ", write: "", shows: { file: outlook, at: "«future: promotions" }, says: '`future` names the column "store_id", which is not there' },
  { title: "a future of another type", code: "RM1080", file: promotions, find: "promo: t.boolean()", write: "promo: t.text()", shows: { file: outlook, at: 'f.known("«promo")' }, says: "which is text: it takes boolean" },
  { title: "a name that the result has already", code: "RM1083", file: outlook, find: 'as: "revenue_ahead",\n  type', write: '«as: "model",\n  type', says: 'a column "model"' },
  { title: "a gate on a stage that is not there", code: "RM1083", file: outlook, find: 'on: ["rmse"] }', write: 'on: ["rmse"], «stage: "test" }', says: "no test periods" },
  { title: "a gate on a baseline that does not compete", code: "RM1083", file: outlook, find: 'baseline: "best"', write: '«baseline: "drift"', says: '"drift" does not compete' },
  { title: "files of a forecast that is a table", code: "RM1022", ...option('«files: ["a.parquet"]'), says: "an external model has `files`" },
  { title: "a misspelt column of a forecast", code: "RM1030", file: reader, find: "outlook.revenue_ahead", write: "outlook.«revenue_ahad", says: "write outlook.revenue_ahead" },
];
