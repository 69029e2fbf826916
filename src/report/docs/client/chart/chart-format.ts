const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const moment = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
const dayOfMonth = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const monthOfYear = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });
const timeOfDay = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const digits = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });

const dayLength = 86_400;

/** 23456.7 → "23,457"; 0.0123456 → "0.01235"; what is no number → "–" */
export function formatNumber(value: unknown): string {
  if (typeof value !== "number" || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e12)) return value.toExponential(2).replace("-", "−");
  return (size >= 1000 ? whole : digits).format(value).replace("-", "−");
}

/** Numbers beside an axis, all in the same way: 15000 → "15K" */
export function formatTicks(values: readonly number[]): readonly string[] {
  const isLarge = values.some((value) => Math.abs(value) >= 10_000);
  return values.map((value) => (isLarge ? compact : digits).format(value).replace("-", "−"));
}

/** Seconds since 1970 → "Wed, 12 Nov 2025", with the time where one of the values has one. */
export function formatMoment(seconds: number, hasTime: boolean): string {
  return Number.isFinite(seconds) ? (hasTime ? moment : day).format(seconds * 1000) : "–";
}

/** A date → "12 Nov 2025"; text that is none stays as it is. */
export function formatDay(iso: string): string {
  const time = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(time) ? iso : `${dayOfMonth.format(time)} ${new Date(time).getUTCFullYear()}`;
}

/** Times beside an axis, the year below the first of each: ["12 Nov\n2025", "26 Nov"] */
export function formatTimeTicks(times: readonly number[], step: number): readonly string[] {
  let year: number | undefined;
  return times.map((seconds) => {
    const time = seconds * 1000;
    if (step >= 365 * dayLength) return String(new Date(time).getUTCFullYear());
    const text = (step >= 28 * dayLength ? monthOfYear : step >= dayLength ? dayOfMonth : timeOfDay).format(time);
    const isNew = new Date(time).getUTCFullYear() !== year;
    year = new Date(time).getUTCFullYear();
    return isNew ? `${text}\n${step >= dayLength ? year : dayOfMonth.format(time)}` : text;
  });
}

/** 0.0692 → "6.9 %" */
export function formatPercent(share: number | null): string {
  return typeof share === "number" ? `${(share * 100).toFixed(1)} %` : "–";
}
