import { join } from 'node:path';
import { type LocalCloud, startLocalCloud } from '../emulator/local-cloud';
import { connectHub, type Hub } from '../scripts/hub-client';

export const root = join(__dirname, '..');

/** A local cloud with this repository's functions; timers fire only when the clock is moved. */
export interface TestCloud {
  cloud: LocalCloud;
  hub: Hub;
}

/**
 * Starts a local cloud before the tests of a file and stops it after them; between tests it is
 * empty again. Fails if a process or a socket survives.
 */
export function withLocalCloud(): () => TestCloud {
  let running: TestCloud | undefined;
  beforeAll(async () => {
    const cloud = await startLocalCloud({ project: root, timers: 'advance' });
    running = { cloud, hub: connectHub(cloud.url) };
  }, 60_000);
  beforeEach(() => running?.hub.reset());
  afterAll(async () => {
    await running?.cloud.stop();
  });
  return () => {
    if (!running) throw new Error('The local cloud did not start.');
    return running;
  };
}
