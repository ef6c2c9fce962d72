import { messageFor } from '../../cloudfunctions/core/messages/enqueue';
import { letterFor } from '../../cloudfunctions/core/scenes/letter';
import { FAR, type Message, NONE } from '../../cloudfunctions/core/words';
import type { LocalCloud } from '../../emulator/local-cloud';
import { inDoubtNow } from '../audit';
import { connectHub } from '../hub-client';
import { plain, type Recipient, storeCredits } from './recipients';

/** A function that sends what is due, and the shape in which it wants to find it. */
export interface Sender {
  /** In the table. */
  title: string;
  /** The cloud function with the timer. */
  name: string;
  /** One due message for each of them, and what they have allowed. */
  fill(cloud: LocalCloud, recipients: readonly Recipient[]): Promise<void>;
  /** Where the message of each user is; `sent` is what it calls a success. */
  states(cloud: LocalCloud): Map<string, string>;
  /** The state from which the next run goes on. */
  due: string;
  /** How many messages it knows to be perhaps sent; absent if it keeps no record. */
  inDoubt?(cloud: LocalCloud): Promise<number>;
}

const ours: Sender = {
  title: 'ours',
  name: 'dispatchMessages',
  due: 'queued',
  async fill(cloud, recipients) {
    await storeCredits(cloud, recipients);
    const now = cloud.clock.now();
    cloud.database.insert('messages', plain(recipients.map((one) => messageTo(one, now))));
  },
  states: (cloud) => statesIn(cloud, 'messages', 'openid'),
  inDoubt: async ({ url }) => (await inDoubtNow(connectHub(url))).length,
};

const safeLoop: Sender = {
  title: 'safe loop',
  name: 'safeLoop',
  due: 'queued',
  async fill({ database, clock, account }, recipients) {
    const dueAt = clock.now();
    const credits = recipients.flatMap(({ openid, consents }) =>
      consents.map(({ id }) => ({ _id: id, openid, state: 'open', messageId: NONE })),
    );
    const free = { state: 'queued', dueAt, claim: NONE, leaseUntil: FAR };
    const messages = recipients.map((one) => ({ ...parcelTo(one, dueAt, account.env), ...free }));
    database.insert('loopCredits', credits);
    database.insert('loopMessages', messages);
  },
  states: (cloud) => statesIn(cloud, 'loopMessages', 'touser'),
  async inDoubt({ database }) {
    const tried = new Set(database.find('loopAttempts').map(({ _id }) => _id));
    const claimed = database.find('loopMessages', '{"state":"claimed"}');
    return claimed.filter(({ _id }) => tried.has(_id)).length;
  },
};

const demo = (name: string, title: string): Sender => ({
  title,
  name,
  due: 'not done',
  async fill({ database, clock, account }, recipients) {
    const date = clock.now();
    const parcels = recipients.map((one) => parcelTo(one, date, account.env));
    database.insert(
      'demoMessages',
      parcels.map((parcel) => ({ ...parcel, done: false, date })),
    );
  },
  states: ({ database }) =>
    new Map(
      database
        .find('demoMessages')
        .map(({ touser, done }) => [String(touser), done === true ? 'sent' : 'not done']),
    ),
});

/** Ours first: budgets are about the first column. */
export const senders: readonly Sender[] = [
  ours,
  demo('demoPattern', 'demo pattern'),
  demo('demoPattern20', 'demo, 20 at once'),
  safeLoop,
];

/** The notice that everybody is due to get. */
export function messageTo({ openid, sn }: Pick<Recipient, 'openid' | 'sn'>, now: number): Message {
  const fields = { goods: '红茶', amount: 6800, sn, paidAt: now };
  return messageFor({ scene: 'paySuccess', key: sn, openid, fields }, now);
}

/** The same card for those who keep it rendered. */
function parcelTo(recipient: Recipient, now: number, env: string) {
  const message = messageTo(recipient, now);
  const letter = letterFor(message, { kind: 'subscription', token: NONE }, env);
  const { touser, templateId, page, data } = letter;
  return { _id: message._id, touser, templateId, page, data };
}

const statesIn = (
  { database }: LocalCloud,
  collection: string,
  user: string,
): Map<string, string> =>
  new Map(database.find(collection).map((one) => [String(one[user]), String(one.state)]));
