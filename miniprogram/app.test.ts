import { type Answers, createFakeWx, refuse } from './testing/fake-wx';

interface Lifetimes {
  onLaunch: () => void;
  onHide: () => void;
}

/** Starts the app with what an earlier start has left. */
function startApp(stored: Record<string, unknown> = {}, answers: Answers = {}) {
  const fake = createFakeWx();
  for (const [key, value] of Object.entries(stored)) fake.storage.set(key, value);
  fake.answers.login = () => ({ isStaff: false, isNew: false });
  fake.answers.collectCredits = ({ taps }) => ({ stored: taps.length, duplicates: 0, rejected: 0 });
  Object.assign(fake.answers, answers);
  const init = jest.fn();
  Object.assign(fake.wx['cloud'] as object, { init });
  let app: Lifetimes | undefined;
  Object.assign(globalThis, { wx: fake.wx, App: (options: Lifetimes) => (app = options) });
  jest.isolateModules(() => require('./app'));
  if (!app) throw new Error('app.ts does not call App.');
  app.onLaunch();
  return { fake, app, init };
}

const tap = { formId: '0123456789abcdef0001', at: Date.now() };

test('a start opens the cloud, logs in, and sends what an earlier start could not', () => {
  const { fake, init } = startApp({ credits: { taps: [tap], consents: [] } });
  expect(init).toHaveBeenCalledTimes(1);
  expect(fake.calls).toEqual([
    { name: 'login', with: {} },
    { name: 'collectCredits', with: { taps: [tap], consents: [] } },
  ]);
});

test('nothing is sent when there is nothing', () => {
  const { fake, app } = startApp();
  app.onHide();
  expect(fake.calls).toEqual([{ name: 'login', with: {} }]);
});

test.each([
  ['LIMITED', []],
  ['INVALID_ARGUMENT', []],
  ['UNAUTHENTICATED', [tap]],
] as const)('what %s refuses is kept only if it may be taken later', async (code, taps) => {
  const left = { credits: { taps: [tap], consents: [] } };
  const { fake } = startApp(left, { collectCredits: () => refuse(code) });
  await new Promise(setImmediate);
  expect(fake.storage.get('credits')).toEqual({ taps, consents: [] });
});
