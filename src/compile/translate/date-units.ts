import type { Value } from "./value.ts";

const names: Readonly<Record<string, string>> = { dayofweek: "dow", weekday: "dow", dayofyear: "doy", dayofmonth: "day", weekofyear: "week" };
const units = ["year", "quarter", "month", "week", "day", "hour", "minute", "second"];
const parts = [...units, "doy", "dow", "isodow", "isoyear", "epoch"];

/** The unit that a literal names, or undefined. */
export const unitOf = (value: Value): string | undefined => known(value, units);
export const partOf = (value: Value): string | undefined => known(value, parts);

function known({ literal }: Value, list: readonly string[]): string | undefined {
  if (typeof literal !== "string") return undefined;
  const lower = literal.toLowerCase();
  const single = list.includes(lower) ? lower : lower.replace(/s$/, "");
  const name = names[single] ?? single;
  return list.includes(name) ? name : undefined;
}

export const noUnit = { refused: "only these units are translated, as a literal: year, quarter, month, week, day, hour, minute, second", fix: "write one of them, or use fn.datePart or fn.dateTrunc" };
