/** The files that each file of a project imports, by path; packages from elsewhere are not told. */
export type Imports = Readonly<Record<string, readonly string[]>>;

/** Some files with everything that they import, directly or through others. */
export function withImported(paths: Iterable<string>, imports: Imports): ReadonlySet<string> {
  const found = new Set(paths);
  // A set hands out what is added to it while it is gone through.
  for (const path of found) for (const imported of imports[path] ?? []) found.add(imported);
  return found;
}

/** Some files with everything that imports them, directly or through others. */
export function withImporters(paths: Iterable<string>, imports: Imports): ReadonlySet<string> {
  const importers: Record<string, string[]> = {};
  for (const [path, imported] of Object.entries(imports)) for (const file of imported) (importers[file] ??= []).push(path);
  return withImported(paths, importers);
}
