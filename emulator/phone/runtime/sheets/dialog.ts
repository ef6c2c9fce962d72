import { type Attributes, h } from '../dom';

/** A sheet or a dialog over the page. */
export interface Dialog {
  element: HTMLDialogElement;
  close: () => void;
}

/**
 * Opens a dialog; the browser keeps the focus in it and gives it back afterwards.
 * @param label what a screen reader calls it
 * @param shape its class: `sheet` comes from below, `modal` stands in the middle, `full` covers all
 * @param cancel what Escape means
 * @param content the control marked `data-first` gets the focus
 */
export function openDialog(
  label: string,
  shape: 'sheet' | 'modal' | 'full',
  cancel: () => void,
  ...content: (Node | string)[]
): Dialog {
  const element = h('dialog', { class: `dialog ${shape}`, 'aria-label': label }, ...content);
  element.addEventListener('cancel', (event) => {
    event.preventDefault();
    cancel();
  });
  document.body.append(element);
  element.showModal();
  // `autofocus` would be refused inside the console's frame.
  element.querySelector<HTMLElement>('[data-first]')?.focus();
  return {
    element,
    close() {
      element.close();
      element.remove();
    },
  };
}

/** A button of a sheet. */
export const sheetButton = (
  text: string,
  kind: 'primary' | 'plain' | 'simulated' | 'link',
  act: () => void,
  attributes: Attributes = {},
): HTMLButtonElement =>
  h('button', { type: 'button', class: `button-${kind}`, onclick: act, ...attributes }, text);

/** The strip for what only the local cloud can do: it is not part of WeChat's sheet. */
export const simulatedStrip = (...buttons: HTMLButtonElement[]): HTMLElement =>
  h(
    'div',
    { class: 'simulated', role: 'group', 'aria-label': '模拟' },
    h('span', { class: 'simulated-name' }, '模拟'),
    ...buttons,
  );
