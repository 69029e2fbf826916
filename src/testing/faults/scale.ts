import { randomNumbers } from "../random.ts";

/** RMODEL_FAULTS=nightly asks for many more cases of each fault. */
const isNightly = process.env.RMODEL_FAULTS === "nightly";

/** How many cases of a fault are tried: on every pull request, and at night. */
export const cases = (pullRequest: number, nightly: number): number => (isNightly ? nightly : pullRequest);

/** RMODEL_SEED repeats a run. */
const seed = Number(process.env.RMODEL_SEED ?? Date.now() % 1_000_000);

/** Numbers in [0, 1) for one fault; the seed is printed with its counts. */
export const randomFor = (fault: string): (() => number) => randomNumbers(seed + [...fault].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 0) % 1_000_003);

/** Prints what was tried and how it came out. */
export function tell(fault: string, counts: Readonly<Record<string, number>>): void {
  console.log(`${fault}: ${Object.entries(counts).map(([what, count]) => `${what} ${count}`).join(", ")} (RMODEL_SEED=${seed})`);
}
