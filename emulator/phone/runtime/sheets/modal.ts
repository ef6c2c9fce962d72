import { h } from '../dom';
import { openDialog, sheetButton } from './dialog';

/** What `wx.showModal` is given. */
export interface ModalOptions {
  title: string;
  content: string;
  showCancel: boolean;
  cancelText: string;
  cancelColor: string;
  confirmText: string;
  confirmColor: string;
  editable: boolean;
  placeholderText: string;
}

/** The user's answer; `content` is what was written into an editable one. */
export interface ModalAnswer {
  confirm: boolean;
  cancel: boolean;
  content?: string;
}

/** Asks the user. */
export const askModal = (options: Partial<ModalOptions>): Promise<ModalAnswer> =>
  new Promise((resolve) => {
    const { title = '', content = '', showCancel = true, editable = false } = options;
    const { cancelText = '取消', confirmText = '确定', placeholderText = '' } = options;
    const field = h('textarea', { class: 'modal-field', placeholder: placeholderText, rows: '3' });
    field.value = content;
    const answer = (confirm: boolean): void => {
      dialog.close();
      resolve({
        confirm,
        cancel: !confirm,
        ...(editable && confirm ? { content: field.value } : {}),
      });
    };
    const cancel = sheetButton(cancelText, 'link', () => answer(false), { class: 'modal-button' });
    const confirm = sheetButton(confirmText, 'link', () => answer(true), {
      class: 'modal-button strong',
      'data-first': !editable,
    });
    cancel.style.color = options.cancelColor ?? '';
    confirm.style.color = options.confirmColor ?? '';
    const dialog = openDialog(
      title || content,
      'modal',
      () => answer(false),
      ...(title ? [h('h2', {}, title)] : []),
      ...(editable ? [field] : content ? [h('p', { class: 'modal-text' }, content)] : []),
      h('div', { class: 'modal-buttons' }, ...(showCancel ? [cancel] : []), confirm),
    );
  });
