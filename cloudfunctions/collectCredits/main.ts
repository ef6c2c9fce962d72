import * as v from 'valibot';
import { collectAndWake } from '../core/credits/collect-and-wake';
import { defineFunction } from '../core/handler/define';
import { array, text } from '../core/handler/schemas';

const tap = v.strictObject({ formId: v.string(), at: v.number() });
const consent = v.strictObject({
  id: text(1, 64),
  answers: v.pipe(
    v.record(text(1, 64), text(1, 32)),
    v.maxEntries(20, 'Expected at most 20 templates'),
  ),
  at: v.exactOptional(v.number()),
});
const schema = v.strictObject({
  taps: array(tap, 0, 100),
  consents: v.exactOptional(array(consent, 0, 20)),
});

export const main = defineFunction('collectCredits', schema, (call, news) =>
  collectAndWake(call, call.openid, { ...news, toldBy: 'page' }),
);
