import parameters from "../parameters.ts";

const { WALMART_TRAIN_END: trainEnd, WALMART_VALIDATION_END: validationEnd, WALMART_TEST_END: testEnd } = parameters;

const weeksBetween = (first: string, last: string): number => Math.round((Date.parse(last) - Date.parse(first)) / (7 * 86_400_000));

/** Weeks of the hold-out that candidates are compared on, and of the test behind it: the parts of sales_split, counted. */
export const validationWeeks = weeksBetween(trainEnd, validationEnd);
export const testWeeks = weeksBetween(validationEnd, testEnd);
