/**
 * Reads what is known to be there. A read may lag behind a write, so one that shows too little is
 * repeated once, and never waited for.
 * @param expected how many documents there should be
 * @returns what the better of the two reads shows, perhaps still too little
 */
export async function lookTwice<T>(read: () => Promise<T[]>, expected: number): Promise<T[]> {
  const first = await read();
  if (first.length >= expected) return first;
  const second = await read();
  return second.length > first.length ? second : first;
}
