const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
const moment = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone: "UTC" });

/** 524878 → "524,878" */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** 1 → "1 row"; 2 → "2 rows" */
export function formatPlural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** 31457280 → "31.5 MB" */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${short.format(bytes / 1000 ** step)} ${units[step]}`;
}

/** 84 → "84 ms"; 2140 → "2.14 s"; 125000 → "2 min 5 s" */
export function formatElapsed(elapsedMs: number): string {
  if (elapsedMs < 1000) return `${whole.format(elapsedMs)} ms`;
  if (elapsedMs < 60_000) return `${short.format(elapsedMs / 1000)} s`;
  const seconds = Math.round(elapsedMs / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** An ISO time → "21 Nov 2026, 08:14 UTC"; text that is no time stays as it is. */
export function formatTime(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : `${moment.format(time)} UTC`;
}

/** part of total → "87 %"; the ends are kept for none and all. */
export function formatShare(part: number, total: number): string {
  if (total === 0) return "–";
  const percent = Math.round((100 * part) / total);
  return `${part === total ? 100 : part === 0 ? 0 : Math.min(99, Math.max(1, percent))} %`;
}
