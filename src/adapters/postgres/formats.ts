import { RmodelError } from "../../errors/rmodel-error.ts";

/** What a strptime or strftime letter is here. */
interface Field {
  /** Template pattern of `to_char`. */
  readonly write: string;
  /** Regular expression and role for reading; undefined: only written. */
  readonly read?: { readonly pattern: string; readonly part: Part };
}

type Part = "year" | "shortYear" | "month" | "day" | "hour" | "minute" | "second" | "fraction" | "half";

const two = "\\d{1,2}";
const letters = "[[:alpha:]]+";

const fields: Readonly<Record<string, Field>> = {
  Y: { write: "YYYY", read: { pattern: "\\d{4}", part: "year" } },
  y: { write: "YY", read: { pattern: "\\d{2}", part: "shortYear" } },
  m: { write: "MM", read: { pattern: two, part: "month" } },
  "-m": { write: "FMMM", read: { pattern: two, part: "month" } },
  b: { write: "Mon", read: { pattern: letters, part: "month" } },
  B: { write: "FMMonth", read: { pattern: letters, part: "month" } },
  d: { write: "DD", read: { pattern: two, part: "day" } },
  "-d": { write: "FMDD", read: { pattern: two, part: "day" } },
  H: { write: "HH24", read: { pattern: two, part: "hour" } },
  "-H": { write: "FMHH24", read: { pattern: two, part: "hour" } },
  I: { write: "HH12", read: { pattern: two, part: "hour" } },
  "-I": { write: "FMHH12", read: { pattern: two, part: "hour" } },
  M: { write: "MI", read: { pattern: two, part: "minute" } },
  "-M": { write: "FMMI", read: { pattern: two, part: "minute" } },
  S: { write: "SS", read: { pattern: two, part: "second" } },
  "-S": { write: "FMSS", read: { pattern: two, part: "second" } },
  f: { write: "US", read: { pattern: "\\d{1,6}", part: "fraction" } },
  p: { write: "AM", read: { pattern: "[AaPp][Mm]", part: "half" } },
  a: { write: "Dy" },
  A: { write: "FMDay" },
  j: { write: "DDD" },
  u: { write: "ID" },
  V: { write: "IW" },
  G: { write: "IYYY" },
};

/** Texts and letters of a format; `letter` undefined: text as it stands. */
function partsOf(format: string): readonly { readonly text: string; readonly field?: Field }[] {
  return [...format.matchAll(/%(-?[A-Za-z%])|[^%]+|%/g)].map(([text, letter]) => {
    if (letter === undefined) return { text };
    if (letter === "%") return { text: "%" };
    const field = fields[letter];
    if (field === undefined) throw new RmodelError("RM3001", undefined, `"%${letter}" of the format "${format}" cannot be said in PostgreSQL`, `letters that can: ${Object.keys(fields).map((known) => `%${known}`).join(" ")}`);
    return { text, field };
  });
}

/** The template of `to_char` for a strftime format. */
export const templateOf = (format: string): string => partsOf(format).map(({ text, field }) => field?.write ?? `"${text.replace(/["\\]/g, "\\$&")}"`).join("");

/** How to read texts of a strptime format: where `pattern` matches, `replacement` makes ISO text of them. */
export interface Reading {
  readonly pattern: string;
  readonly replacement: string;
}

/**
 * Reads by a pattern instead of `to_timestamp`, which takes other texts too and reads them in the zone of whoever asks.
 *
 * Two readings for two digits of a year: 69 to 99 are of the last century.
 */
export function readingsOf(format: string): readonly Reading[] {
  const parts = partsOf(format);
  const places = new Map<Part, number>();
  const centuries = parts.some(({ field }) => field?.read?.part === "shortYear") ? [{ years: "([0-5]\\d|6[0-8])", century: "20" }, { years: "(69|[7-9]\\d)", century: "19" }] : [{ years: "", century: "" }];
  return centuries.map(({ years, century }) => {
    places.clear();
    const pattern = parts.map(({ text, field }) => {
      if (field === undefined) return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
      const { read } = field;
      if (read === undefined || places.has(read.part)) throw new RmodelError("RM3001", undefined, `a text cannot be read by the format "${format}": ${text} ${read === undefined ? "tells nothing alone" : "stands in it twice"}`, "read the parts that make up a date: %Y %m %d %H %M %S");
      places.set(read.part, places.size + 1);
      return read.part === "shortYear" ? years : `(${read.pattern})`;
    });
    const group = (part: Part, otherwise: string): string => (places.has(part) ? `\\${places.get(part)}` : otherwise);
    const year = places.has("shortYear") ? `${century}${group("shortYear", "")}` : group("year", "1900");
    const seconds = `${group("second", "00")}${places.has("fraction") ? `.${group("fraction", "")}` : ""}`;
    const half = places.has("half") ? ` ${group("half", "")}` : "";
    return { pattern: `^\\s*${pattern.join("")}\\s*$`, replacement: `${year}-${group("month", "01")}-${group("day", "01")} ${group("hour", "00")}:${group("minute", "00")}:${seconds}${half}` };
  });
}
