/** Work that waits for other work. */
export interface Task {
  readonly id: string;
  /** Ids of tasks that must end well before this one may start. */
  readonly after: readonly string[];
  /** Tasks of one kind that are ready at the same time may be run together. */
  readonly together?: string;
  /** Runs a group of tasks of which this is the first; true, in the group's order, for each that ended well. */
  readonly run: (group: readonly Task[]) => Promise<readonly boolean[]>;
  /** Called instead of `run` when something it waits for did not end well. */
  readonly skip: (because: string) => void;
}

export interface ScheduleOptions {
  /** How many tasks of one kind run together at most. */
  readonly groupSize: number;
  /** How many tasks may run at the same time. */
  readonly concurrency: number;
  /** Nothing new starts after the first failure. */
  readonly failFast: boolean;
  /** Asked before each start; true skips all that has not started. */
  readonly stopped: () => boolean;
}

/**
 * Runs tasks as soon as what they wait for is done.
 *
 * A task that fails keeps those behind it from running; all others go on. A throw stops new starts and is
 * passed on when everything that runs has ended.
 */
export async function runTasks(tasks: readonly Task[], options: ScheduleOptions): Promise<void> {
  const known = new Set(tasks.map(({ id }) => id));
  const waits = new Map(tasks.map(({ id, after }) => [id, new Set(after.filter((other) => known.has(other)))]));
  const behind = new Map<string, Task[]>(tasks.map(({ id }) => [id, []]));
  for (const task of tasks) for (const other of waits.get(task.id)!) behind.get(other)!.push(task);
  const ready = tasks.filter(({ id }) => waits.get(id)!.size === 0);
  const skipped = new Set<string>();
  let running = 0;
  let failed = false;
  let thrown: { readonly error: unknown } | undefined;

  const skip = (task: Task, because: string): void => {
    if (skipped.has(task.id)) return;
    skipped.add(task.id);
    task.skip(because);
    for (const next of behind.get(task.id)!) skip(next, because);
  };
  const settle = (task: Task, ok: boolean): void => {
    failed ||= !ok;
    for (const next of behind.get(task.id)!) {
      if (!ok) skip(next, task.id);
      else if (waits.get(next.id)!.delete(task.id) && waits.get(next.id)!.size === 0 && !skipped.has(next.id)) ready.push(next);
    }
  };
  await new Promise<void>((resolve) => {
    const pump = (): void => {
      const halt = options.stopped() ? "the build was stopped" : options.failFast && failed ? "fail-fast" : thrown !== undefined ? "an error" : undefined;
      if (halt !== undefined) for (const task of ready.splice(0)) skip(task, halt);
      while (ready.length > 0 && running < options.concurrency) {
        const group = takeGroup(ready, options.groupSize);
        running++;
        group[0]!
          .run(group)
          .then((outcomes) => group.forEach((task, index) => settle(task, outcomes[index]!)), (error: unknown) => {
            thrown ??= { error };
            for (const task of group) settle(task, false);
          })
          .finally(() => {
            running--;
            pump();
          });
      }
      if (running === 0 && ready.length === 0) resolve();
    };
    pump();
  });
  if (thrown !== undefined) throw (thrown as { error: unknown }).error;
}

/** The first ready task with the others of its kind, removed from `ready`. */
function takeGroup(ready: Task[], size: number): readonly Task[] {
  const first = ready.shift()!;
  if (first.together === undefined) return [first];
  const others = ready.filter(({ together }) => together === first.together).slice(0, size - 1);
  for (const task of others) ready.splice(ready.indexOf(task), 1);
  return [first, ...others];
}
