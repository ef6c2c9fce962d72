import type { MessageState, MessageView } from '../../cloudfunctions/contract';
import { shortTime } from './dates';

/** A message as staff see it. */
export interface ShownMessage {
  id: string;
  title: string;
  state: MessageState;
  stateText: string;
  reason: string;
  facts: string;
}

const stateTexts: Partial<Record<MessageState, string>> = {
  failed: '未送达',
  unknown: '不确定',
  waiting: '等待额度',
};

const titles: Readonly<Record<string, string>> = {
  paySuccess: '付款成功通知',
  payUnfinished: '订单待支付提醒',
  orderShipped: '订单发货提醒',
  receiptReminder: '确认收货提醒',
  shipOverdue: '订单待发货提醒',
  refundSuccess: '退款成功通知',
};

/** @returns a message in words */
export function shown(message: MessageView): ShownMessage {
  const { id, scene, state, user, attempts, createdAt, explanation } = message;
  return {
    id,
    title: titles[scene] ?? scene,
    state,
    stateText: stateTexts[state] ?? state,
    reason: explanation.zh,
    facts: `用户 ${user} · ${shortTime(createdAt)} · 尝试 ${attempts} 次`,
  };
}
