import type { ErrorCode } from "./codes.ts";
import type { Origin, RmodelError } from "./rmodel-error.ts";
import type { Paint } from "./paint.ts";
import { codeFrame } from "./code-frame.ts";
import { withoutSecrets } from "./without-secrets.ts";

/** Whole text of a file of the project, or undefined when it cannot be read. */
export type ReadSource = (file: string) => string | undefined;

/**
 * An error as people read it: what happened, where, how to fix it.
 *
 * Our own bugs (RM9xxx) also show their stack; nobody else's mistake does.
 *
 * @example formatError(error, readSource, plain)
 * // RM2001  model "shop.fct_sales" reads column "amuont", but …
 * //   models/shop/facts/fct_sales.ts:17:25
 * //    17 |   where: sql`${payments.amuont} > 0`,
 * //       |                         ^
 * //   fix: write payments.amount
 */
export function formatError(error: RmodelError, readSource: ReadSource, paint: Paint): string {
  const { code, origin, message, fix } = error;
  const cause = causeText(error);
  return [
    `${paint.red(paint.bold(code))}  ${hang(message, code.length + 2)}`,
    ...(hasPlace(origin) ? placeLines(origin, readSource, paint) : []),
    ...(cause === undefined ? [] : [labelled("cause", cause, paint)]),
    ...(fix === undefined ? [] : [labelled("fix", fix, paint)]),
  ].join("\n");
}

/** Several errors one below the other, and how many they were. */
export function formatErrors(errors: readonly RmodelError[], readSource: ReadSource, paint: Paint): string {
  const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
  return [...errors.map((error) => formatError(error, readSource, paint)), paint.bold(count)].join("\n\n");
}

/** An error as an event of `--json`. */
export interface ErrorJson extends Partial<Origin> {
  readonly code: ErrorCode;
  readonly message: string;
  readonly cause?: string;
  readonly fix?: string;
}

/** The same facts as plain data; what is not known is left out. */
export function asJson(error: RmodelError): ErrorJson {
  const { code, message, origin, fix } = error;
  const cause = causeText(error);
  return { code, message, ...(hasPlace(origin) ? origin : {}), ...(cause === undefined ? {} : { cause }), ...(fix === undefined ? {} : { fix }) };
}

/** Places that definitions did not note are written with line 0. */
const hasPlace = (origin: Origin | undefined): origin is Origin => origin !== undefined && origin.line > 0;

function placeLines({ file, line, column }: Origin, readSource: ReadSource, paint: Paint): readonly string[] {
  const source = readSource(file);
  const frame = source === undefined ? "" : codeFrame(withoutSecrets(file, source), line, column);
  const painted = frame.replace(/^( *\d* \|)(.*)$/gm, (_, gutter: string, text: string) => paint.dim(gutter) + (/\d/.test(gutter) ? text : paint.red(text)));
  return [`  ${paint.dim(`${file}:${line}:${column}`)}`, ...(painted === "" ? [] : [painted])];
}

/** What another program said, but for what the message says already. */
function causeText({ code, message, cause, stack }: RmodelError): string | undefined {
  if (code.startsWith("RM9")) return cause instanceof Error ? cause.stack : stack;
  const text = cause instanceof Error ? cause.message.trim() : String(cause ?? "");
  const [first = "", ...further] = text.split(/\r?\n/);
  const rest = message.includes(first.trim()) ? further.join("\n").trim() : text;
  return rest === "" ? undefined : rest;
}

const labelled = (label: string, text: string, paint: Paint): string => `  ${paint.bold(`${label}:`)} ${hang(text, label.length + 4)}`;

/** Further lines of a text stand below its first. */
const hang = (text: string, width: number): string => text.trimEnd().replace(/\r?\n/g, `\n${" ".repeat(width)}`);
