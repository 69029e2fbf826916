import { createReadStream } from "node:fs";
import type { ColumnType } from "../../define/types.ts";

/** A value as text; an array for a list. */
export type RawValue = string | null | readonly RawValue[];

/**
 * Reads the CSV that `stage` writes: no header, texts always in quotes, null as the empty field without them, lists as
 * array literals. Gives batches that are about `size` characters long.
 */
export async function* stagedRows(path: string, types: readonly ColumnType[], size: number): AsyncGenerator<readonly (readonly RawValue[])[]> {
  let rows: RawValue[][] = [];
  let row: RawValue[] = [];
  let field: string | null = null;
  let quoted = false;
  let length = 0;
  let rest = "";
  const endField = (): void => {
    row.push(field === null ? null : valueOf(field, types[row.length]!));
    length += (field?.length ?? 4) + 3;
    field = null;
  };
  for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 1 << 20 })) {
    const text = rest + String(chunk);
    let at = 0;
    rest = "";
    while (at < text.length) {
      if (quoted) {
        const end = text.indexOf('"', at);
        // Whether the quote is doubled is told by what follows it.
        if (end < 0 || end + 1 === text.length) {
          if (end > at || end < 0) field += text.slice(at, end < 0 ? text.length : end);
          rest = end < 0 ? "" : '"';
          break;
        }
        field += text.slice(at, end);
        if (text[end + 1] === '"') {
          field += '"';
          at = end + 2;
        } else {
          quoted = false;
          at = end + 1;
        }
        continue;
      }
      switch (text[at]) {
        case '"':
          quoted = true;
          field ??= "";
          break;
        case ",":
          endField();
          break;
        case "\n":
          endField();
          rows.push(row);
          row = [];
          if (length >= size) {
            yield rows;
            rows = [];
            length = 0;
          }
          break;
        default: {
          const end = /[,\n"]/g;
          end.lastIndex = at;
          const to = end.exec(text)?.index ?? text.length;
          field = (field ?? "") + text.slice(at, to);
          at = to - 1;
        }
      }
      at++;
    }
  }
  if (rows.length > 0) yield rows;
}

function valueOf(text: string, type: ColumnType): RawValue {
  switch (type.family) {
    case "list":
      return listOf(text, type.of);
    case "double":
      return text.replace("inf", "Infinity").replace("nan", "NaN");
    default:
      return text;
  }
}

/** `{"a","b",NULL}`, items of lists in it without quotes. */
function listOf(text: string, of: ColumnType): readonly RawValue[] {
  const items: RawValue[] = [];
  for (let at = 1; at < text.length - 1; at++) {
    if (text[at] === ",") continue;
    let end = at + 1;
    if (text[at] === '"') {
      while (text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
      items.push(valueOf(text.slice(at + 1, end).replace(/\\(.)/gs, "$1"), of));
    } else if (text[at] === "{") {
      end = endOfList(text, at);
      items.push(valueOf(text.slice(at, end + 1), of));
    } else {
      items.push(null);
      end = at + "NULL".length - 1;
    }
    at = end;
  }
  return items;
}

function endOfList(text: string, start: number): number {
  let depth = 0;
  for (let at = start; ; at++) {
    if (text[at] === '"') for (at++; text[at] !== '"'; at++) at += text[at] === "\\" ? 1 : 0;
    else if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at;
  }
}
