/** Everything a run does outside of the database, handed in so that tests can watch it. */
export interface Effects {
  /** Wall clock, ISO text in UTC. */
  readonly now: () => string;
  /** Milliseconds from any fixed point. */
  readonly clock: () => number;
  readonly readFile: (path: string) => Promise<Uint8Array>;
  readonly stat: (path: string) => Promise<{ readonly size: number; readonly mtimeMs: number } | undefined>;
  /** Files that a glob names, sorted. */
  readonly glob: (pattern: string, root: string) => Promise<readonly string[]>;
  readonly makeFolder: (path: string) => Promise<void>;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
  /** Where a path leads when its links are followed. */
  readonly realPath: (path: string) => Promise<string>;
  /** Writes beside and renames, so that a reader never sees half a file. Unchanged content is not written. */
  readonly writeFile: (path: string, text: string, mode?: number) => Promise<void>;
  /** A named moment of a build, for fault tests; does nothing otherwise. */
  readonly moment: (name: string) => void;
}
