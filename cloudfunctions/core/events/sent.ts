import { FAR, MINUTE } from '../words';
import type { Attempt } from '../words';
import type { Ports } from '../ports';
import { idsOf } from '../ids';
import { PAGE } from '../limits';
import { lookTwice } from '../look-twice';
import { outcomeOf, resultId } from '../messages/attempts';
import { doubtsAfter } from '../messages/judge';
import type { Push, PushItem } from './push';

/** A delivery is reported within this time of its send; clocks may differ by a minute. */
const REPORTED_WITHIN = 10 * MINUTE;
const SKEW = MINUTE;

/**
 * WeChat reports what became of a send that it had accepted: a failure afterwards makes the message
 * failed, and a report about a send that nobody answered settles it, if only one send can be meant.
 */
export async function onSent(ports: Ports, push: Push): Promise<void> {
  for (const item of push.items) {
    if (await correctAnswered(ports, push, item)) continue;
    await settleUnknown(ports, push, item);
  }
}

/** @returns whether the report is about a send whose answer we have */
async function correctAnswered(ports: Ports, push: Push, item: PushItem): Promise<boolean> {
  if (!/^\d+$/.test(item.MsgID)) return false;
  const read = () => ports.db.find('attempts', { msgid: item.MsgID }, { limit: 1 });
  const [result] = await lookTwice(read, 1); // WeChat reports once
  if (!result) return false;
  const attempts = Number(/#(\d+)=$/.exec(result._id)?.[1]);
  if (item.ErrorCode !== 0) {
    await ports.db.update(
      'messages',
      { _id: result.messageId, openid: push.openid, state: 'sent', attempts },
      { state: 'failed', reason: 'not-delivered', errCode: item.ErrorCode },
    );
  }
  return true;
}

async function settleUnknown(ports: Ports, push: Push, item: PushItem): Promise<void> {
  const sends = await sendsFor(ports, push, item);
  const [send] = sends;
  const isOne = send && sends.every(({ messageId }) => messageId === send.messageId);
  const message = isOne && (await ports.db.get('messages', send.messageId));
  const hasFailed = item.ErrorCode !== 0; // which says nothing about other sends of the message
  if (!message || message.state !== 'unknown' || (hasFailed && message.attempts > 1)) {
    ports.log('push.unmatched', { event: push.name, candidates: sends.length });
    return;
  }
  const { _id, attempts } = message;
  const ending = hasFailed
    ? { state: 'failed', reason: 'not-delivered', errCode: item.ErrorCode }
    : { state: 'sent', reason: 'sent', errCode: 0, sentAt: push.at };
  const settled = await ports.db.update('messages', { _id, state: 'unknown', attempts }, ending);
  if (settled === 0 || hasFailed) return;
  const bond = { _id: send.creditId, state: 'inDoubt', kind: 'subscription' };
  await ports.db.update('credits', bond, { state: 'spent' });
}

/** Every send that the report may be about, whatever its message has done since. */
async function sendsFor(ports: Ports, { openid, at }: Push, item: PushItem): Promise<Attempt[]> {
  const used = {
    openid,
    state: { in: ['leased', 'inDoubt', 'spent', 'refused', 'open'] }, // what is long-term is open again
    kind: { in: ['subscription', 'longTerm'] },
    templateId: item.TemplateId,
    leaseUntil: { lte: FAR - 1 },
  };
  const latest = (orderBy: string) => ({ orderBy, newestFirst: true, limit: PAGE });
  const credits = await ports.db.find('credits', used, latest('leaseUntil'));
  const tried = { creditId: { in: idsOf(credits) } };
  const attempts = await ports.db.find('attempts', tried, latest('at'));
  const results = new Map(attempts.map((attempt) => [attempt._id, attempt]));
  return attempts.filter((start) => {
    const isRecent = start.at <= at + SKEW && start.at >= at - REPORTED_WITHIN;
    return start.result === 'started' && isRecent && mayBe(item, results.get(resultId(start._id)));
  });
}

/** @param result what is recorded of a send; nothing also if WeChat took it without a msgid */
function mayBe({ MsgID }: PushItem, result: Attempt | undefined): boolean {
  if (!result) return true;
  const hasArrived = result.result === 'answered' && result.errCode === 0;
  return hasArrived ? MsgID === '' : doubtsAfter(outcomeOf(result)).maybeSent;
}
