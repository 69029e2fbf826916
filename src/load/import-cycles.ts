import type { Metafile } from "esbuild";

/** Circles of imports among the wanted files, each once, starting at its first name. Linear in files + imports. */
export function importCycles(metafile: Metafile, wanted: (path: string) => boolean): readonly (readonly string[])[] {
  const cycles: string[][] = [];
  const state = new Map<string, "open" | "done">();
  const trail: string[] = [];
  const visit = (path: string): void => {
    state.set(path, "open");
    trail.push(path);
    for (const { path: next } of metafile.inputs[path]?.imports ?? []) {
      if (!wanted(next) || state.get(next) === "done") continue;
      if (state.get(next) === "open") cycles.push(rotate(trail.slice(trail.indexOf(next))));
      else visit(next);
    }
    trail.pop();
    state.set(path, "done");
  };
  for (const path of Object.keys(metafile.inputs).sort()) if (wanted(path) && !state.has(path)) visit(path);
  return cycles;
}

function rotate(cycle: string[]): string[] {
  const first = cycle.indexOf([...cycle].sort()[0]!);
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}
