import type { CreditKind } from '../words';
import type { SceneName } from './scenes';

/** What differs between cloud environments. A scene without an id cannot use that channel. */
export interface Environment {
  /** Template messages, which WeChat has refused since 2020-01-10. */
  template: Partial<Record<SceneName, string>>;
  /** One-time subscribe messages: one accept, one send. */
  subscribe: Partial<Record<SceneName, string>>;
  /** Long-term subscribe messages, which WeChat grants to public services only. */
  longTerm: Partial<Record<SceneName, string>>;
  /** Kinds of credit of single scenes, best first, instead of those in `scenes.ts`. */
  credits?: Partial<Record<SceneName, readonly CreditKind[]>>;
  /**
   * Whether a message for a later time also asks the cloud for a call at that time, so that it need not
   * wait for the next minute. The timer stays the safety net. Off if absent.
   */
  delayedTasks?: boolean;
  /**
   * For what happens outside cloud calls. A `writer` fetches access tokens; a `reader` takes the
   * stored one and never fetches a classic token, because that would invalidate the live one.
   */
  accessToken: { role: 'writer' | 'reader'; kind: 'stable' | 'classic' };
}

/**
 * Cloud environments by id. Add your own with the ids that the console of your mini-program shows.
 * Those of the local cloud are declared in `local-cloud.json`.
 */
export const environments: Readonly<Record<string, Environment>> = {
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
    longTerm: {
      registrationSuccess: 'long-registration-success',
      courseReminder: 'long-course-reminder',
    },
    delayedTasks: true,
    accessToken: { role: 'writer', kind: 'stable' },
  },
};
