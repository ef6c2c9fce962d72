/**
 * A careful loop, message by message, to compare with: claim the message, take a credit, record the
 * attempt, send, settle. Safe when runs overlap or die, and every message pays for it with calls of
 * its own.
 */
import { randomUUID } from 'node:crypto';
import { type Parcel, sdk, send } from '../rival-sdk';

const LANES = 20;
const PAGE = 200;
/** As long as the dispatcher's. */
const LEASE_MS = 135_000;
const LAST_START_MS = 10_000;

interface Context {
  getRemainingTimeInMillis(): number;
}

const collection = (name: string) => sdk.database().collection(name);
const lte = (value: number): unknown => sdk.database().command.lte(value);

/** One tick of the timer: 20 lanes work on a page until nothing is due. */
export async function main(_event: unknown, context: Context): Promise<void> {
  await recover();
  const claim = randomUUID();
  while (context.getRemainingTimeInMillis() > LAST_START_MS) {
    const due = { state: 'queued', dueAt: lte(Date.now()) };
    const page = collection('loopMessages').where(due).limit(PAGE);
    const { data: messages } = await page.get();
    if (messages.length === 0) return;
    const lane = async (): Promise<void> => {
      for (let next = messages.shift(); next; next = messages.shift()) await sendOne(next, claim);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }
}

async function sendOne(message: Parcel, claim: string): Promise<void> {
  const { _id, touser } = message;
  const leaseUntil = Date.now() + LEASE_MS;
  if (!(await change({ _id, state: 'queued' }, { state: 'claimed', claim, leaseUntil }))) return;
  const creditId = await takeCredit(touser, _id);
  if (creditId === undefined) {
    await change({ _id, claim }, { state: 'waiting' });
    return;
  }
  await collection('loopAttempts').add({ data: { _id, creditId, claim } });
  const state = await send(message).then(
    () => 'sent',
    () => 'unknown',
  );
  await change({ _id, claim, state: 'claimed' }, { state });
}

/** A taken credit of a sent message is spent, so it needs no write of its own afterwards. */
async function takeCredit(openid: string, messageId: string): Promise<string | undefined> {
  const credits = collection('loopCredits').where({ openid, state: 'open' }).limit(PAGE);
  for (const { _id } of (await credits.get()).data) {
    const open = collection('loopCredits').where({ _id, state: 'open' });
    const { stats } = await open.update({ data: { state: 'taken', messageId } });
    if (stats.updated === 1) return _id;
  }
  return undefined;
}

/** What a dead run has left: tried means unknown, not tried means again. */
async function recover(): Promise<void> {
  const dead = { state: 'claimed', leaseUntil: lte(Date.now()) };
  const found = await collection('loopMessages').where(dead).limit(PAGE).get();
  for (const { _id } of found.data) {
    const attempt = collection('loopAttempts').where({ _id }).limit(1);
    const wasTried = (await attempt.get()).data.length > 0;
    if (!wasTried) {
      const taken = collection('loopCredits').where({ messageId: _id, state: 'taken' });
      await taken.update({ data: { state: 'open', messageId: 'none' } });
    }
    await change({ _id, ...dead }, { state: wasTried ? 'unknown' : 'queued' });
  }
}

async function change(query: object, data: object): Promise<boolean> {
  const { stats } = await collection('loopMessages').where(query).update({ data });
  return stats.updated === 1;
}
