/** Works on items in their order, on so many of them at a time; the first failure is thrown when the others have done the rest. */
export async function together<T>(items: readonly T[], concurrency: number, work: (item: T) => Promise<void>): Promise<void> {
  // All of them take from one iterator.
  const rest = items.values();
  const workers = Array.from({ length: concurrency }, async () => {
    for (const item of rest) await work(item);
  });
  const failure = (await Promise.allSettled(workers)).find(({ status }) => status === "rejected");
  if (failure?.status === "rejected") throw failure.reason;
}
