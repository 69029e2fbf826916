/** `1,234`: whole numbers only, and without the cost of a locale. */
export const count = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ",");

/** `1 row`, `1,234 rows`. */
export const counted = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? "" : "s"}`;

/** `0.12 s`, `2 min 05 s`, `1 h 02 min`. */
export function duration(elapsedMs: number): string {
  if (elapsedMs < 59_995) return `${(elapsedMs / 1000).toFixed(2)} s`;
  const seconds = Math.round(elapsedMs / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

const pad = (value: number): string => String(value).padStart(2, "0");
