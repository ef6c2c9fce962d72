import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chinaTime } from '../china-time';
import { HOUR } from '../words';
import type { Credit, Message } from '../words';
import { messageFor, type Notice } from '../messages/enqueue';
import { environments } from './environments';
import { letterFor } from './letter';
import { quietUntil } from './quiet';
import type { Scene } from './scene';
import { type SceneName, sceneOf, scenes } from './scenes';

const at = Date.UTC(2026, 2, 4, 2, 0, 0);
const names = Object.keys(scenes) as SceneName[];
const sampleOf = { text: '武夷山红茶 ×2', fen: 13600, time: at };

/** A message of any scene, with sample fields. */
function sample(name: SceneName): Message {
  const scene: Scene = scenes[name];
  const fields = Object.fromEntries(
    Object.entries(scene.fields).map(([field, type]) => [field, sampleOf[type]]),
  );
  return messageFor({ scene: name, key: 'SN1', openid: 'o', fields }, at);
}
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
  const ids = environments['local-hongyan'];

  test('opens a page of the mini-program', () => {
    expect(pages).toContain(scene.page.split('?')[0]);
  });

  test('fits its template in the account', () => {
    const template = account.templates.find((one) => one.templateId === ids?.template[name]);
    expect(template?.title).toBe(scene.title);
    const letter = letterFor(sample(name), credit('form'), 'local-hongyan');
    expect(Object.keys(letter.data)).toEqual(template?.keywords.map((keyword) => keyword.key));
    expect(scene.keywords).toContain(scene.emphasis);
  });

  test('fits its subscribe template in the account', () => {
    const template = account.subscribeTemplates.find(
      (one) => one.templateId === ids?.subscribe[name],
    );
    const letter = letterFor(sample(name), credit('subscription'), 'local-hongyan');
    expect(Object.keys(letter.data)).toEqual(template?.keywords.map((keyword) => keyword.key));
    expect(letter.token).toBe('none');
  });

  test('names only fields that it has', () => {
    const used = [...scene.keywords, ...Object.values(scene.subscribe)];
    for (const field of [...used, ...(scene.page.match(/(?<=\{)\w+/g) ?? [])]) {
      expect(Object.keys(scene.fields)).toContain(field);
    }
  });
});

test('values are written for people', () => {
  const { data, page, emphasisKeyword } = letterFor(
    sample('paySuccess'),
    credit('form'),
    'local-hongyan',
  );
  expect(data).toEqual({
    keyword1: { value: '武夷山红茶 ×2' },
    keyword2: { value: '￥136.00' },
    keyword3: { value: '武夷山红茶 ×2' },
    keyword4: { value: '2026-03-04 10:00' },
  });
  expect(page).toBe(`pages/orders/detail?sn=${encodeURIComponent('武夷山红茶 ×2')}`);
  expect(emphasisKeyword).toBe('keyword2.DATA');
});

test('typed values are shortened by code point; an empty value becomes a dash', () => {
  const message = sample('paySuccess');
  message.fields = { ...message.fields, goods: '🍵'.repeat(30), sn: '' };
  const { data } = letterFor(message, credit('subscription'), 'local-hongyan');
  expect(data.thing1?.value).toBe(`${'🍵'.repeat(19)}…`);
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
