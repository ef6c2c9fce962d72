import type { PhoneSettings } from '../settings';
import { createBench, type Bench } from './test-bench';

const inCurrent = (...bench: Parameters<typeof createBench>): Bench => {
  const made = createBench(...bench);
  made.settings.era = 'current';
  return made;
};

test.each<[PhoneSettings['formIds'], string]>([
  ['mock', 'the formId is a mock one'],
  [
    'unavailable',
    'the formId is no longer available in develop or trial version of this mini program',
  ],
  ['deprecated', 'requestFormId:fail deprecated'],
])('a tap on a phone of the kind %s gives a text, and nothing in the books', (formIds, formId) => {
  const { wechat, openid, settings, events } = createBench();
  settings.phone.formIds = formIds;
  expect(wechat.tap(openid)).toEqual({ formId });
  expect(wechat.tokens()).toEqual([]);
  expect(events).toEqual([{ type: 'wechat.tap', openid, formId, junk: true }]);
});

describe('template messages today', () => {
  test.each([
    ['with a formId that works', {}],
    ['to nobody', { touser: 'oNobody' }],
    ['without anything', { template_id: undefined, data: undefined }],
  ])('%s: 45103, nothing spent', (_name, changes) => {
    const { wechat, openid, send } = inCurrent({ failedSendSpends: true });
    const { formId } = wechat.tap(openid);
    expect(send(formId, changes)).toBe(45103);
    expect(wechat.inbox(openid)).toEqual([]);
    expect(wechat.tokens()).toMatchObject([{ granted: 1, used: 0, state: 'usable' }]);
  });

  test('do not count, and go on in the other era', () => {
    const { wechat, openid, send, settings, events } = inCurrent();
    settings.quota['templateMessage.send'] = 1;
    const { formId } = wechat.tap(openid);
    expect([send(formId), send(formId)]).toEqual([45103, 45103]);
    expect(events.at(-1)).toMatchObject({ type: 'wechat.send', errcode: 45103, delivered: false });
    settings.era = 'classic';
    expect(send(formId)).toBe(0);
  });

  test('an injected fault is answered, and even “busy” delivers nothing', () => {
    const { wechat, openid, send } = inCurrent({ busyDelivers: true });
    expect(send(wechat.tap(openid).formId, {}, -1)).toBe(-1);
    expect(wechat.inbox(openid)).toEqual([]);
  });

  test('subscribe messages work', () => {
    const { wechat, openid } = inCurrent();
    wechat.subscribe(openid, { 'SUB-course': 'accept' });
    const parameters = { touser: openid, template_id: 'SUB-course', data: {} };
    expect(wechat.openApi('subscribeMessage.send', parameters)).toMatchObject({ errcode: 0 });
    expect(wechat.inbox(openid)).toHaveLength(1);
  });
});
