import { parseArgs } from "node:util";
import { z } from "zod";
import { domains, generate } from "./generate.ts";

/**
 * The command `--rows N --out DIR --domain NAME --format csv|parquet`; `--domain` may come several times.
 *
 * Says on stdout which files it made or kept. Exits 2 on a bad flag, before anything is written.
 */
const flags = z.object({
  rows: z.coerce.number().int().positive(),
  out: z.string(),
  domain: z.array(z.enum(domains.map(({ name }) => name))),
  format: z.enum(["csv", "parquet"]),
});

const { rows, out, domain, format } = readFlags();
const wanted = domains.filter(({ name }) => domain.includes(name));
for (const table of await generate({ rows, outDir: out, domains: wanted, format })) {
  console.log(`${table.isNew ? "made" : "kept"}  ${table.file}  ${table.rows.toLocaleString("en")} rows`);
}

function readFlags(): z.infer<typeof flags> {
  try {
    const { values } = parseArgs({
      options: {
        rows: { type: "string", default: "100000" },
        out: { type: "string", default: "target/generated" },
        domain: { type: "string", multiple: true, default: domains.map(({ name }) => name) },
        format: { type: "string", default: "parquet" },
      },
    });
    return flags.parse(values);
  } catch (problem) {
    console.error(problem instanceof z.ZodError ? z.prettifyError(problem) : `${problem}`);
    process.exit(2);
  }
}
