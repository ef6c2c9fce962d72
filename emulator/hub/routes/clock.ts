import { Hono } from 'hono';
import * as v from 'valibot';
import type { VirtualClock } from '../../clock/clock';
import { parseDuration, parseInstant } from '../duration';
import { readBody } from '../input';
import { badRequest } from '../problem';
import type { Services } from '../services';

const Move = v.strictObject({
  advance: v.optional(v.union([v.string(), v.number()])),
  now: v.optional(v.union([v.string(), v.number()])),
  ticks: v.optional(v.picklist(['all', 'last'])),
});

/** `GET` shows the clock; `POST` moves it forward and says what was fired. */
export const clockRoutes = ({ clock, timers }: Services): Hono =>
  new Hono()
    .get('/', (c) => c.json(show(clock)))
    .post('/', async (c) => {
      const { advance, now, ticks: which = 'all' } = await readBody(c, Move);
      if ((advance === undefined) === (now === undefined)) {
        throw badRequest('Give either "advance", for example "7d", or "now", a later time.');
      }
      const fired =
        advance === undefined
          ? await clock.set(instantOf(now ?? ''), which)
          : await clock.advance(durationOf(advance), which);
      const ticks = fired.filter(({ label }) => timers.has(label));
      return c.json({
        ...show(clock),
        fired: ticks.map(({ label, at, ok }) => ({ function: label, at, ok })),
        tasks: fired.filter(({ label }) => !timers.has(label)),
      });
    });

const show = (clock: VirtualClock) => {
  const now = clock.now();
  return { now, iso: new Date(now).toISOString(), offset: clock.offset() };
};

function durationOf(advance: string | number): number {
  const ms = parseDuration(advance);
  if (ms !== undefined) return ms;
  throw badRequest(
    `advance: "${advance}" is no time. Expected ms, or numbers with w, d, h, m, s or ms: "1h30m".`,
  );
}

function instantOf(now: string | number): number {
  const time = parseInstant(now);
  if (time !== undefined) return time;
  throw badRequest(
    `now: "${now}" is no time. Expected ms since 1970, or a text with its zone: "2026-01-31T08:00:00+08:00".`,
  );
}
