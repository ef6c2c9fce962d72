import type { Hub } from '../../scripts/hub-client';
import type { ShopPhone } from './shop-phone';

/** Titles of the notices of the shop. */
export const PAID = '付款成功通知';
export const SHIPPED = '订单发货提醒';
export const REMINDER = '确认收货提醒';
export const REFUNDED = '退款成功通知';

/** Titles of the cards that have arrived, oldest first. */
export const titles = async (hub: Hub, { openid }: ShopPhone): Promise<string[]> =>
  (await hub.inbox(openid)).map(({ title }) => title);

/** Waits until these cards have arrived, and no others. */
export const arrive = (hub: Hub, phone: ShopPhone, cards: readonly string[]): Promise<void> =>
  until(async () => expect(await titles(hub, phone)).toEqual(cards));

/** The newest card as its user reads it: where it leads, and the value of each row. */
export async function lastCard(hub: Hub, { openid }: ShopPhone) {
  const { page, rows = [] } = (await hub.inbox(openid)).at(-1) ?? {};
  return { page, rows: Object.fromEntries(rows.map(({ label, value }) => [label, value])) };
}

/** The orders of a user. */
export const ordersOf = (hub: Hub, { openid }: ShopPhone) => hub.find('orders', { openid });

/** Waits until the callback of a payment has come; there is one order, here and at WeChat Pay. */
export async function oneOrderIsPaid(hub: Hub, phone: ShopPhone): Promise<void> {
  await until(async () => expect(await ordersOf(hub, phone)).toMatchObject([{ state: 'paid' }]));
  expect(await booked(hub, phone, 'payment')).toMatchObject([{ state: 'usable' }]);
}

type Kind = 'form' | 'payment' | 'subscription';

/** A user's credits in our ledger. */
export const creditsOf = (hub: Hub, { openid }: ShopPhone, kind: Kind) =>
  hub.find('credits', { openid, kind });

/** What WeChat itself knows of a user's permissions to send. */
export const booked = async (hub: Hub, { openid }: ShopPhone, kind: Kind) =>
  (await hub.tokens()).filter((token) => token.openid === openid && token.kind === kind);

/** Waits until something of the cloud is as wanted; the phone goes on in the meantime. */
export async function until(check: () => Promise<void>): Promise<void> {
  const end = Date.now() + 10_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
