/** For fault tests: RMODEL_KILL_AT names a moment of a build at which the process ends itself as `kill -9` would. */
export function momentOf(environment: Readonly<Record<string, string | undefined>>): (name: string) => void {
  const wanted = environment.RMODEL_KILL_AT;
  if (wanted === undefined) return () => {};
  return (name) => {
    if (name === wanted) process.kill(process.pid, "SIGKILL");
  };
}
