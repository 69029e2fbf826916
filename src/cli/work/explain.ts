import type { Invocation } from "../invocation.ts";
import { UsageError } from "../usage.ts";
import { codes } from "../../errors/codes.ts";
import { exitCodes } from "../exit-codes.ts";
import { explain } from "../../errors/explain.ts";
import { nearest } from "../../errors/nearest.ts";

/** Says what an error code means, or lists all of them. */
export async function explainCode(code: string | undefined, { terminal }: Invocation): Promise<number> {
  if (code === undefined) {
    for (const [name, { title }] of Object.entries(codes)) terminal.answer(`${name}  ${title}`);
    return exitCodes.ok;
  }
  const text = explain(code);
  if (text === undefined) {
    const guess = nearest(code, Object.keys(codes));
    throw new UsageError(`there is no error code "${code}"`, guess === undefined ? "rmodel explain lists all of them" : `did you mean ${guess}?`);
  }
  terminal.answer(text);
  return exitCodes.ok;
}
