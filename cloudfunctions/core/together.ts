/**
 * Runs two things side by side and waits for both, so that nothing goes on behind a failure.
 * @throws what the first one that failed has thrown
 */
export async function together<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}
