import type { ConsentAnswer, ConsentTemplate } from '../../protocol';
import { h } from '../dom';
import { openDialog, sheetButton, simulatedStrip } from './dialog';

/** What the user has said on the sheet. */
export interface Consent {
  answers: Record<string, ConsentAnswer>;
  always: boolean;
}

/** Opens the consent sheet for these templates. */
export const askConsent = (templates: ConsentTemplate[]): Promise<Consent> =>
  new Promise((resolve) => {
    const rows = templates.map(drawTemplate);
    const always = h('input', { type: 'checkbox' });
    const act = (answer: (checked: boolean) => ConsentAnswer) => (): void => {
      const answers = rows.map(({ id, box }) => [id, answer(box.checked)] as const);
      dialog.close();
      resolve({ answers: Object.fromEntries(answers), always: always.checked });
    };
    const reject = act(() => 'reject');
    const dialog = openDialog(
      '订阅消息',
      'sheet',
      reject,
      h('div', { class: 'sheet-head' }, h('h2', {}, '申请发送以下消息')),
      h('ul', { class: 'consent-list' }, ...rows.map(({ row }) => row)),
      h('label', { class: 'consent-always' }, always, '总是保持以上选择，不再询问'),
      h(
        'div',
        { class: 'sheet-actions' },
        sheetButton('取消', 'plain', reject),
        sheetButton(
          '允许',
          'primary',
          act((checked) => (checked ? 'accept' : 'reject')),
          {
            'data-first': true,
          },
        ),
      ),
      simulatedStrip(
        sheetButton(
          '平台封禁',
          'simulated',
          act(() => 'ban'),
        ),
      ),
    );
  });

function drawTemplate({ templateId, title, keywords }: ConsentTemplate) {
  const box = h('input', { type: 'checkbox', checked: true, 'aria-label': title });
  const lines = keywords.flatMap(({ label, example }) => [
    h('dt', {}, label),
    h('dd', {}, example),
  ]);
  const row = h(
    'li',
    {},
    box,
    h('details', {}, h('summary', {}, title), h('dl', { class: 'consent-example' }, ...lines)),
  );
  return { id: templateId, box, row };
}
