import { blankCredit } from '../../../cloudfunctions/core/credits/collect';
import {
  type Credit,
  DAY,
  MINUTE,
  type Message,
  type OrderState,
} from '../../../cloudfunctions/core/words';
import type { LocalCloud } from '../../../emulator/local-cloud';
import { createRecipients, plain, storeCredits } from '../recipients';
import { messageTo } from '../senders';
import { pastOrder } from './history';

/** Orders that each of the two timers has to look at, however much is stored. */
export const DUE = 100;
/** Notices that are due, each to a user who has allowed it. */
const NOTICES = 20;

const numbers = Array.from({ length: DUE / 2 }, (_, i) => i); // each timer has orders of two states

/** What the timers of today have to do: the same work, whatever lies in the database beside it. */
export async function storeDue(cloud: LocalCloud): Promise<void> {
  const { database, clock } = cloud;
  const now = clock.now();
  const states: OrderState[] = ['unpaid', 'paid', 'shipped', 'cancelled'];
  const orders = states.flatMap((state) =>
    numbers.map((i) => {
      const openid = `due-user-${i}`;
      const at = state === 'unpaid' ? now - 20 * MINUTE : now - 6 * DAY;
      return { ...pastOrder(`DUE${state}${i}`, openid, at, state), dueAt: now - i - 1 };
    }),
  );
  database.insert('orders', plain(orders));
  const recipients = createRecipients(cloud, NOTICES, 1);
  await storeCredits(cloud, recipients);
  database.insert('messages', plain(recipients.map((one) => messageTo(one, now))));
  storeOld(cloud, now);
}

/** What `sweep` ends or removes. */
function storeOld({ database }: LocalCloud, now: number): void {
  const long = now - 100 * DAY;
  const message = (i: number, kind: string, at: number): Message =>
    messageTo({ openid: `old-user-${i}`, sn: `OLD${kind}${i}` }, at);
  const credit = (i: number, kind: string): Credit => ({
    ...blankCredit,
    _id: `old-${kind}-${i}:1`,
    kind: 'form',
    openid: `old-user-${i}`,
    token: `old-${kind}-token-${i}`,
    openedAt: long,
    expiresAt: now - DAY,
  });
  const ended = numbers.map((i): Message => ({ ...message(i, 'ended', long), state: 'sent' }));
  const late = numbers.map((i): Message => ({
    ...message(i, 'late', long),
    state: 'waiting',
    createdAt: now - DAY,
    nextAttemptAt: now + DAY,
  }));
  database.insert('messages', plain([...ended, ...late]));
  const attempts = ended.map(({ _id }) => ({
    _id: `${_id}#1`,
    messageId: _id,
    creditId: 'none',
    claim: 'none',
    at: long,
    result: 'started',
    errCode: 0,
    msgid: 'none',
  }));
  database.insert('attempts', attempts);
  const spent = numbers.map((i): Credit => ({ ...credit(i, 'spent'), state: 'spent' }));
  const doubted = numbers.map((i): Credit => ({
    ...credit(i, 'doubt'),
    state: 'inDoubt',
    leaseUntil: long,
  }));
  database.insert(
    'credits',
    plain([...numbers.map((i) => credit(i, 'open')), ...spent, ...doubted]),
  );
}
