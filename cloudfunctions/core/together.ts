/**
 * Waits for all of these, so that nothing goes on behind a failure.
 * @throws what the first one that failed has thrown
 */
export async function together<T extends readonly unknown[]>(
  ...works: { [K in keyof T]: Promise<T[K]> }
): Promise<T> {
  await Promise.allSettled(works);
  return Promise.all(works) as Promise<T>;
}
