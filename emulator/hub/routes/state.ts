import { Hono } from 'hono';
import * as v from 'valibot';
import { readBody } from '../input';
import type { Services } from '../services';

const Saved = v.strictObject({
  version: v.literal(1),
  clock: v.strictObject({ offset: v.pipe(v.number(), v.minValue(0)) }),
  database: v.unknown(),
  wechat: v.unknown(),
  phones: v.unknown(),
  accessTokens: v.optional(v.unknown()),
});

/** Reset, export and import of everything that the local cloud remembers. */
export const stateRoutes = ({ state, clock }: Services): Hono =>
  new Hono()
    .post('/reset', async (c) => {
      await state.reset();
      return c.json({ ok: true, now: clock.now() });
    })
    .get('/export', async (c) => c.json(await state.save()))
    .post('/import', async (c) => {
      await state.restore(await readBody(c, Saved, 'import'));
      return c.json({ ok: true, now: clock.now() });
    });
