import { createCollector, type Collector, type Queue } from './collector';

const DAY = 24 * 60 * 60 * 1000;

/** A phone: its clock, its storage, and what it has sent. It can be started again. */
function createPhone() {
  const phone = {
    now: 100 * DAY,
    stored: undefined as unknown,
    sent: [] as Queue[],
    /** Ends the next sends. */
    send: async (): Promise<void> => {},
    timers: new Set<() => void>(),
    start: (): Collector =>
      createCollector({
        send: async (batch) => {
          await phone.send();
          phone.sent.push(batch);
        },
        storage: {
          read: () => phone.stored,
          write: (queue) => {
            phone.stored = JSON.parse(JSON.stringify(queue));
          },
        },
        now: () => phone.now,
        schedule: (run) => {
          phone.timers.add(run);
          return () => phone.timers.delete(run);
        },
      }),
    /** The quiet moment after the last tap is over. */
    quiet: () => {
      for (const run of phone.timers) run();
      phone.timers.clear();
    },
  };
  return phone;
}

const formId = (n: number) => `0123456789abcdef${String(n).padStart(4, '0')}`;
const tap = (n: number, at: number) => ({ formId: formId(n), at });
const offline = () => Promise.reject(new Error('offline'));

test.each([
  '',
  'the formId is a mock one',
  'the formId is no longer available in develop or trial version of this mini program',
  'requestFormId:fail deprecated',
  'short',
  'x'.repeat(129),
  'with a space in it',
])('junk is dropped: %s', (junk) => {
  const phone = createPhone();
  expect(phone.start().tap({ formId: junk, at: phone.now })).toBe(false);
  expect(phone.timers.size).toBe(0);
  expect(phone.stored).toBeUndefined();
});

test('taps leave together after a quiet moment, each with its own time', async () => {
  const phone = createPhone();
  const collector = phone.start();
  collector.tap(tap(1, phone.now - 5));
  collector.tap(tap(2, phone.now));
  expect(phone.sent).toEqual([]);
  expect(phone.timers.size).toBe(1);
  phone.quiet();
  await collector.flush();
  expect(phone.sent).toEqual([{ taps: [tap(1, phone.now - 5), tap(2, phone.now)], consents: [] }]);
  expect(phone.stored).toEqual({ taps: [], consents: [] });
});

test('the same formId counts once, also after it was sent', async () => {
  const phone = createPhone();
  const collector = phone.start();
  expect(collector.tap(tap(1, phone.now))).toBe(true);
  expect(collector.tap(tap(1, phone.now))).toBe(false);
  await collector.flush();
  expect(collector.tap(tap(1, phone.now))).toBe(false);
  await collector.flush();
  expect(phone.sent).toHaveLength(1);
});

test('consents are sent with their id, so that a repeat counts once', async () => {
  const phone = createPhone();
  const collector = phone.start();
  collector.consent('sheet-1', { template: 'accept' });
  expect(phone.timers.size).toBe(0); // it leaves at once: a message may wait for it
  await new Promise((resolve) => setImmediate(resolve));
  expect(phone.sent[0]?.consents).toEqual([
    { id: 'sheet-1', answers: { template: 'accept' }, at: phone.now },
  ]);
});

test('an accept does not end: it is sent however long the phone was offline', async () => {
  const phone = createPhone();
  phone.send = offline;
  phone.start().consent('sheet-1', { template: 'accept' });
  const at = phone.now;
  phone.now += 30 * DAY;
  phone.send = async () => {};
  await phone.start().flush();
  await phone.start().flush();
  const consents = [{ id: 'sheet-1', answers: { template: 'accept' }, at }];
  expect(phone.sent).toEqual([{ taps: [], consents }]);
});

test('whether taps bring formIds is known from the latest one', () => {
  const phone = createPhone();
  const collector = phone.start();
  expect(collector.mints()).toBe(false);
  collector.tap(tap(1, phone.now));
  expect(collector.mints()).toBe(true);
  collector.tap({ formId: 'requestFormId:fail deprecated', at: phone.now });
  expect(collector.mints()).toBe(false);
});

test('what could not be sent is sent at the next start, and not lost by a kill before that', async () => {
  const phone = createPhone();
  phone.send = offline;
  const collector = phone.start();
  collector.tap(tap(1, phone.now));
  await collector.flush();
  collector.tap(tap(2, phone.now)); // killed before it was ever sent
  phone.send = async () => {};
  await phone.start().flush();
  expect(phone.sent).toEqual([{ taps: [tap(1, phone.now), tap(2, phone.now)], consents: [] }]);
});

test('a tap during a send is sent after it, and nothing twice', async () => {
  const phone = createPhone();
  const collector = phone.start();
  let answer = () => {};
  phone.send = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  collector.tap(tap(1, phone.now));
  const flushed = collector.flush();
  collector.tap(tap(2, phone.now));
  const again = collector.flush();
  phone.send = async () => {};
  answer();
  await Promise.all([flushed, again]);
  expect(phone.sent.map((batch) => batch.taps)).toEqual([[tap(1, phone.now)], [tap(2, phone.now)]]);
});

test('at most a hundred are kept, the newest; those older than seven days are dropped', async () => {
  const phone = createPhone();
  phone.send = offline;
  const collector = phone.start();
  for (let n = 0; n < 120; n++) collector.tap(tap(n, phone.now));
  await collector.flush();
  expect((phone.stored as Queue).taps).toHaveLength(100);
  expect((phone.stored as Queue).taps[0]).toEqual(tap(20, phone.now));
  phone.now += 7 * DAY;
  phone.send = async () => {};
  await phone.start().flush();
  expect(phone.sent).toEqual([]);
});

test.each([
  ['nothing', ''],
  ['a text', 'x'],
  ['other fields', { taps: [{ formId: 1 }, null], consents: [{ id: 'a' }] }],
])('storage with %s is no obstacle', async (_, stored) => {
  const phone = createPhone();
  phone.stored = stored;
  await phone.start().flush();
  expect(phone.sent).toEqual([]);
});
