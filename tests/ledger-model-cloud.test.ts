import { pointSdkAt } from '../scripts/outsider';
import { withLocalCloud } from './cloud';
import { createCloudWorld } from './model/cloud';
import { playHistories } from './model/history';
import { ENV } from './model/world';

/** How many histories to look for new ones; the same few if absent. */
const RUNS = process.env.MODEL_RUNS;

const local = withLocalCloud();

test('whatever happens in whatever order, the promise holds on the local cloud, too', async () => {
  const { cloud } = local();
  pointSdkAt(cloud.url, ENV);
  await playHistories((switches) => createCloudWorld(cloud, switches), {
    length: { atLeast: 10, atMost: 20 },
    ...(RUNS ? { numRuns: Number(RUNS) } : { numRuns: 10, seed: 2026 }),
  });
}, 600_000);
