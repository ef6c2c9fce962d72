import { MINUTE, NONE } from '../words';
import type { Message } from '../words';
import type { Ports } from '../ports';
import { idsOf } from '../ids';
import { PAGE } from '../limits';
import { lookTwice } from '../look-twice';
import { attemptId, attemptsOf, resultId } from '../messages/attempts';
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
  const candidates = await candidatesFor(ports, push, item);
  const [message] = candidates;
  const isClear = message?.state === 'unknown' && candidates.length === 1;
  if (!isClear || (item.ErrorCode !== 0 && (await hasOtherSends(ports, message)))) {
    ports.log('push.unmatched', { event: push.name, candidates: candidates.length });
    return;
  }
  const { _id, attempts, creditId } = message;
  const ending =
    item.ErrorCode === 0
      ? { state: 'sent', reason: 'sent', errCode: 0, sentAt: push.at }
      : { state: 'failed', reason: 'not-delivered', errCode: item.ErrorCode };
  const settled = await ports.db.update('messages', { _id, state: 'unknown', attempts }, ending);
  if (settled === 0 || item.ErrorCode !== 0) return;
  const bond = { _id: creditId, state: 'inDoubt', kind: 'subscription' };
  await ports.db.update('credits', bond, { state: 'spent' });
}

/** A send that failed says nothing about the message's earlier ones. */
const hasOtherSends = async (ports: Ports, { _id }: Message): Promise<boolean> =>
  (await attemptsOf(ports, _id)).filter(({ result }) => result === 'started').length > 1;

/**
 * Messages whose latest send the report may be about. A `sent` one counts, too, unless it has a `msgid`
 * of its own: its report must not settle another message.
 */
async function candidatesFor(ports: Ports, push: Push, item: PushItem): Promise<Message[]> {
  const query = { openid: push.openid, state: { in: ['sending', 'unknown', 'sent'] } };
  const options = { orderBy: 'createdAt', newestFirst: true, limit: PAGE / 2 }; // two attempts each
  const messages = await ports.db.find('messages', query, options);
  if (messages.length === 0) return [];
  const ids = messages.flatMap(({ _id, attempts: n }) => [attemptId(_id, n), resultId(_id, n)]);
  const attempts = await ports.db.find('attempts', { _id: { in: ids } }, { limit: PAGE });
  const others = new Set(
    attempts
      .filter(({ msgid }) => item.MsgID !== '' && msgid !== NONE)
      .map(({ messageId }) => messageId),
  );
  const recent = attempts.filter(
    ({ at, result, messageId }) =>
      result === 'started' &&
      !others.has(messageId) &&
      at <= push.at + SKEW &&
      at >= push.at - REPORTED_WITHIN,
  );
  const credits = await ports.db.find(
    'credits',
    { _id: { in: recent.map((start) => start.creditId) }, templateId: item.TemplateId },
    { limit: PAGE },
  );
  const used = new Set(idsOf(credits));
  const meant = new Set(
    recent.filter((start) => used.has(start.creditId)).map((start) => start.messageId),
  );
  return messages.filter((message) => meant.has(message._id));
}
