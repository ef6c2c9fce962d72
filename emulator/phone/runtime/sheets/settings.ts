import type { Bridge } from '../../protocol';
import { askCloud } from '../bridge';
import { h } from '../dom';
import { reportError } from '../report';
import { openDialog, sheetButton } from './dialog';

type Settings = Bridge['settings']['answer'];

/**
 * Opens the settings page; each switch takes effect at once.
 * @returns when the user closes it
 */
export async function showSettings(): Promise<void> {
  const settings = await askCloud('settings', {});
  await new Promise<void>((resolve) => {
    const close = (): void => {
      dialog.close();
      resolve();
    };
    const back = sheetButton('', 'plain', close, {
      class: 'bar-button bar-back',
      'aria-label': '返回',
    });
    const dialog = openDialog(
      '设置',
      'full',
      close,
      h('header', { class: 'full-bar' }, back, h('h2', {}, '设置')),
      ...content(settings),
    );
  });
}

function content({ mainSwitch, itemSettings, accepted, titles }: Settings): HTMLElement[] {
  const items = Object.entries(itemSettings).map(([id, answer]) =>
    answer === 'ban'
      ? h('div', { class: 'cell' }, titles[id] ?? id, h('span', { class: 'cell-note' }, '已被封禁'))
      : toggle(titles[id] ?? id, answer === 'accept', (on) => ({
          itemSettings: { [id]: on ? 'accept' : 'reject' },
        })),
  );
  const list = h('fieldset', { class: 'cells' }, ...items);
  const allowed = h(
    'fieldset',
    { class: 'cells' },
    ...accepted.map((id) =>
      toggle(titles[id] ?? id, true, (on) => ({
        itemSettings: { [id]: on ? 'accept' : 'reject' },
      })),
    ),
  );
  const main = toggle('接收订阅消息', mainSwitch, (on) => {
    list.disabled = !on;
    allowed.disabled = !on;
    return { mainSwitch: on };
  });
  list.disabled = !mainSwitch;
  allowed.disabled = !mainSwitch;
  const hint = h('p', { class: 'cells-hint' }, '还没有“总是保持以上选择”的消息');
  return [
    h('p', { class: 'cells-title' }, '订阅消息'),
    h('div', { class: 'cells' }, main),
    h('p', { class: 'cells-title' }, '总是保持的选择'),
    items.length === 0 ? hint : list,
    ...(accepted.length === 0
      ? []
      : [h('p', { class: 'cells-title' }, '已允许的消息（关闭即拒收）'), allowed]),
  ];
}

function toggle(
  name: string,
  on: boolean,
  change: (on: boolean) => Bridge['changeSettings']['request'],
): HTMLElement {
  const box = h('input', { type: 'checkbox', role: 'switch', class: 'toggle', checked: on });
  box.addEventListener('change', () => {
    askCloud('changeSettings', change(box.checked)).catch(reportError);
  });
  return h('label', { class: 'cell' }, name, box);
}
