import { RmodelError } from "../../../errors/rmodel-error.ts";

/** Whether the day exists; years 1 to 9999. */
export function isDay(year: number, month: number, day: number): boolean {
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** What each specifier of strptime matches. `%d` and its like also take one digit, as strptime does. */
const specifiers: Readonly<Record<string, string>> = {
  Y: "(?<Y>\\d{4})",
  y: "\\d{2}",
  m: "(?<m>1[0-2]|0?[1-9])",
  d: "(?<d>3[01]|[12]\\d|0?[1-9])",
  H: "(?:2[0-3]|[01]?\\d)",
  I: "(?:1[0-2]|0?[1-9])",
  M: "(?:[0-5]?\\d)",
  S: "(?:[0-5]?\\d)",
  f: "\\d{1,6}",
  p: "(?:am|pm)",
  b: `(?<b>${months.join("|")})`,
  B: "(?<b>january|february|march|april|may|june|july|august|september|october|november|december)",
  a: "(?:mon|tue|wed|thu|fri|sat|sun)",
  A: "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)",
  z: "(?:[+-]\\d{2}(?::?\\d{2})?)",
  "%": "%",
};

/**
 * A check for texts in a strptime format: the whole text fits, and the day exists.
 *
 * @throws RM4022 a specifier that is not one of `%Y %y %m %d %H %I %M %S %f %p %b %B %a %A %z %%`, each also with a `-`
 */
export function formatPattern(format: string): (text: string) => boolean {
  const source = format.replace(/%(-?)(.)|[\s\S]/g, (found, _, specifier: string | undefined) => {
    if (specifier === undefined) return found.replace(/[.*+?^${}()|[\]\\/]/, "\\$&");
    const pattern = specifiers[specifier];
    if (pattern === undefined) throw new RmodelError("RM4022", undefined, `the format "${format}" uses ${found}, which is not known`, `use ${Object.keys(specifiers).map((name) => `%${name}`).join(" ")}`);
    return pattern;
  });
  const pattern = new RegExp(`^${source}$`, "i");
  return (text) => {
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) return pattern.test(text);
    const month = groups.b === undefined ? Number(groups.m ?? 1) : months.indexOf(groups.b.slice(0, 3).toLowerCase()) + 1;
    // Without a year of four digits the 29th of February has to pass; the engine looks again.
    return isDay(Number(groups.Y ?? 2000), month, Number(groups.d ?? 1));
  };
}
