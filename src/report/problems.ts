import type { RmodelError } from "../errors/rmodel-error.ts";

export function printProblems(problems: readonly RmodelError[], _: { color: boolean; root: string }): string {
  return problems.map((p) => `${p.code}  ${p.message}\n  ${p.origin?.file}:${p.origin?.line}:${p.origin?.column}\n  fix: ${p.fix ?? ""}`).join("\n\n");
}
