import { Hono } from 'hono';
import * as v from 'valibot';
import type { Fault } from '../../services';
import { readBody } from '../input';
import type { Services } from '../services';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const Match = v.strictObject({
  function: v.exactOptional(v.string()),
  action: v.exactOptional(v.string()),
  apiName: v.exactOptional(v.string()),
  nth: v.exactOptional(count),
});
const Effect = v.union(
  [
    v.strictObject({ delayMs: v.pipe(v.number(), v.minValue(0), v.maxValue(600_000)) }),
    v.strictObject({ errCode: v.union([v.pipe(v.number(), v.integer()), v.string()]) }),
    v.strictObject({ failsLater: v.pipe(v.number(), v.integer()) }),
    v.picklist(['dropAnswer', 'killBefore', 'killAfter', 'freeze']),
  ],
  'expected {"delayMs"}, {"errCode"}, {"failsLater"}, "dropAnswer", "killBefore", "killAfter" or "freeze"',
);
const NewFault = v.strictObject({ match: Match, effect: Effect, times: v.exactOptional(count) });

/** Faults to inject into gateway calls. */
export const faultRoutes = ({ faults, events }: Services): Hono =>
  new Hono()
    .get('/', (c) => c.json({ faults: faults.list() }))
    .post('/', async (c) => {
      const fault: Fault = await readBody(c, NewFault);
      faults.add(fault);
      events.emit({ type: 'local.faults' });
      return c.json({ faults: faults.list() });
    })
    .delete('/', (c) => {
      faults.clear();
      events.emit({ type: 'local.faults' });
      return c.json({ faults: [] });
    });
