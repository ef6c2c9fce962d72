import { connectOutsider } from '../scripts/outsider';
import type { Hub } from '../scripts/hub-client';
import { playStory } from '../scripts/story';
import { withLocalCloud } from './cloud';

const local = withLocalCloud();

test('the story of the README plays, and the books agree', async () => {
  const { hub, cloud } = local();
  const silent = { chapter: () => undefined, line: () => undefined, card: () => undefined };
  const result = await playStory(hub, silent, connectOutsider(cloud.url, 'local-hongyan'));
  expect(result.checks.filter((check) => !check.ok)).toEqual([]);
  expect(result.checks.length).toBeGreaterThan(30);
  expect(result.audit.length).toBeGreaterThan(10);
  expect(await scans(hub)).toEqual([]);
}, 60_000);

/** Queries that followed no index; only the lists of staff and goods are read as a whole. */
async function scans(hub: Hub): Promise<unknown[]> {
  const costs = await hub.costs();
  expect(costs.length).toBeGreaterThan(20);
  return costs.filter((cost) => cost.index === 'none' && cost.collection !== 'staff');
}
