import type { Ports } from '../ports';

/**
 * Wakes what waits for a credit of these users. Everything that opens or frees a credit calls it.
 * @returns how many messages were waiting
 */
export const wake = (ports: Ports, ...openids: string[]): Promise<number> =>
  ports.db.update(
    'messages',
    { openid: { in: [...new Set(openids)] }, state: 'waiting' },
    { state: 'queued', nextAttemptAt: ports.now() },
  );
