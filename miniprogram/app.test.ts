import { createFakeWx } from './testing/fake-wx';

interface Lifetimes {
  onLaunch: () => void;
  onHide: () => void;
}

/** Starts the app with what an earlier start has left. */
function startApp(stored: Record<string, unknown> = {}) {
  const fake = createFakeWx();
  for (const [key, value] of Object.entries(stored)) fake.storage.set(key, value);
  fake.answers.login = () => ({ isStaff: false, isNew: false });
  fake.answers.collectCredits = ({ taps }) => ({ stored: taps.length, duplicates: 0, rejected: 0 });
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
