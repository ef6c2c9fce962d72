import { h, place } from './dom';

/** Red for what failed, grey for what the phone cannot do. */
export type NoticeKind = 'error' | 'unsupported';

const MOST = 3;

/** Shows a small line that the user can put away; one that stands there already is not repeated. */
export function showNotice(kind: NoticeKind, text: string): void {
  const region = place('notices');
  const shown = [...region.children];
  if (shown.some((line) => line.getAttribute('data-text') === text)) return;
  if (shown.length >= MOST) shown[0]?.remove();
  const line: HTMLElement = h(
    'div',
    { class: `notice notice-${kind}`, 'data-text': text },
    h('p', {}, text),
    h('button', { type: 'button', 'aria-label': '关闭提示', onclick: () => line.remove() }, '×'),
  );
  region.append(line);
}

/** Puts the line with this text away, if it stands there. */
export function hideNotice(text: string): void {
  for (const line of place('notices').children) {
    if (line.getAttribute('data-text') === text) line.remove();
  }
}
