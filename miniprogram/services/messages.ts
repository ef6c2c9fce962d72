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
  rechargeSuccess: '充值成功通知',
  renewalSuccess: '续费成功通知',
  registrationSuccess: '挂号成功通知',
  auditResult: '审核结果通知',
  courseReminder: '开课提醒',
  groupBuySuccess: '拼团成功通知',
};

/** @returns what a notice of this scene is called */
export const titleOf = (scene: string): string => titles[scene] ?? scene;

/** @returns a message in words */
export function shown(message: MessageView): ShownMessage {
  const { id, scene, state, user, attempts, createdAt, explanation, errCode, detail } = message;
  const facts = [`用户 ${user}`, shortTime(createdAt), `尝试 ${attempts} 次`];
  if (errCode !== 0) facts.push(`错误码 ${errCode}`);
  if (detail !== 'none') facts.push(`出错的内容 ${detail}`);
  return {
    id,
    title: titleOf(scene),
    state,
    stateText: stateTexts[state] ?? state,
    reason: explanation.zh,
    facts: facts.join(' · '),
  };
}
