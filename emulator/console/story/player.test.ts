import type { Story } from '../../project/story';
import {
  createPlayer,
  difference,
  fill,
  type Player,
  type PlayerOptions,
  StepProblem,
} from './player';

type Do = Story['steps'][number]['do'];

/** What the hub was asked, and what it answers in turn: an object, or a refusal as a text. */
let asked: string[] = [];
let answers: (object | string)[] = [];

beforeEach(() => {
  asked = [];
  answers = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation((url, { method = '', body } = {}) => {
    asked.push([method, url, body].filter(Boolean).join(' '));
    const answer = answers.shift();
    if (answer === undefined) return Promise.reject(new TypeError('fetch failed'));
    const isRefusal = typeof answer === 'string';
    const json = isRefusal ? { error: { message: answer } } : answer;
    return Promise.resolve(Response.json(json, { status: isRefusal ? 400 : 200 }));
  });
});
afterEach(() => jest.restoreAllMocks());

const words = { en: 'x', zh: 'x' };
const player = (steps: Do[], options: Partial<PlayerOptions> = {}): Player =>
  createPlayer({
    steps: steps.map((actions) => ({ title: words, text: words, do: actions })),
    declared: () => ({ wang: 'o1' }),
    openPage: () => undefined,
    ...options,
  });

const problemOf = (played: Promise<void>): Promise<string> =>
  played.then(
    () => 'none',
    (error: unknown) => (error instanceof StepProblem ? error.says.en : `other: ${String(error)}`),
  );

const call = (fields: object = {}): Do[number] => ({
  action: 'call',
  user: 'wang',
  name: 'f',
  data: {},
  ...fields,
});

test('a step is played action by action; results have names, users are known from the start', async () => {
  const opened: string[] = [];
  const { playStep, progress, ended } = player(
    [
      [
        { action: 'tap', user: 'wang', as: 'form' },
        call({ data: { formId: '{{form}}' }, as: 'order' }),
        { action: 'open', user: 'wang', page: 'pages/order?sn={{order.sn}}' },
      ],
    ],
    { openPage: (openid, page) => opened.push(`${openid} ${page}`) },
  );
  answers = [{ formId: 'F' }, { result: { sn: 7 }, requestId: 'r' }];
  await playStep();
  expect(asked).toEqual([
    'POST /_local/users/o1/tap {}',
    'POST /_local/users/o1/call {"name":"f","data":{"formId":"F"}}',
  ]);
  expect(opened).toEqual(['o1 pages/order?sn=7']);
  expect(progress()).toMatchObject({ step: 1, action: 0, people: ['o1'], actor: 'o1' });
  expect(ended()).toBe(true);
});

test('after a problem it goes on with the action that failed, also after a reload', async () => {
  const step: Do = [{ action: 'tap', user: 'wang', as: 'form' }, call({ data: '{{form}}' })];
  const first = player([step]);
  answers = [{ formId: 'F' }];
  expect(await problemOf(first.playStep())).toMatch(/^The local cloud does not answer/);
  const saved: unknown = JSON.parse(JSON.stringify(first.progress()));
  const second = player([step], { saved: saved as PlayerOptions['saved'] });
  asked = [];
  answers = [{ result: null, requestId: 'r' }];
  await second.playStep();
  expect(asked).toEqual(['POST /_local/users/o1/call {"name":"f","data":"F"}']);
});

test.each<[string, object | string, string]>([
  ['a refusal', 'There is no user "o1".', 'There is no user "o1".'],
  [
    'a function that fails',
    { error: { errCode: -504002, errMsg: 'TypeError' }, requestId: 'r' },
    'The function f failed: TypeError (-504002)',
  ],
  [
    'another answer than expected',
    { result: { ok: false }, requestId: 'r' },
    'f did not answer as the story says: result.ok is false, not true. Its answer: {"ok":false}',
  ],
])('%s is told in words', async (_, answer, wanted) => {
  answers = [answer];
  expect(await problemOf(player([[call({ expect: { ok: true } })]]).playStep())).toBe(wanted);
});

test('a payment that was meant to succeed and did not is a problem; a cancelled one is none', async () => {
  const pay = (outcome: 'success' | 'cancel'): Do => [
    { action: 'pay', user: 'wang', payment: {}, outcome },
  ];
  answers = [{ errMsg: 'requestPayment:fail' }, { errMsg: 'requestPayment:fail cancel' }];
  expect(await problemOf(player([pay('success')]).playStep())).toMatch(/^The payment failed/);
  expect(await problemOf(player([pay('cancel')]).playStep())).toBe('none');
});

test.each([
  ['2026-01-31T08:00:00Z', '2026-02-01T02:00:00Z'],
  ['2026-01-31T01:00:00Z', '2026-01-31T02:00:00Z'],
])('the morning after %s is at %s', async (now, morning) => {
  answers = [{ now: Date.parse(now), offset: 0 }, {}];
  await player([[{ action: 'morning' }]]).playStep();
  expect(asked[1]).toBe(
    `POST /_local/clock ${JSON.stringify({ now: Date.parse(morning), ticks: 'last' })}`,
  );
});

test('placeholders keep their type when alone, and see own fields only', () => {
  const names = { order: { sn: 7, list: ['a'] } };
  expect(fill({ a: '{{order}}', b: ['no. {{order.sn}}'], c: 1 }, names)).toEqual({
    a: names.order,
    b: ['no. 7'],
    c: 1,
  });
  expect(fill('{{order.constructor}}', names)).toBeUndefined();
});

test('the first place where an answer lacks something', () => {
  expect(difference(undefined, 1)).toBeUndefined();
  expect(difference({ a: { b: 1 } }, { a: { b: 1, c: 2 }, d: 3 })).toBeUndefined();
  expect(difference({ a: { b: 1 } }, { a: {} })).toEqual({
    path: 'result.a.b',
    expected: '1',
    got: 'missing',
  });
});
