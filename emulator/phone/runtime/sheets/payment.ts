import type { Bridge } from '../../protocol';
import { h } from '../dom';
import { openDialog, sheetButton, simulatedStrip } from './dialog';

type Outcome = Bridge['pay']['request']['outcome'];

/**
 * Opens the payment sheet.
 * @param totalFee in fen
 * @returns what the user, or the tester, does
 */
export const askPayment = ({
  totalFee,
  body,
}: {
  totalFee: number;
  body: string;
}): Promise<Outcome> =>
  new Promise((resolve) => {
    const act = (outcome: Outcome) => (): void => {
      dialog.close();
      resolve(outcome);
    };
    const close = sheetButton('×', 'plain', act('cancel'), {
      class: 'sheet-close',
      'aria-label': '取消支付',
    });
    const dialog = openDialog(
      '支付',
      'sheet',
      act('cancel'),
      h('div', { class: 'sheet-head' }, close, h('h2', {}, '微信支付')),
      h('p', { class: 'pay-body' }, body),
      h('p', { class: 'pay-amount' }, h('span', {}, '￥'), (totalFee / 100).toFixed(2)),
      h('dl', { class: 'pay-row' }, h('dt', {}, '支付方式'), h('dd', {}, '零钱')),
      sheetButton('确认支付', 'primary', act('success'), { 'data-first': true }),
      simulatedStrip(
        sheetButton('支付失败', 'simulated', act('fail')),
        sheetButton('支付成功但回调丢失', 'simulated', act('paidNoCallback')),
      ),
    );
  });
