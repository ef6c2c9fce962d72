import type { Ports } from '../ports';

/**
 * Remembers the user. The openid comes from the cloud context, never from the client.
 * @returns whether it is a member of staff, and whether it was unknown until now
 */
export async function login(
  ports: Ports,
  openid: string,
): Promise<{ isStaff: boolean; isNew: boolean }> {
  const now = ports.now();
  const [known, staff] = await Promise.all([
    ports.db.insert('users', [{ _id: openid, createdAt: now, seenAt: now }]),
    ports.db.get('staff', openid),
  ]);
  if (known.length > 0) await ports.db.update('users', { _id: openid }, { seenAt: now });
  return { isStaff: staff !== undefined, isNew: known.length === 0 };
}
