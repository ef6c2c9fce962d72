import { drawIcon } from '../builtins/icon';
import { h } from '../dom';
import { imageUrl } from '../url';

/** What a toast shows. */
export interface ToastOptions {
  title: string;
  icon: string;
  image: string;
  /** Keeps the user from touching the page. */
  mask: boolean;
  /** In ms; without one it stays until it is hidden. */
  duration?: number;
}

let shown: HTMLElement | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows a toast in place of the one that is shown. */
export function showToast({ title, icon, image, mask, duration }: ToastOptions): void {
  hideToast();
  const picture = image ? h('img', { src: imageUrl(image, ''), alt: '' }) : pictureOf(icon);
  const box = h('div', { class: 'toast-box' }, ...(picture ? [picture] : []), h('p', {}, title));
  shown = h('div', { class: 'toast', role: 'status', 'data-icon': image ? 'image' : icon }, box);
  shown.classList.toggle('toast-mask', mask);
  document.body.append(shown);
  if (duration !== undefined) timer = setTimeout(hideToast, duration);
}

/** Takes the toast away, if there is one. */
export function hideToast(): void {
  clearTimeout(timer);
  shown?.remove();
  shown = undefined;
}

function pictureOf(icon: string): Element | undefined {
  if (icon === 'loading') return h('span', { class: 'spinner' });
  if (icon === 'success') return drawIcon('success_no_circle', 44, '#fff');
  return icon === 'error' ? drawIcon('info', 44, '#fff') : undefined;
}
