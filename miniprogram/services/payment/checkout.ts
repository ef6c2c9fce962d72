import type { OrderView, Payment } from '../../../cloudfunctions/contract';
import { codeOf, failureOf } from '../cloud/call-error';
import { readPending, type BasketItem, type Pending } from './pending';

/** An order that exists; without a payment it is paid already. */
export interface Placed {
  sn: string;
  totalFee: number;
  payment?: Payment;
}

/** How a payment ended, as far as the phone can know. */
export interface Outcome {
  status: 'paid' | 'cancelled' | 'failed';
  sn: string;
  totalFee: number;
}

/** What a checkout needs from outside. */
export interface CheckoutPorts {
  createOrder: (request: {
    requestId: string;
    items: BasketItem[];
  }) => Promise<{ sn: string; totalFee: number; payment: Payment }>;
  payOrder: (sn: string) => Promise<Payment>;
  findOrder: (sn: string) => Promise<OrderView | undefined>;
  /**
   * `wx.requestPayment`: rejects with `errMsg`. It calls `paid` inside WeChat's own success callback,
   * the only place beside a tap where consent may be asked.
   */
  requestPayment: (payment: Payment, paid: () => void) => Promise<unknown>;
  /** Loads what `askConsent` asks for, beside the call that every payment begins with. Never rejects. */
  prepareConsent: () => Promise<void>;
  /** Asks for consent at once. Never rejects. */
  askConsent: () => Promise<unknown>;
  /** Asks for the notice of a payment, with the formId of the tap on "pay". */
  notifyPaid: (sn: string, formId: string | undefined) => Promise<unknown>;
  storage: { read: () => unknown; write: (pending: Pending | '') => void };
  newId: () => string;
}

export interface Checkout {
  /**
   * Orders a basket. The same basket gives the same order until that is paid or cancelled, however
   * often it is asked for: after a lost answer, a killed app, a cancelled payment.
   * @throws CallError
   */
  place: (items: BasketItem[]) => Promise<Placed>;
  /** Gives an unpaid order a payment again. @throws CallError, `CONFLICT` if it is not unpaid */
  resume: (order: { sn: string; totalFee: number }) => Promise<Placed>;
  /**
   * Lets the user pay. After a success the notice is asked for, and nobody waits for that; a consent
   * sheet is waited for, because it covers the page.
   * @param formId gives the formId of the tap on "pay", which comes after the tap
   */
  pay: (placed: Placed, formId: () => string | undefined) => Promise<Outcome>;
}

/** @returns the way from a basket to a paid order */
export function createCheckout(ports: CheckoutPorts): Checkout {
  async function place(items: BasketItem[]): Promise<Placed> {
    const kept = readPending(ports.storage.read());
    const pending =
      kept && sameBasket(kept.items, items) ? kept : { requestId: ports.newId(), items, sn: '' };
    ports.storage.write(pending);
    try {
      const [placed] = await Promise.all([
        ports.createOrder({ requestId: pending.requestId, items }),
        ports.prepareConsent(),
      ]);
      ports.storage.write({ ...pending, sn: placed.sn });
      return placed;
    } catch (error) {
      if (codeOf(error) !== 'CONFLICT') throw error;
      ports.storage.write('');
      return placeAgain(pending, items, error);
    }
  }

  /** The order of this basket can no longer be paid: because it is, or because it was cancelled. */
  async function placeAgain(
    { sn }: Pending,
    items: BasketItem[],
    conflict: unknown,
  ): Promise<Placed> {
    if (sn === '') throw conflict;
    const order = await ports.findOrder(sn);
    if (!order || order.state === 'cancelled') return place(items);
    return { sn: order.sn, totalFee: order.totalFee };
  }

  async function pay(
    { sn, totalFee, payment }: Placed,
    formId: () => string | undefined,
  ): Promise<Outcome> {
    if (!payment) return { status: 'paid', sn, totalFee };
    let asked: Promise<unknown> = Promise.resolve();
    const onPaid = () => {
      asked = ports.askConsent();
    };
    const status = await ports
      .requestPayment(payment, onPaid)
      .then(() => 'paid' as const, failedAs);
    if (status === 'paid') {
      ports.storage.write('');
      // the payment's callback asks for the notice too: nothing fails with it
      ports.notifyPaid(sn, formId()).catch(() => undefined);
      await asked;
    }
    return { status, sn, totalFee };
  }

  return {
    place,
    pay,
    async resume({ sn, totalFee }) {
      const [payment] = await Promise.all([ports.payOrder(sn), ports.prepareConsent()]);
      return { sn, totalFee, payment };
    },
  };
}

const failedAs = (thrown: unknown): 'cancelled' | 'failed' =>
  /cancel/i.test(failureOf(thrown).errMsg ?? '') ? 'cancelled' : 'failed';

const sameBasket = (a: readonly BasketItem[], b: readonly BasketItem[]): boolean =>
  a.length === b.length &&
  a.every(({ goodsId, quantity }, i) => goodsId === b[i]?.goodsId && quantity === b[i]?.quantity);
