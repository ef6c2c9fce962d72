import { CONCURRENCY } from '../cloudfunctions/core/limits';
import { withLocalCloud } from './cloud';
import type { Era } from '../emulator/settings';
import { classicScenes, currentScenes, titleOf } from './kill-scenes';
import { effects, effectsFor, settings, strike, violations } from './kill-table';

const scenesOf = { classic: classicScenes, current: currentScenes };

/**
 * The kill table of some scenes of an era: for every gateway call of the function, under every setting, the
 * process dies or the answer is lost; after recovery the promise of docs/delivery.md holds.
 */
export function describeKillTable(era: Era, ...names: string[]): void {
  const local = withLocalCloud();
  const scenes = scenesOf[era];
  const table = names.flatMap((name) =>
    Object.keys(settings).flatMap((setting) => {
      const scene = scenes[name];
      if (!scene) throw new Error(`There is no scene "${name}".`);
      return effectsFor(setting, scene).map((effect) => [name, setting, effect, scene] as const);
    }),
  );
  let ambiguous = 0;

  test.each(table)(
    '%s, %s, %s',
    async (_, setting, effect, scene) => {
      const { hub } = local();
      await hub.settings({ era, switches: settings[setting] ?? {} });
      const prepared = await scene.prepare(hub);
      const start = await hub.export();
      const found: string[] = [];
      let nth = 1;
      for (; nth < 60; nth++) {
        await hub.import(start);
        const after = await strike(hub, scene, prepared, nth, effects[effect]);
        if (!after) break;
        found.push(...violations(after, titleOf).map((line) => `call ${nth}: ${line}`));
        ambiguous = Math.max(ambiguous, after.ambiguous);
      }
      expect(found).toEqual([]);
      expect(nth).toBeGreaterThan(5);
    },
    120_000,
  );

  test('no fault makes more messages ambiguous than may be in flight', () => {
    expect(ambiguous).toBeGreaterThan(0);
    expect(ambiguous).toBeLessThanOrEqual(CONCURRENCY);
  });
}
