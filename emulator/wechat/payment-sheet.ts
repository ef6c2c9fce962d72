import { createHash } from 'node:crypto';
import type { Scheduler } from '../services';
import type { Random } from './random';

/** The object for `wx.requestPayment` (WeChat docs of that name); every field is a text. */
export interface ClientPayment {
  appId: string;
  /** Seconds since 1970. */
  timeStamp: string;
  nonceStr: string;
  /** `prepay_id=…` */
  package: string;
  signType: 'MD5';
  paySign: string;
}

/** Signs what opens the payment sheet, and recognises its own signature. */
export interface Sheet {
  open(prepayId: string): ClientPayment;
  /** @returns the prepay_id, or what `wx.requestPayment` says to a payment that it cannot open */
  read(payment: Record<string, unknown>): { prepayId: string } | { fault: string };
}

const signed = ['appId', 'nonceStr', 'package', 'signType', 'timeStamp'] as const;
const PREFIX = 'prepay_id=';

// No secret: nothing outside the local cloud believes this signature.
const sign = (payment: Record<string, unknown>): string => {
  const text = signed.map((name) => `${name}=${String(payment[name])}`).join('&');
  return createHash('md5').update(`${text}&key=local-cloud`).digest('hex').toUpperCase();
};

/** Makes the payment sheet of one mini-program (WeChat Pay docs, "Payment in mini-programs"). */
export const createSheet = (appId: string, scheduler: Scheduler, random: Random): Sheet => ({
  open: (prepayId) => {
    const payment = {
      appId,
      timeStamp: String(Math.floor(scheduler.now() / 1000)),
      nonceStr: random.hex(32),
      package: `${PREFIX}${prepayId}`,
      signType: 'MD5' as const,
    };
    return { ...payment, paySign: sign(payment) };
  },
  read: (payment) => {
    // The page passes no appId: WeChat knows which mini-program asks.
    const asked: Record<string, unknown> = { signType: 'MD5', ...payment, appId };
    for (const name of [...signed, 'paySign']) {
      if (typeof asked[name] === 'string') continue;
      const should = `parameter.${name} should be String instead of ${typeName(asked[name])};`;
      return { fault: `parameter error: ${should}` };
    }
    if (asked.paySign !== sign(asked)) return { fault: 'the signature is wrong' };
    return { prepayId: String(asked.package).slice(PREFIX.length) };
  },
});

const typeName = (value: unknown): string =>
  value === undefined ? 'Undefined' : Object.prototype.toString.call(value).slice(8, -1);
