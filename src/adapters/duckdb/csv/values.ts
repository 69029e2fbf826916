import type { CsvFormat } from "./format.ts";
import type { ColumnType } from "../../../define/types.ts";
import { formatPattern, isDay } from "./dates.ts";
import { utf8 } from "./records.ts";

/** Whether the bytes from `from` to `to` are a value of the type, to be read without any loss. */
export type ValueCheck = (bytes: Uint8Array, from: number, to: number) => boolean;

/**
 * The check of a declared type; undefined for text, which takes everything as it stands.
 *
 * - integer: digits with an optional sign, in 64 bits. Leading zeros are no change of the number.
 * - decimal: at most `scale` digits after the point, not counting zeros at the end.
 * - double: decimal or exponent notation; no NaN, no infinity.
 * - boolean: `true` or `false`, in any case.
 * - date, timestamp: ISO (`2024-02-29`, `2024-02-29 13:05[:59[.123456][Z]]`, space or T), or the format of the source.
 * - json: one JSON value. list: a JSON array of numbers, texts or booleans.
 */
export function valueCheck(type: ColumnType, format: CsvFormat): ValueCheck | undefined {
  switch (type.family) {
    case "text":
      return undefined;
    case "integer":
      return (bytes, from, to) => isNumber(bytes, from, to, 19, -1) && (to - from < 19 || isInt64(utf8(bytes, from, to)));
    case "decimal":
      return (bytes, from, to) => isNumber(bytes, from, to, type.precision - type.scale, type.scale);
    case "double":
      return ofText((text) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text)));
    case "boolean":
      return ofText((text) => /^(true|false)$/i.test(text));
    case "date":
      return format.dateFormat === undefined ? isIsoDate : ofText(formatPattern(format.dateFormat));
    case "timestamp":
      return format.timestampFormat === undefined ? isIsoTimestamp : ofText(formatPattern(format.timestampFormat));
    case "json":
      return ofText((text) => parses(text) !== undefined);
    case "list":
      return ofText((text) => isListOf(parses(text)?.value, type.of, format));
  }
}

const ofText = (check: (text: string) => boolean): ValueCheck => (bytes, from, to) => check(utf8(bytes, from, to));

/** Digits with an optional sign and, unless `scale` is negative, a point; limits count significant digits. */
function isNumber(bytes: Uint8Array, from: number, to: number, wholeDigits: number, scale: number): boolean {
  let at = from;
  if (at < to && (bytes[at] === 43 || bytes[at] === 45)) at++;
  const firstDigit = at;
  while (at < to - 1 && bytes[at] === 48) at++;
  const significant = at;
  while (at < to && isDigit(bytes[at]!)) at++;
  const whole = bytes[significant] === 48 ? at - significant - 1 : at - significant;
  if (whole > wholeDigits) return false;
  if (at === to) return at > firstDigit;
  if (scale < 0 || bytes[at] !== 46) return false;
  const point = at++;
  let last = point;
  for (; at < to; at++) {
    if (!isDigit(bytes[at]!)) return false;
    if (bytes[at] !== 48) last = at;
  }
  return last - point <= scale && to - firstDigit > 1;
}

const isInt64 = (text: string): boolean => BigInt.asIntN(64, BigInt(text.replace("+", ""))) === BigInt(text.replace("+", ""));

function isIsoDate(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from === 10 && bytes[from + 4] === 45 && bytes[from + 7] === 45 && isDay(number(bytes, from, 4), number(bytes, from + 5, 2), number(bytes, from + 8, 2));
}

function isIsoTimestamp(bytes: Uint8Array, from: number, to: number): boolean {
  const separator = bytes[from + 10];
  if (to - from < 16 || !isIsoDate(bytes, from, from + 10) || !(separator === 32 || separator === 84)) return false;
  if (bytes[from + 13] !== 58 || !isBelow(number(bytes, from + 11, 2), 24) || !isBelow(number(bytes, from + 14, 2), 60)) return false;
  if (to - from === 16) return true;
  if (to - from < 19 || bytes[from + 16] !== 58 || !isBelow(number(bytes, from + 17, 2), 60)) return false;
  const end = bytes[to - 1] === 90 ? to - 1 : to;
  if (end - from === 19) return true;
  const digits = end - from - 20;
  return bytes[from + 19] === 46 && digits >= 1 && digits <= 6 && number(bytes, from + 20, digits) >= 0;
}

/** The number that `count` digits make; -1 when one is no digit. */
function number(bytes: Uint8Array, from: number, count: number): number {
  let sum = 0;
  for (let at = from; at < from + count; at++) {
    if (!isDigit(bytes[at]!)) return -1;
    sum = sum * 10 + bytes[at]! - 48;
  }
  return sum;
}

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
const isBelow = (value: number, limit: number): boolean => value >= 0 && value < limit;

function parses(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function isListOf(value: unknown, of: ColumnType, format: CsvFormat): boolean {
  if (!Array.isArray(value)) return false;
  if (of.family === "text") return value.every((item) => item === null || typeof item === "string");
  if (of.family === "list") return value.every((item) => item === null || isListOf(item, of.of, format));
  const check = valueCheck(of, { ...format, dateFormat: undefined, timestampFormat: undefined });
  return value.every((item) => {
    if (item === null) return true;
    const bytes = Buffer.from(typeof item === "string" ? item : JSON.stringify(item));
    return check === undefined || check(bytes, 0, bytes.length);
  });
}
