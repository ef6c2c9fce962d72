import { type Payments, PaymentError, type PaymentState } from '../../cloudfunctions/core/ports';
import type { Bench } from '../../cloudfunctions/core/testing/bench';
import { DAY, HOUR, MINUTE, SECOND } from '../../cloudfunctions/core/words';
import type { Booked } from './memory';
import type { World } from './world';

/** An order as WeChat Pay keeps it. */
interface Bill {
  sn: string;
  totalFee: number;
  state: 'unpaid' | 'paid' | 'closed';
  createdAt: number;
  prepayId: string;
  payableUntil: number;
  paidAt: number;
  /** Fen by the number of the refund. */
  refunds: Map<string, number>;
}

/** WeChat Pay in memory (WeChat Pay docs: "Unified order", "Close order", "Refund"). */
export function createMemoryPayments(
  { now, db }: Bench,
  books: Booked[],
): { pay: Payments } & Pick<World, 'confirmSheet' | 'refundByHand' | 'booking'> {
  const bills = new Map<string, Bill>();
  const billOf = (sn: string): Bill => bills.get(sn) ?? refused('ORDERNOTEXIST');

  const open = (sn: string, totalFee: number): Bill => {
    const isNew = { state: 'unpaid' as const, createdAt: now(), prepayId: '', payableUntil: 0 };
    const bill: Bill = { sn, totalFee, ...isNew, paidAt: 0, refunds: new Map() };
    bills.set(sn, bill);
    return bill;
  };
  const issuePrepay = (bill: Bill): void => {
    bill.prepayId = `wx-${bill.sn}-${books.length}`;
    bill.payableUntil = now() + 2 * HOUR;
    const openid = db.all('orders').find(({ _id }) => _id === bill.sn)?.openid ?? '';
    const { prepayId: token, payableUntil: expiresAt } = bill;
    books.push({ kind: 'payment', token, openid, granted: 0, used: 0, expiresAt });
  };
  const giveBack = (bill: Bill, number: string, fee: number): void => {
    if (bill.refunds.has(number)) return;
    if (bill.state !== 'paid' || givenBack(bill) + fee > bill.totalFee) refused('nothing is left');
    bill.refunds.set(number, fee);
  };

  return {
    booking(sn) {
      const bill = bills.get(sn);
      return bill && { state: bill.state, totalFee: bill.totalFee, givenBack: givenBack(bill) };
    },
    async confirmSheet(_openid, payment) {
      const bill = [...bills.values()].find((one) => one.prepayId === payment.package);
      if (bill?.state !== 'unpaid' || bill.payableUntil <= now()) return;
      bill.state = 'paid';
      bill.paidAt = Math.floor(now() / SECOND) * SECOND;
      const booked = books.find(({ token }) => token === bill.prepayId);
      if (booked) Object.assign(booked, { granted: 3, expiresAt: now() + 7 * DAY });
    },
    refundByHand(sn) {
      const bill = bills.get(sn);
      if (bill?.state === 'paid' && givenBack(bill) === 0) giveBack(bill, 'by hand', bill.totalFee);
    },
    pay: {
      async unifiedOrder({ sn, totalFee }) {
        const bill = bills.get(sn) ?? open(sn, totalFee);
        if (bill.state !== 'unpaid') refused(bill.state === 'paid' ? 'ORDERPAID' : 'ORDERCLOSED');
        if (bill.payableUntil <= now()) issuePrepay(bill);
        return { prepayId: bill.prepayId, payment: { package: bill.prepayId } };
      },
      queryOrder: async (sn) => answerAbout(billOf(sn)),
      async closeOrder(sn) {
        const bill = billOf(sn);
        if (bill.state !== 'unpaid') refused(bill.state === 'paid' ? 'ORDERPAID' : 'ORDERCLOSED');
        if (now() < bill.createdAt + 5 * MINUTE) refused('too young');
        bill.state = 'closed';
      },
      refund: async (sn, totalFee) => giveBack(billOf(sn), `${sn}-R`, totalFee),
      refundedFee: async (sn) => givenBack(billOf(sn)) || refused('REFUNDNOTEXIST'),
    },
  };
}

const refused = (why: string): never => {
  throw new PaymentError(why);
};

const givenBack = ({ refunds }: Bill): number =>
  [...refunds.values()].reduce((sum, fee) => sum + fee, 0);

const answerAbout = (bill: Bill): PaymentState => ({
  state: givenBack(bill) > 0 ? 'refunded' : bill.state,
  totalFee: bill.totalFee,
  transactionId: `4200-${bill.sn}`,
  paidAt: bill.paidAt,
});
