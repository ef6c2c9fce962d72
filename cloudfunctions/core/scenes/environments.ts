import type { SceneName } from './scenes';

/** Template ids of one account: an environment without an id for a scene cannot use that channel. */
export interface TemplateIds {
  template: Partial<Record<SceneName, string>>;
  subscribe: Partial<Record<SceneName, string>>;
}

/**
 * Template ids per cloud environment. Add your own environment id with the ids that the console of
 * your mini-program shows. The ids of the local cloud are declared in `local-cloud.json`.
 */
export const environments: Readonly<Record<string, TemplateIds>> = {
  'local-hongyan': {
    template: {
      paySuccess: 'tpl-pay-success',
      payUnfinished: 'tpl-pay-unfinished',
      orderShipped: 'tpl-order-shipped',
      receiptReminder: 'tpl-receipt-reminder',
      shipOverdue: 'tpl-ship-overdue',
      refundSuccess: 'tpl-refund-success',
      rechargeSuccess: 'tpl-recharge-success',
      renewalSuccess: 'tpl-renewal-success',
      registrationSuccess: 'tpl-registration-success',
      auditResult: 'tpl-audit-result',
      courseReminder: 'tpl-course-reminder',
      groupBuySuccess: 'tpl-group-buy-success',
    },
    subscribe: {
      paySuccess: 'sub-pay-success',
      payUnfinished: 'sub-pay-unfinished',
      orderShipped: 'sub-order-shipped',
      receiptReminder: 'sub-receipt-reminder',
      shipOverdue: 'sub-ship-overdue',
      refundSuccess: 'sub-refund-success',
      rechargeSuccess: 'sub-recharge-success',
      renewalSuccess: 'sub-renewal-success',
      registrationSuccess: 'sub-registration-success',
      auditResult: 'sub-audit-result',
      courseReminder: 'sub-course-reminder',
      groupBuySuccess: 'sub-group-buy-success',
    },
  },
};
