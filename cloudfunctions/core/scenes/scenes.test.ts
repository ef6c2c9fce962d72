import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chinaTime } from '../china-time';
import { HOUR } from '../words';
import type { Credit } from '../words';
import { kindsOf } from '../credits/choose';
import { messageFor, type Notice } from '../messages/enqueue';
import { sampleMessage as sample } from '../testing/scene-samples';
import { environments } from './environments';
import { letterFor } from './letter';
import { quietUntil } from './quiet';
import type { Scene } from './scene';
import { type SceneName, sceneOf, scenes } from './scenes';
import { BadValue, fitted, typeOf } from './typed-values';

const at = Date.UTC(2026, 2, 4, 2, 0, 0);
const env = 'local-hongyan';
const names = Object.keys(scenes) as SceneName[];
const credit = (kind: Credit['kind']): Credit => ({ kind, token: 'token' }) as Credit;

interface Template {
  templateId: string;
  title: string;
  keywords: { key: string }[];
}
const account = JSON.parse(readFileSync(join(__dirname, '../../../local-cloud.json'), 'utf8')) as {
  templates: Template[];
  subscribeTemplates: Template[];
};

const { pages } = JSON.parse(
  readFileSync(join(__dirname, '../../../miniprogram/app.json'), 'utf8'),
) as { pages: string[] };

describe.each(names)('scene %s', (name) => {
  const scene: Scene = scenes[name];
  const ids = environments[env];

  test('opens a page of the mini-program', () => {
    expect(pages).toContain(scene.page.split('?')[0]);
  });

  test('fits its template in the account', () => {
    const template = account.templates.find((one) => one.templateId === ids?.template[name]);
    expect(template?.title).toBe(scene.title);
    const letter = letterFor(sample(name), credit('form'), env);
    expect(Object.keys(letter.data)).toEqual(template?.keywords.map((keyword) => keyword.key));
    expect(scene.keywords).toContain(scene.emphasis);
  });

  test.each([
    ['subscription', ids?.subscribe[name]],
    ['longTerm', ids?.longTerm[name]],
  ] as const)('fits its template for a %s in the account', (kind, templateId) => {
    if (kind === 'longTerm' && !templateId) return expect(kindsOf(name, env)).not.toContain(kind);
    const template = account.subscribeTemplates.find((one) => one.templateId === templateId);
    const letter = letterFor(sample(name), credit(kind), env);
    expect(Object.keys(letter.data)).toEqual(template?.keywords.map((keyword) => keyword.key));
    expect(letter.token).toBe('none');
  });

  test('shortens only what people read', () => {
    for (const [keyword, { policy }] of Object.entries(scene.subscribe)) {
      const readable = ['thing', 'name', 'phrase'].includes(typeOf(keyword));
      expect([keyword, policy === 'shorten' && !readable]).toEqual([keyword, false]);
    }
  });

  test('names only fields that it has', () => {
    const used = [...scene.keywords, ...Object.values(scene.subscribe).map(({ field }) => field)];
    for (const field of [...used, ...(scene.page.match(/(?<=\{)\w+/g) ?? [])]) {
      expect(Object.keys(scene.fields)).toContain(field);
    }
  });
});

test('values are written for people', () => {
  const { data, page, emphasisKeyword } = letterFor(sample('paySuccess'), credit('form'), env);
  expect(data).toEqual({
    keyword1: { value: '武夷山红茶 250g ×2' },
    keyword2: { value: '￥136.00' },
    keyword3: { value: 'HY20260304100000001' },
    keyword4: { value: '2026-03-04 10:00' },
  });
  expect(page).toBe('pages/orders/detail?sn=HY20260304100000001');
  expect(emphasisKeyword).toBe('keyword2.DATA');
});

describe('typed values', () => {
  test.each([
    ['thing1', '茶'.repeat(20), '茶'.repeat(20)],
    ['thing1', '🍵'.repeat(21), `${'🍵'.repeat(19)}…`],
    ['name1', '欧阳'.repeat(6), '欧阳'.repeat(5)],
    ['name1', 'A'.repeat(21), 'A'.repeat(20)],
    ['phrase1', '已经通过了吗', '已经通过了'],
  ])('%s is shortened by code point: %s', (keyword, value, fit) => {
    expect(fitted(keyword, value, 'shorten')).toBe(fit);
  });

  test.each([
    ['character_string3', 'S'.repeat(33), 'exact'],
    ['character_string3', '订单1', 'exact'],
    ['phrase2', 'passed', 'shorten'],
    ['name1', '李4', 'shorten'],
    ['amount2', '￥123456789.00', 'format'],
    ['time4', 'tomorrow', 'format'],
    ['thing1', ' ', 'shorten'],
    ['thing1', 'a\u0007b', 'shorten'],
  ] as const)('%s does not take "%s"', (keyword, value, policy) => {
    expect(() => fitted(keyword, value, policy)).toThrow(BadValue);
    expect(() => fitted(keyword, value, policy)).toThrow(`${keyword} does not take "`);
  });
});

test('values are written on one line; an empty one becomes a dash', () => {
  const message = sample('paySuccess');
  message.fields = { ...message.fields, goods: ' 红茶\n和\u0000杯 ', sn: '' };
  const { data } = letterFor(message, credit('subscription'), env);
  expect(data.thing1?.value).toBe('红茶 和 杯');
  expect(data.character_string3?.value).toBe('-');
});

test('a notice without one of its fields is refused before it is stored', () => {
  const notice = { scene: 'courseReminder', key: '1', openid: 'o', fields: { course: '茶艺' } };
  expect(() => messageFor(notice as unknown as Notice, at)).toThrow(
    'Expected courseReminder.fields.startsAt to be a time in ms since 1970, got undefined.',
  );
});

test('quiet hours end in the morning in China, across midnight too', () => {
  const scene: Scene = scenes.receiptReminder; // 22:00 to 8:00
  const shown = (hour: number) => chinaTime(quietUntil(scene, at + (hour - 10) * HOUR));
  expect([21, 22, 23, 24, 31, 32].map(shown)).toEqual([
    '2026-03-04 21:00',
    '2026-03-05 08:00',
    '2026-03-05 08:00',
    '2026-03-05 08:00',
    '2026-03-05 08:00',
    '2026-03-05 08:00',
  ]);
  expect(quietUntil(scenes.paySuccess, at + 13 * HOUR)).toBe(at + 13 * HOUR);
});

test('a name that is not a scene gives none, not even one of Object', () => {
  expect(sceneOf('toString')).toBeUndefined();
});
