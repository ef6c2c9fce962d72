import { START } from '../../cloudfunctions/core/testing/bench';
import { withLocalCloud } from '../cloud';
import type { Snapshot } from '../../emulator/hub/state';
import type { LocalCloud } from '../../emulator/local-cloud';
import type { Era } from '../../emulator/settings';
import { scenesOf } from './table';
import { settings } from '../switch-settings';
import { effects, effectsFor, strike, strikesReads, violations } from './strike';

/**
 * The kill table of some scenes of an era: at gateway calls of the function the process dies or the
 * answer is lost, under the settings that `effectsFor` gives the scene; after recovery the promise of
 * docs/delivery.md holds. Where a read would leave what the call before it leaves, only calls that
 * change something are struck.
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

  test.each(table)(
    '%s, %s, %s',
    async (_, setting, effect, scene) => {
      const { hub, cloud } = local();
      cloud.clock.restart(START - Date.now()); // by day, whenever the test runs
      await hub.settings({ era, switches: settings[setting] ?? {} });
      const prepared = await scene.prepare(hub);
      const start = JSON.stringify(await cloud.state.save());
      const calls = await callsOf(cloud, scene.function, () => scene.run(hub, prepared));
      expect(calls.length).toBeGreaterThan(2);
      const found: string[] = [];
      let strikes = 0;
      // a fault may make the function call more often than it did without
      for (let nth = 1; nth < 2 * calls.length; nth++) {
        const isSpared = scene.briefly === 'one setting' || !strikesReads(setting, effect);
        if (isSpared && isRead(calls[nth - 1])) continue;
        await cloud.state.restore(JSON.parse(start) as Snapshot);
        const after = await strike({ cloud, hub }, scene, prepared, nth, effects[effect]);
        if (!after) break;
        strikes += 1;
        found.push(...violations(after).map((line) => `call ${nth}: ${line}`));
      }
      expect(found).toEqual([]);
      expect(strikes).toBeGreaterThan(0);
    },
    120_000,
  );
}

/** The gateway calls of a function, in order, when nothing goes wrong. */
async function callsOf(cloud: LocalCloud, name: string, run: () => Promise<unknown>) {
  const actions: string[] = [];
  const stop = cloud.events.subscribe(({ event }) => {
    if (event.type === 'gateway.call' && event.function === name) {
      actions.push(String(event.action));
    }
  });
  await run();
  stop();
  return actions;
}

const isRead = (action = ''): boolean =>
  action === 'database.getDocument' || action === 'database.calculateDocument';
