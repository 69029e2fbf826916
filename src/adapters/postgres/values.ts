import type { ResultRow, Value } from "../adapter.ts";

/** A column of a result as the server describes it. */
export interface Field {
  readonly name: string;
  readonly dataTypeID: number;
  readonly dataTypeModifier: number;
}

/** Rows of texts as readers get them. */
export function rowsOf(fields: readonly Field[], rows: readonly (readonly (string | null)[])[]): readonly ResultRow[] {
  const names = distinctNames(fields.map(({ name }) => name));
  const readers = fields.map(({ dataTypeID, dataTypeModifier }) => readerOf(dataTypeID, dataTypeModifier));
  return rows.map((row) => Object.fromEntries(row.map((text, index) => [names[index]!, text === null ? null : readers[index]!(text)])));
}

type Reader = (text: string) => Value;

const asText: Reader = (text) => text;
const asTime: Reader = (text) => text.replace(/^(\S+)(.*) BC$/, "$1 (BC)$2");

/** Types by their number in `pg_type`, and the number of their arrays. */
const readers: readonly { readonly type: number; readonly array: number; readonly read: Reader }[] = [
  { type: 16, array: 1000, read: (text) => text === "t" },
  { type: 20, array: 1016, read: BigInt },
  { type: 21, array: 1005, read: BigInt },
  { type: 23, array: 1007, read: BigInt },
  { type: 26, array: 1028, read: BigInt },
  { type: 700, array: 1021, read: Number },
  { type: 701, array: 1022, read: Number },
  { type: 1082, array: 1182, read: asTime },
  { type: 1114, array: 1115, read: asTime },
  { type: 1184, array: 1185, read: asTime },
  ...[[25, 1009], [1043, 1015], [1042, 1014], [19, 1003], [114, 199], [3802, 3807], [2950, 2951], [1700, 1231]].map(([type, array]) => ({ type: type!, array: array!, read: asText })),
];

const byType = new Map<number, Reader>(readers.flatMap(({ type, array, read }) => [[type, read], [array, (text: string) => arrayOf(text, read)]] as const));

function readerOf(type: number, modifier: number): Reader {
  // What sums of integers are: whole, and wider than 64 bits where they have to be.
  if (type === 1700 && modifier === -1) return (text) => (/^-?\d+$/.test(text) ? BigInt(text) : text);
  return byType.get(type) ?? asText;
}

/** An array literal as the server prints it: `{1,NULL,"a \"b\""}`, bounds before it left out. */
export function arrayOf(text: string, read: Reader): readonly unknown[] {
  let at = text.indexOf("{");
  const list = (): unknown[] => {
    const items: unknown[] = [];
    at++;
    while (text[at] !== "}") {
      if (text[at] === ",") at++;
      items.push(text[at] === "{" ? list() : text[at] === '"' ? read(quoted()) : bare());
    }
    at++;
    return items;
  };
  const quoted = (): string => {
    let value = "";
    for (at++; text[at] !== '"'; at++) value += text[at] === "\\" ? text[++at]! : text[at]!;
    at++;
    return value;
  };
  const bare = (): Value => {
    const from = at;
    while (text[at] !== "," && text[at] !== "}") at++;
    const value = text.slice(from, at);
    return value === "NULL" ? null : read(value);
  };
  return list();
}

/** `a`, `a:1`, `a:2`, as DuckDB tells apart columns of one name. */
function distinctNames(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count === 0 ? name : `${name}:${count}`;
  });
}
