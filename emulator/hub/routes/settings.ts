import { Hono } from 'hono';
import * as v from 'valibot';
import type { Latency, PhoneSettings, Switches } from '../../settings';
import { explain, readBody } from '../input';
import { badRequest } from '../problem';
import type { Services } from '../services';

const expiry = v.picklist([41028, 41029]);
const switches = {
  failedSendSpends: v.boolean(),
  busyDelivers: v.boolean(),
  expiredAnswer: expiry,
  usedAnswer: expiry,
  batchInsert: v.picklist(['ordered', 'unordered']),
  staleReads: v.boolean(),
  updatedCounts: v.picklist(['modified', 'matched']),
} satisfies { [K in keyof Switches]: v.GenericSchema<Switches[K]> };

const delay = v.pipe(v.number(), v.minValue(0), v.maxValue(60_000));
const latency = {
  databaseMs: delay,
  wechatMs: delay,
} satisfies { [K in keyof Latency]: v.GenericSchema<Latency[K]> };

const phone = {
  formIds: v.picklist(['real', 'mock', 'unavailable', 'deprecated']),
} satisfies { [K in keyof PhoneSettings]: v.GenericSchema<PhoneSettings[K]> };

const Change = v.strictObject({
  switches: v.exactOptional(v.partial(v.strictObject(switches)), {}),
  latency: v.exactOptional(v.partial(v.strictObject(latency)), {}),
  phone: v.exactOptional(v.partial(v.strictObject(phone)), {}),
});
const Groups = v.looseObject({
  switches: v.optional(v.looseObject({}), {}),
  latency: v.optional(v.looseObject({}), {}),
  phone: v.optional(v.looseObject({}), {}),
});

/** Switches for what nobody knows about the real cloud, and the latency of its services. */
export const settingsRoutes = ({ settings, events }: Services): Hono =>
  new Hono()
    .get('/', (c) => c.json(settings.current()))
    .post('/', async (c) => {
      const body = await readBody(c, v.unknown());
      refuseUnknown(body);
      const change = v.safeParse(Change, body);
      if (!change.success) throw badRequest(explain(change.issues[0]));
      settings.change(change.output);
      events.emit({ type: 'local.settings' });
      return c.json(settings.current());
    });

/** A misspelt name must not pass for a change: says which names there are. */
function refuseUnknown(body: unknown): void {
  const groups = v.safeParse(Groups, body);
  if (!groups.success) {
    throw badRequest('Expected {"switches": {...}, "latency": {...}, "phone": {...}}.');
  }
  checkNames('the body', groups.output, { switches, latency, phone });
  checkNames('switches', groups.output.switches, switches);
  checkNames('latency', groups.output.latency, latency);
  checkNames('phone', groups.output.phone, phone);
}

function checkNames(where: string, given: object, known: object): void {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  const names = Object.keys(known).join(', ');
  throw badRequest(`There is no "${unknown}" in ${where}. Known: ${names}.`);
}
