import { DAY, HOUR, MINUTE } from './words';

/** What belongs to this shop. Everything else in `core/` is the same for every shop. */
export const shop = {
  name: '鸿雁小店',
  /** Merchant number bound to the environment in the cloud console. */
  subMchId: '1900000001',
  /** Staff are told about a paid order that has not been shipped after this time. */
  shipWithin: 24 * HOUR,
  /** The buyer is asked to confirm receipt this long after shipping. */
  remindReceiptAfter: 5 * DAY, // a prepay_id lives seven days from the payment
  /** An order that is not paid after this time is looked up, and the buyer is told. */
  askAboutPaymentAfter: 15 * MINUTE,
  /** WeChat closes a payment after two hours; an order older than this is cancelled. */
  cancelUnpaidAfter: 2 * HOUR + 15 * MINUTE,
  /** The page gets this long to bring its formId before the callback's notice takes another credit. */
  graceForPage: 10_000,
  /**
   * What one user's phone may do. People stay far below; a modified mini-program must not fill the
   * database or ask WeChat Pay without end.
   */
  limits: {
    /** FormIds and accepts reported within a day in China; how many are kept: `credits/bounds.ts`. */
    tapsADay: 200,
    consentsADay: 100,
    /** New orders within an hour, whenever it begins. */
    ordersAnHour: 20,
    /** How often WeChat Pay is asked for him about one order, and once more each time its age doubles. */
    asksAboutAnOrder: 20,
  },
  /** Records of what has ended are kept this long. */
  keepRecords: 90 * DAY,
};
