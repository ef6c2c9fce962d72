import { connectOutsider } from '../scripts/outsider';
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
}, 60_000);
