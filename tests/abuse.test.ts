/**
 * Whatever anybody sends to a function: the answer comes from a closed set, and what is not his does not
 * change. Runs the functions themselves on ports in memory.
 */
import fc from 'fast-check';
import * as v from 'valibot';
import type { Callers, Main } from '../cloudfunctions/core/handler/main';
import type { Bench } from '../cloudfunctions/core/testing/bench';
import { functions } from './fuzz/functions';
import { hostile, wounded } from './fuzz/hostile';
import { requestsOf } from './fuzz/requests';
import { collections, KEEPER, LI, openShop, pool, WANG } from './fuzz/shop-world';

/** How many requests to look for new ones; the same ones if absent. */
const RUNS = process.env.FUZZ_RUNS;

jest.setTimeout(RUNS ? 3_600_000 : 60_000);

/** One call, with everything that decides what may come of it. */
interface Attack {
  name: string;
  main: Main;
  openid: string;
  source: string;
  event: unknown;
}

const sources = fc.constantFrom(
  ...['wx_client', 'wx_devtools', 'wx_client,scf', 'wx_devtools,scf,scf', 'wx_http', 'wx_trigger'],
  ...[
    'wx_paycallback',
    'wx_unknown',
    'scf',
    'scf,wx_client',
    'wx_trigger,scf',
    'wx_client,wx_trigger',
  ],
  ...[
    'wx_trigger,wx_client',
    'wx_paycallback,scf',
    'wx_client,wx_paycallback',
    '',
    ',',
    ' wx_client',
  ],
);

/** As whom the cloud calls a function when all is well. */
const proper: Record<Callers, { openids: string[]; source: string }> = {
  user: { openids: [WANG, LI], source: 'wx_client' },
  staff: { openids: [KEEPER], source: 'wx_client' },
  timer: { openids: [''], source: 'wx_trigger' },
  push: { openids: [''], source: 'wx_unknown' },
  payment: { openids: [''], source: 'wx_paycallback' },
};

const attacks: fc.Arbitrary<Attack> = fc.oneof(
  ...[...functions].map(([name, main]) => {
    const { openids, source } = proper[main.callers];
    const valid = main.schema ? requestsOf(main.schema, pool) : fc.constant({});
    return fc.record({
      name: fc.constant(name),
      main: fc.constant(main),
      openid: mostly(fc.constantFrom(...openids), fc.constantFrom(WANG, LI, KEEPER, '', 'oNobody')),
      source: mostly(fc.constant(source), sources),
      event: fc.oneof(valid, valid, wounded(valid), wounded(valid), hostile),
    });
  }),
);

function mostly<T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ arbitrary: usual, weight: 4 }, { arbitrary: odd, weight: 1 });
}

const codes = [
  'INVALID_ARGUMENT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'PAYMENT_FAILED',
];

/** What every function may answer. */
const refusal = v.strictObject({
  code: v.picklist(codes),
  message: v.pipe(v.string(), v.minLength(10), v.maxLength(301)),
});
const answers: Record<Callers, v.GenericSchema> = (() => {
  const failed = v.strictObject({ ok: v.literal(false), error: refusal });
  const data = v.union([
    failed,
    v.strictObject({ ok: v.literal(true), data: v.record(v.string(), v.any()) }),
  ]);
  const errmsg = v.pipe(v.string(), v.regex(new RegExp(`^(${codes.join('|')}): .{10,301}$`, 's')));
  return {
    user: data,
    staff: data,
    timer: data,
    push: v.union([failed, v.literal('success')]),
    payment: v.union([
      v.strictObject({ errcode: v.literal(0), errmsg: v.literal('') }),
      v.strictObject({ errcode: v.literal(1), errmsg }),
    ]),
  };
})();

/** The code of an answer, `''` if it is no refusal. */
function codeOf(answer: unknown): string {
  const { error, errmsg = '' } = answer as { error?: { code: string }; errmsg?: string };
  return error?.code ?? errmsg.split(':')[0] ?? '';
}

/** Whom a function has to refuse whatever he sends; written down once more, by other words. */
function refusedCaller({ main, openid, source }: Attack): string {
  const chain = source.split(',');
  const isUser = openid !== '' && /^wx_(client|devtools)$/.test(chain[0] ?? '');
  const isKnown = chain.some((one) => /^wx_(client|devtools|http|trigger|paycallback)$/.test(one));
  switch (main.callers) {
    case 'user':
    case 'staff':
      return isUser ? '' : 'UNAUTHENTICATED';
    case 'timer': {
      const isTask = main === functions.get('dispatchMessages') && openid === '' && !isKnown;
      return source === 'wx_trigger' || isTask ? '' : 'FORBIDDEN';
    }
    case 'payment':
      return source === 'wx_paycallback' ? '' : 'FORBIDDEN';
    case 'push':
      return isKnown ? 'FORBIDDEN' : '';
  }
}

