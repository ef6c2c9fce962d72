import { h } from '../dom';
import { openDialog, sheetButton } from './dialog';

/**
 * Lets the user choose a line.
 * @returns its index, or undefined if the user cancels
 */
export const askAction = (
  lines: string[],
  { title = '', color = '' } = {},
): Promise<number | undefined> =>
  new Promise((resolve) => {
    const act = (index: number | undefined) => (): void => {
      dialog.close();
      resolve(index);
    };
    const buttons = lines.map((line, index) => {
      const button = sheetButton(line, 'plain', act(index), { class: 'action' });
      button.style.color = color;
      return button;
    });
    const dialog = openDialog(
      title || '菜单',
      'sheet',
      act(undefined),
      ...(title ? [h('p', { class: 'action-title' }, title)] : []),
      h('div', { class: 'actions' }, ...buttons),
      sheetButton('取消', 'plain', act(undefined), { class: 'action action-cancel' }),
    );
  });
