import { expect, test } from "vitest";
import type { Task } from "./schedule.ts";
import { runTasks } from "./schedule.ts";

const options = { concurrency: 2, groupSize: 3, failFast: false, stopped: () => false };

/** Tasks that note what happens to them; `fails` end badly, `throws` throw. */
function tasksOf(edges: Readonly<Record<string, readonly string[]>>, { fails = [], throws = [], together = [] }: { fails?: string[]; throws?: string[]; together?: string[] } = {}) {
  const log: string[] = [];
  const tasks = Object.entries(edges).map(([id, after]): Task => ({
    id,
    after,
    ...(together.includes(id) ? { together: "kind" } : {}),
    run: async (group) => {
      log.push(group.map((task) => task.id).join("+"));
      await Promise.resolve();
      if (throws.includes(id)) throw new Error(`${id} threw`);
      return group.map((task) => !fails.includes(task.id));
    },
    skip: (because) => log.push(`skip ${id}: ${because}`),
  }));
  return { tasks, log };
}

test("a task runs after everything it waits for", async () => {
  const { tasks, log } = tasksOf({ c: ["a", "b"], a: [], b: ["a"] });
  await runTasks(tasks, options);
  expect(log).toEqual(["a", "b", "c"]);
});

test("what waits for a failed task is skipped once, all the way down, and the rest goes on", async () => {
  const { tasks, log } = tasksOf({ a: [], b: ["a"], c: ["b", "a"], d: [] }, { fails: ["a"] });
  await runTasks(tasks, options);
  expect(log.sort()).toEqual(["a", "d", "skip b: a", "skip c: a"]);
});

test("fail-fast starts nothing after a failure", async () => {
  const { tasks, log } = tasksOf({ a: [], b: [], c: [] }, { fails: ["a"] });
  await runTasks(tasks, { ...options, concurrency: 1, failFast: true });
  expect(log).toEqual(["a", "skip b: fail-fast", "skip c: fail-fast"]);
});

test("ready tasks of one kind run together, up to the size of a group", async () => {
  const { tasks, log } = tasksOf({ a: [], b: [], c: [], d: [], e: [] }, { together: ["a", "c", "d", "e"], fails: ["c"] });
  await runTasks([...tasks, ...tasksOf({ f: ["c"] }).tasks.map((task) => ({ ...task, skip: (because: string) => log.push(`skip f: ${because}`) }))], { ...options, concurrency: 1 });
  expect(log).toEqual(["a+c+d", "skip f: c", "b", "e"]);
});

test("a throw ends the run when what runs has ended, and is passed on", async () => {
  const { tasks, log } = tasksOf({ a: [], b: [], c: ["b"], d: [] }, { throws: ["a"] });
  await expect(runTasks(tasks, options)).rejects.toThrow("a threw");
  expect(log.slice(0, 2)).toEqual(["a", "b"]);
  expect(log.slice(2).every((line) => line.startsWith("skip"))).toBe(true);
});

test("a task that waits for something unknown does not wait for it", async () => {
  const { tasks, log } = tasksOf({ a: ["elsewhere"] });
  await runTasks(tasks, options);
  expect(log).toEqual(["a"]);
});
