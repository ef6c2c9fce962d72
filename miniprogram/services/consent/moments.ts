import type { MessageSettings } from '../../../cloudfunctions/contract';
import { call } from '../cloud/cloud';

/** A template that this shop asks for; `open` sends are allowed already. */
export type ShopTemplate = MessageSettings['templates'][number];

/** Scenes whose notices are still to come, by the moment of asking; the most useful first. */
export const moments = {
  paid: ['orderShipped', 'receiptReminder', 'refundSuccess', 'paySuccess'],
  unshipped: ['orderShipped', 'receiptReminder', 'refundSuccess'],
  shipped: ['receiptReminder', 'refundSuccess'],
  desk: ['shipOverdue'],
} as const;

export type Moment = keyof typeof moments;

/** @returns those that are asked for at this moment, the most useful first */
export const templatesAt = (moment: Moment, templates: readonly ShopTemplate[]): ShopTemplate[] =>
  moments[moment].flatMap((scene) => templates.filter((one) => one.scene === scene));

/** Loads them. @returns none if they cannot be had: nothing fails with it */
export async function loadTemplates(moment: Moment): Promise<ShopTemplate[]> {
  const settings = await call('messageSettings', {}).catch(() => undefined);
  return templatesAt(moment, settings?.templates ?? []);
}

/** @returns how many sends are allowed, in words */
export const allowanceText = ({ open, longTerm }: ShopTemplate): string => {
  if (longTerm) return open > 0 ? '长期有效' : '允许一次，长期有效';
  return open > 0 ? `还可收到 ${open} 条` : '未允许';
};

/** @returns whether a long-term template is allowed already, so that there is nothing to ask for */
export const isSettled = ({ open, longTerm }: ShopTemplate): boolean => longTerm && open > 0;
