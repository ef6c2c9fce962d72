import { connectOutsider } from '../scripts/outsider';
import type { Hub } from '../scripts/hub-client';
import { playStory } from '../scripts/story';
import { playCurrentStory } from '../scripts/story-current';
import { withLocalCloud } from './cloud';

const local = withLocalCloud();

test.each([
  ['classic', playStory],
  ['current', playCurrentStory],
] as const)(
  'the story of the %s era plays, and the books agree',
  async (era, play) => {
    const { hub, cloud } = local();
    await hub.settings({ era });
    const silent = { chapter: () => undefined, line: () => undefined, card: () => undefined };
    const result = await play(hub, silent, connectOutsider(cloud.url, 'local-hongyan'));
    expect(result.checks.filter((check) => !check.ok)).toEqual([]);
    expect(result.checks.length).toBeGreaterThan(25);
    expect(result.audit.length).toBeGreaterThan(10);
    expect(await scans(hub)).toEqual([]);
  },
  60_000,
);

/** Queries that followed no index; only the lists of staff and goods are read as a whole. */
async function scans(hub: Hub): Promise<unknown[]> {
  const costs = await hub.costs();
  expect(costs.length).toBeGreaterThan(20);
  return costs.filter((cost) => cost.index === 'none' && cost.collection !== 'staff');
}