/** Whether the event is of the documented form: what the platform adds to it is no part of it. */
function isOfTheForm({ main, event }: Attack): boolean {
  if (!main.schema) return true;
  const isObject = typeof event === 'object' && event !== null && !Array.isArray(event);
  if (!isObject) return v.is(main.schema, event ?? {});
  const { userInfo: _, tcbContext: __, ...request } = event as Record<string, unknown>;
  return v.is(main.schema, request);
}

/** A shop whose database says what a request has changed. */
interface WatchedShop {
  bench: Bench;
  /** Documents that are not what they were: key, before and after. */
  changes: () => [key: string, before: string, after: string][];
}

/** Every shop opens with the same. */
let original: Map<string, string> | undefined;

/** Looks at what is stored only if somebody has written: most requests are refused. */
async function watchedShop(): Promise<WatchedShop> {
  const bench = await openShop();
  const { insert, update, remove } = bench.db;
  const before = (original ??= stored(bench));
  let hasWritten = false;
  const watched = <A extends unknown[], R>(write: (...given: A) => R) => {
    return (...given: A): R => {
      hasWritten = true;
      return write(...given);
    };
  };
  Object.assign(bench.db, {
    insert: watched(insert),
    update: watched(update),
    remove: watched(remove),
  });
  return { bench, changes: () => (hasWritten ? changesBetween(before, stored(bench)) : []) };
}

const stored = ({ db }: Bench): Map<string, string> =>
  new Map(
    collections.flatMap((name) =>
      db.all(name).map((one) => [`${name}/${one._id}`, JSON.stringify(one)] as const),
    ),
  );

const changesBetween = (before: Map<string, string>, after: Map<string, string>) =>
  [...new Set([...before.keys(), ...after.keys()])]
    .map((key): [string, string, string] => [key, before.get(key) ?? '', after.get(key) ?? ''])
    .filter(([, was, is]) => was !== is);

/** Whether a document is about this user only. */
const isOf = (openid: string, key: string, document: string): boolean =>
  key === `users/${openid}` ||
  (JSON.parse(document) as { openid?: string }).openid === openid ||
  // attempts name their message, and its key its order
  (key.startsWith('attempts/') && key.includes(openid === WANG ? 'WANG' : 'LI'));

/** Openids and tokens: no user may read somebody else's in an answer. */
const secrets = [WANG, LI, KEEPER, 'form-oWang-', 'form-oLi-', 'wx-WANG', 'wx-LI'];

/** The database cannot update through null, which is also what JSON makes of NaN and Infinity. */
const isSane = (document: string): boolean =>
  !/[:,[]null/.test(document) && document.length < 16_000;

/** Opened anew after each change. */
let shop: WatchedShop | undefined;

/**
 * Lets one request at a shop.
 * @returns the code it was refused with, or `''`; and what must not have happened
 */
async function strike(attack: Attack): Promise<{ code: string; problems: string[] }> {
  const { main, openid, source, event } = attack;
  const { bench, changes } = (shop ??= await watchedShop());
  const answer = await main.answer({ ports: bench, caller: { openid, source } }, event);
  const changed = changes();
  if (changed.length > 0) shop = undefined;
  const code = codeOf(answer);
  const problems: string[] = [];
  if (!v.is(answers[main.callers], answer)) problems.push(`answers ${JSON.stringify(answer)}`);
  const wanted = refusalFor(attack);
  if (wanted !== '' && code !== wanted) problems.push(`is ${code}, not ${wanted}`);
  const isIdle = ['INVALID_ARGUMENT', 'UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND'].includes(code);
  for (const [key, before, after] of changed) {
    const isForeign = main.callers === 'user' && !isOf(openid, key, after || before);
    if (isIdle || isForeign || !isSane(after)) problems.push(`${key}: ${before} → ${after}`);
  }
  if (main.callers === 'user') {
    const said = JSON.stringify(answer);
    const own = openid === WANG ? /wang/i : /li/i;
    const told = secrets.filter((one) => said.includes(one) && !own.test(one));
    if (told.some((one) => !JSON.stringify(event).includes(one))) problems.push(`tells ${said}`);
  }
  return { code, problems };
}

/** The code that a request has to be refused with; `''` if that depends on what is stored. */
function refusalFor(attack: Attack): string {
  const { main, openid } = attack;
  const unwanted = refusedCaller(attack);
  if (unwanted !== '') return unwanted;
  if (main.callers !== 'push' && !isOfTheForm(attack)) return 'INVALID_ARGUMENT';
  return main.callers === 'staff' && openid !== KEEPER ? 'FORBIDDEN' : '';
}

test('nobody makes a function lie, or touches what is not his', async () => {
  const seen = new Map<string, Set<string>>([...functions.keys()].map((name) => [name, new Set()]));
  await fc.assert(
    fc.asyncProperty(attacks, async (attack) => {
      const { code, problems } = await strike(attack);
      seen.get(attack.name)?.add(code);
      if (problems.length > 0) throw new Error(problems.join('\n'));
    }),
    RUNS ? { numRuns: Number(RUNS) } : { seed: 20200110, numRuns: 4000 },
  );
  // the property says nothing about a function that nobody has reached
  for (const [name, ends] of seen)
    expect([name, [...ends]]).toEqual([name, expect.arrayContaining([''])]);
});
