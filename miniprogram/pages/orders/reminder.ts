import type { OrderState } from '../../../cloudfunctions/contract';
import {
  allowanceText,
  templatesAt,
  type Moment,
  type ShopTemplate,
} from '../../services/consent/moments';

const reminders: Partial<Record<OrderState, { title: string; moment: Moment }>> = {
  paid: { title: '发货时提醒我', moment: 'unshipped' },
  shipped: { title: '提醒我确认收货', moment: 'shipped' },
};

/** What a buyer can be reminded of on the way of an order; no templates if there is nothing. */
export interface Reminder {
  title: string;
  hint: string;
  templates: ShopTemplate[];
}

/** @returns the reminder that is still to come for an order in this state */
export function reminderOf(state: OrderState, all: readonly ShopTemplate[]): Reminder {
  const reminder = reminders[state];
  const templates = reminder ? templatesAt(reminder.moment, all) : [];
  const [first] = templates;
  return { title: reminder?.title ?? '', hint: first ? allowanceText(first) : '', templates };
}
