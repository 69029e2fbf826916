import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { MacroFile } from "./project.ts";
import type { Origin } from "../errors/rmodel-error.ts";
import { RmodelError } from "../errors/rmodel-error.ts";

/**
 * Reads the macros of `macros/`: YAML front matter between `---` lines with `description` and `args`, then the template.
 *
 * @throws RM1010 a macro whose front matter is missing or wrong
 */
export async function readMacros(root: string, paths: readonly string[]): Promise<readonly MacroFile[]> {
  const files = paths.filter((path) => path.endsWith(".hbs"));
  if (files.length === 0) return [];
  const [{ default: yaml }, { z }] = await Promise.all([import("yaml"), import("zod")]);
  const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
  const header = z.strictObject({
    description: z.string().default(""),
    args: z
      .record(z.string().regex(/^[a-z][a-z0-9_]*$/i), z.strictObject({ type: z.enum(["sql", "text", "number", "boolean"]).default("sql"), description: z.string().optional(), default: scalar.optional() }))
      .default({}),
  });
  return files.map((path) => {
    const text = readFileSync(join(root, path), "utf8");
    const front = /^---\r?\n([\s\S]*?)\r?\n---\r?\n?/.exec(text);
    const origin = { file: path, line: 1, column: 1 };
    if (front === null) throw new RmodelError("RM1010", origin, "a macro starts with front matter that declares its arguments", "begin the file with ---, args:, and --- on lines of their own");
    const parsed = header.safeParse(readYaml(yaml.parse, front[1]!, path));
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw new RmodelError("RM1010", placeOfKey(yaml.parseDocument(front[1]!), issue.path, front[1]!, path), `the front matter is wrong at "${issue.path.join(".")}": ${issue.message}`, "arguments are declared as `args: { name: { type: sql } }`");
    }
    const name = path.replace(/^.*\//, "").replace(/\.hbs$/, "");
    return { name, path, ...parsed.data, template: text.slice(front[0].length).replace(/\s+$/, "") } as MacroFile;
  });
}

/** Where the value of a key stands, or the nearest one around it. */
function placeOfKey(document: { getIn(path: unknown[], keepScalar: true): unknown }, path: readonly PropertyKey[], text: string, file: string): Origin {
  for (let length = path.length; length > 0; length--) {
    const start = (document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined)?.range?.[0];
    if (start === undefined) continue;
    const before = text.slice(0, start).split("\n");
    return { file, line: before.length + 1, column: before.at(-1)!.length + 1 };
  }
  return { file, line: 1, column: 1 };
}

function readYaml(parse: (text: string) => unknown, text: string, file: string): unknown {
  try {
    return parse(text) ?? {};
  } catch (thrown) {
    const place = (thrown as { linePos?: readonly { line: number; col: number }[] }).linePos?.[0];
    const origin = { file, line: (place?.line ?? 1) + 1, column: place?.col ?? 1 };
    throw new RmodelError("RM1010", origin, `the front matter is no YAML: ${(thrown as Error).message.split("\n")[0]}`);
  }
}
