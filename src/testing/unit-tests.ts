import type { Files } from "./project.ts";
import type { Result } from "../run/results.ts";
import { RmodelError } from "../errors/rmodel-error.ts";
import { compileFiles } from "./project.ts";
import { openSandbox } from "../adapters/duckdb/sandbox.ts";
import { runUnitTests } from "../run/unit-test/unit-test.ts";

/** Compiles a project and runs all its unit tests, by id. */
export async function runUnitTestsOf(files: Files): Promise<Readonly<Record<string, Result>>> {
  const compiled = await compileFiles(files);
  const sandbox = await openSandbox();
  try {
    const nodes = [...compiled.graph.nodes.values()].filter((node) => node.kind === "unitTest");
    const results = await runUnitTests(nodes, compiled, sandbox, { clock: () => 0 }, () => {});
    return Object.fromEntries(results.map((result) => [result.id, result]));
  } finally {
    await sandbox.close();
  }
}

/** How a unit test ended, with everything that its user is told. */
export function told({ status, message, error }: Result): string {
  if (!(error instanceof RmodelError)) return [status, message].join(" ").trim();
  const { code, origin, fix } = error;
  return `${status} ${code} ${origin?.file}:${origin?.line}:${origin?.column}\n${error.message}\nfix: ${fix ?? ""}`;
}
