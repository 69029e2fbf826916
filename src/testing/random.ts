/** Uniform numbers in [0, 1) that are the same for the same seed. @source Park & Miller 1988, the minimal standard generator */
export function randomNumbers(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}
