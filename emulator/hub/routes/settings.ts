import { Hono } from 'hono';
import * as v from 'valibot';
import type {
  Bans,
  DailyQuota,
  HttpSettings,
  Latency,
  PhoneSettings,
  PushSettings,
  Switches,
} from '../../settings';
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

const push = {
  list: v.picklist(['object', 'array']),
  place: v.picklist(['top', 'named']),
} satisfies { [K in keyof PushSettings]: v.GenericSchema<PushSettings[K]> };

const calls = v.pipe(v.number(), v.integer(), v.minValue(0));
const quota = {
  'templateMessage.send': calls,
  'subscribeMessage.send': calls,
} satisfies { [K in keyof DailyQuota]: v.GenericSchema<DailyQuota[K]> };

const bans = {
  subscribe: v.boolean(),
  templates: v.array(v.string()),
} satisfies { [K in keyof Bans]: v.GenericSchema<Bans[K]> };

const http = {
  ipListed: v.boolean(),
} satisfies { [K in keyof HttpSettings]: v.GenericSchema<HttpSettings[K]> };

const groups = { switches, latency, phone, push, quota, bans, http };
const Change = v.strictObject({
  era: v.exactOptional(v.picklist(['classic', 'current'], 'expected "classic" or "current"')),
  switches: v.exactOptional(v.partial(v.strictObject(switches)), {}),
  latency: v.exactOptional(v.partial(v.strictObject(latency)), {}),
  phone: v.exactOptional(v.partial(v.strictObject(phone)), {}),
  push: v.exactOptional(v.partial(v.strictObject(push)), {}),
  quota: v.exactOptional(v.partial(v.strictObject(quota)), {}),
  bans: v.exactOptional(v.partial(v.strictObject(bans)), {}),
  http: v.exactOptional(v.partial(v.strictObject(http)), {}),
});
const Groups = v.looseObject({
  switches: v.optional(v.looseObject({}), {}),
  latency: v.optional(v.looseObject({}), {}),
  phone: v.optional(v.looseObject({}), {}),
  push: v.optional(v.looseObject({}), {}),
  quota: v.optional(v.looseObject({}), {}),
  bans: v.optional(v.looseObject({}), {}),
  http: v.optional(v.looseObject({}), {}),
});

/** The era, switches for what nobody knows about the real cloud, latencies, quotas and bans. */
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
  const given = v.safeParse(Groups, body);
  if (!given.success) {
    const objects = Object.keys(groups).map((name) => `"${name}": {...}`);
    throw badRequest(`Expected {"era": "current", ${objects.join(', ')}}.`);
  }
  checkNames('the body', given.output, { era: 0, ...groups });
  for (const [name, known] of Object.entries(groups)) {
    checkNames(name, given.output[name as keyof typeof groups], known);
  }
}

function checkNames(where: string, given: object, known: object): void {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  const names = Object.keys(known).join(', ');
  throw badRequest(`There is no "${unknown}" in ${where}. Known: ${names}.`);
}
