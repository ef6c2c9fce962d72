import { readStory } from './story';

const both = { en: 'words', zh: '话' };
const user = { action: 'user', as: 'shopper', label: both };
const story = (...actions: unknown[]) => ({
  title: both,
  steps: [{ title: both, text: both, do: actions }],
});

test('every kind of action, with names that are given before they are used', () => {
  const read = readStory(
    story(
      { action: 'morning' },
      user,
      { action: 'insert', collection: 'staff', document: { _id: '{{shopper}}' } },
      { action: 'tap', user: 'shopper', as: 'formId' },
      {
        action: 'call',
        user: 'shopper',
        name: 'createOrder',
        data: { text: 'a {{formId}}', at: '{{now}}' },
        as: 'order',
        expect: { ok: true },
      },
      { action: 'pay', user: 'shopper', payment: '{{order.data.payment}}', outcome: 'success' },
      { action: 'subscribe', user: 'shopper', answers: { TPL: 'accept' }, as: 'consent' },
      { action: 'subscribe', user: 'shopper', answers: { TPL: 'accept' }, always: true },
      { action: 'settle', user: 'shopper', itemSettings: { TPL: 'reject' }, mainSwitch: true },
      { action: 'fault', match: { apiName: 'templateMessage.send' }, effect: 'dropAnswer' },
      { action: 'advance', by: '5d', ticks: 'last' },
      { action: 'open', user: 'shopper', page: 'pages/order?sn={{order.sn}}' },
    ),
  );
  expect(read).toMatchObject({ watch: [], words: {} });
  expect(read.steps[0]?.do).toHaveLength(12);
});

test('users whom local-cloud.json declares are known from the start', () => {
  const keeper = { as: 'keeper', label: both, documents: [] };
  const read = readStory(story({ action: 'tap', user: 'keeper', as: 'formId' }), [keeper]);
  expect(read.steps).toHaveLength(1);
});

test('what the console watches, with defaults, and tones of words', () => {
  const read = readStory({
    ...story(),
    watch: [
      {
        collection: 'orders',
        title: both,
        details: [{ field: 'total', title: both, as: 'money' }],
      },
    ],
    words: { paid: { ...both, tone: 'good' } },
  });
  expect(read.watch).toMatchObject([
    { of: 'user', show: 'list', name: '_id', state: 'state', reason: 'reason' },
  ]);
  expect(read.words).toEqual({ paid: { ...both, tone: 'good' } });
});

test.each<[string, unknown, string]>([
  [
    'an unknown tone',
    { ...story(), words: { paid: { ...both, tone: 'loud' } } },
    'words.paid.tone: must be "good"',
  ],
  ['no steps', { title: both }, 'steps: is missing'],
  ['one language', { ...story(), title: { en: 'only' } }, 'title.zh: is missing'],
  ['an unknown field', { ...story(), step: [] }, 'step: there is no such field'],
  ['an unknown action', story({ action: 'wait' }), 'steps.0.do.0.action: must be one of user,'],
  ['a text for a step', { title: both, steps: ['go'] }, 'steps.0: must be an object'],
  [
    'a wrong outcome',
    story(user, { action: 'pay', user: 'shopper', payment: {}, outcome: 'paid' }),
    'steps.0.do.1.outcome: must be "success", "cancel"',
  ],
  ['no time', story({ action: 'advance', by: 5 }), 'steps.0.do.0.by: must be a time such as "5d"'],
  ['a bad name', story({ ...user, as: 'a.b' }), 'steps.0.do.0.as: must be a name'],
  [
    'a user that is not there',
    story({ action: 'tap', user: 'shopper', as: 'formId' }),
    'steps.0.do.0.user: there is no user "shopper" in local-cloud.json, nor created before it',
  ],
  [
    'a placeholder that nothing fills',
    story(user, { action: 'call', user: 'shopper', name: 'pay', data: ['{{order.sn}}'] }),
    'steps.0.do.1: nothing before it is stored as "order"',
  ],
])('%s is a readable error', (_, content, message) => {
  expect(() => readStory(content)).toThrow(
    expect.objectContaining({
      code: 'PROJECT_INVALID',
      message: expect.stringContaining(`story.json: ${message}`),
    }),
  );
});
