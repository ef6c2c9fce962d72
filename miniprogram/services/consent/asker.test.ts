import { createAsker, type AskedTemplate, type AskerPorts } from './asker';

const template = (n: number, more: Partial<AskedTemplate> = {}): AskedTemplate => ({
  templateId: `T${n}`,
  title: `提醒${n}`,
  longTerm: false,
  ...more,
});
const [T1, T2, T3] = [template(1), template(2), template(3)];

/** WeChat on a phone: each entry of `will` ends one call, with answers or with a failure. */
function createPhone(...will: (Record<string, string> | { errMsg: string; errCode?: number })[]) {
  const asked: string[][] = [];
  const reports: { id: string; answers: Record<string, string> }[] = [];
  const kept: Record<string, string> = {};
  const ports: AskerPorts = {
    request: async (tmplIds) => {
      asked.push(tmplIds);
      const next = will.shift() ?? {};
      if (next['errMsg']?.includes(':fail')) throw next;
      return { errMsg: 'requestSubscribeMessage:ok', ...next };
    },
    choices: async () => ({ mainSwitch: true, kept }),
    report: (id, answers) => reports.push({ id, answers }),
    newId: () => `id${reports.length + 1}`,
  };
  return { asked, reports, kept, ports, asker: createAsker(ports) };
}

const fail = (errCode: number) => ({ errMsg: 'requestSubscribeMessage:fail', errCode });

test('WeChat is asked before anything is awaited, or it would no longer see the tap', () => {
  const { asked, asker } = createPhone();
  void asker.ask([T1, T2]);
  expect(asked).toEqual([['T1', 'T2']]);
});

test('what was answered is reported as it is, under an id of its own', async () => {
  const answers = { T1: 'accept', T2: 'reject', T3: 'filter' };
  const { reports, asker } = createPhone({ ...answers, other: 'accept' }, { T1: 'accept' });
  expect(await asker.ask([T1, T2, T3])).toEqual({ result: 'accepted', accepted: 1, answers });
  await asker.ask([T1]);
  expect(reports).toEqual([
    { id: 'id1', answers },
    { id: 'id2', answers: { T1: 'accept' } },
  ]);
});

test('every value that begins with accept allows a send', async () => {
  const { asker } = createPhone({ T1: 'acceptWithAudio', T2: 'accept' });
  expect(await asker.ask([T1, T2])).toMatchObject({ result: 'accepted', accepted: 2 });
});

test('a kept “yes” is asked for at each tap all the same: each gives one more send', async () => {
  const { asked, reports, kept, asker } = createPhone({ T1: 'accept' }, { T1: 'accept' });
  kept['T1'] = 'accept';
  await asker.ask([T1]);
  await asker.ask([T1]);
  expect(asked).toHaveLength(2);
  expect(reports.map(({ id }) => id)).toEqual(['id1', 'id2']);
});

test.each([
  ['no', {}, 'rejected'],
  ['no, kept for ever', { T1: 'reject', T2: 'reject' }, 'settled'],
  ['no, kept for one of them', { T1: 'reject' }, 'rejected'],
])('the user says %s', async (_, choices, result) => {
  const { kept, reports, asker } = createPhone({ T1: 'reject', T2: 'reject' });
  Object.assign(kept, choices);
  expect(await asker.ask([T1, T2])).toMatchObject({ result, accepted: 0 });
  expect(reports).toHaveLength(1); // the server hears of it too
});

test('settings that cannot be read explain nothing, and break nothing', async () => {
  const { ports } = createPhone({ T1: 'reject' });
  const asker = createAsker({ ...ports, choices: () => Promise.reject(new Error('offline')) });
  expect(await asker.ask([T1])).toMatchObject({ result: 'rejected' });
});

test('templates that WeChat has banned or left out are nobody’s “no”', async () => {
  const { asker } = createPhone({ T1: 'ban', T2: 'filter' });
  expect(await asker.ask([T1, T2])).toMatchObject({ result: 'barred', accepted: 0 });
});

test.each([
  [fail(20004), 'off'],
  [fail(20005), 'barred'],
  [fail(10002), 'offline'],
  [fail(10003), 'offline'],
  [fail(10005), 'again'],
  [{ errMsg: 'requestSubscribeMessage:fail can only be invoked by user TAP gesture.' }, 'again'],
  [{ errMsg: 'requestSubscribeMessage:fail last call has not ended' }, 'busy'],
  [fail(10001), 'failed'],
  [fail(20001), 'failed'],
])('%j is %s, and nothing is reported', async (failure, result) => {
  const { reports, asker } = createPhone(failure);
  expect(await asker.ask([T1])).toMatchObject({ result, accepted: 0, answers: {} });
  expect(reports).toEqual([]);
});

test('a second ask while the sheet is open is left alone; afterwards the next one is asked', async () => {
  const { asked, asker } = createPhone({ T1: 'accept' }, { T1: 'accept' });
  const first = asker.ask([T1]);
  expect(await asker.ask([T2])).toMatchObject({ result: 'busy' });
  expect(await first).toMatchObject({ result: 'accepted' });
  expect(await asker.ask([T1])).toMatchObject({ result: 'accepted' });
  expect(asked).toEqual([['T1'], ['T1']]);
});

describe('one sheet', () => {
  test('has five templates at most', async () => {
    const { asked, asker } = createPhone();
    await asker.ask([1, 2, 3, 4, 5, 6].map((n) => template(n)));
    expect(asked).toEqual([['T1', 'T2', 'T3', 'T4', 'T5']]);
  });

  test('never mixes one-time and long-term templates: the first one decides', async () => {
    const { asked, asker } = createPhone();
    const long = template(2, { longTerm: true });
    await asker.ask([T1, long, T3]);
    await asker.ask([long, T1]);
    expect(asked).toEqual([['T1', 'T3'], ['T2']]);
  });

  test('has each title once, because WeChat shows no second one', async () => {
    const { asked, asker } = createPhone();
    await asker.ask([T1, template(2, { title: T1.title }), T1, T3]);
    expect(asked).toEqual([['T1', 'T3']]);
  });
});

describe('an old WeChat takes three templates, or one', () => {
  const five = [1, 2, 3, 4, 5].map((n) => template(n));
  const tap = { errMsg: 'requestSubscribeMessage:fail can only be invoked by user TAP gesture.' };

  test('fewer are asked for, and from then on no more than that', async () => {
    const { asked, asker } = createPhone(fail(20003), fail(20003), { T1: 'accept' });
    expect(await asker.ask(five)).toMatchObject({ result: 'accepted', accepted: 1 });
    await asker.ask(five);
    expect(asked.map((ids) => ids.length)).toEqual([5, 3, 1, 1]);
  });

  test('where the tap no longer counts then, the next one does', async () => {
    const { asked, asker } = createPhone(fail(20003), tap, { T1: 'accept' });
    expect(await asker.ask(five)).toMatchObject({ result: 'again' });
    expect(await asker.ask(five)).toMatchObject({ result: 'accepted' });
    expect(asked.map((ids) => ids.length)).toEqual([5, 3, 3]);
  });

  test('one that refuses a single template is not asked for ever', async () => {
    const { asked, asker } = createPhone(fail(20003));
    expect(await asker.ask([T1])).toMatchObject({ result: 'failed' });
    expect(asked).toHaveLength(1);
  });
});
