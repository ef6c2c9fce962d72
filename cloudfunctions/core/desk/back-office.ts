import type { AttemptView, BackOfficeData, BackOfficeRequest, MessageView } from '../../contract';
import { creditStates, messageStates, orderStates } from '../words';
import type { Message, MessageState } from '../words';
import type { Ports } from '../ports';
import { mask } from '../handler/mask';
import { allStops, EVERY, start, stop } from '../channels/stops';
import { PAGE } from '../limits';
import { attemptsOf } from '../messages/attempts';
import { giveUp, redrive } from '../messages/manage';
import { viewOf } from '../orders/list';
import { anyOrder } from '../orders/order';
import { Refusal } from '../refusal';
import { sceneOf } from '../scenes/scenes';
import { explainWithCode } from './error-words';

type Actions = {
  [A in BackOfficeRequest['action']]: (
    ports: Ports,
    request: Extract<BackOfficeRequest, { action: A }>,
  ) => Promise<BackOfficeData[A]>;
};

/** What staff can see and do. Openids are masked in every answer. */
const actions: Actions = {
  async status({ db, now }) {
    // a state with so many messages that the cloud gives up counting is left out
    const counts = await Promise.allSettled(
      messageStates.map(async (state) => [state, await db.count('messages', { state })] as const),
    );
    const due = { state: 'queued', nextAttemptAt: { lte: now() } };
    const [oldest] = await db.find('messages', due, { orderBy: 'nextAttemptAt', limit: 1 });
    const troubled = await newest(db, ['failed', 'unknown', 'waiting'], PAGE);
    return {
      backlogAgeMs: oldest ? now() - oldest.nextAttemptAt : 0,
      states: Object.fromEntries(
        counts.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
      ),
      reasons: tally(troubled.map((message) => message.reason)),
    };
  },
  async orders({ db }, { state, limit = 50 }) {
    const options = { orderBy: 'createdAt', newestFirst: true, limit };
    const pages = await Promise.all(
      (state ? [state] : orderStates).map((one) => db.find('orders', { state: one }, options)),
    );
    return { orders: pages.flat().sort(byAge).slice(0, limit).map(viewOf) };
  },
  async messages({ db }, { state, limit = 50 }) {
    const messages = await newest(db, state ? [state] : messageStates, limit);
    return { messages: messages.slice(0, limit).map(messageView) };
  },
  async message(ports, { id }) {
    const message = await theMessage(ports, id);
    const attempts = await attemptsOf(ports, id);
    return { message: messageView(message), attempts: attempts.map(attemptView) };
  },
  async credits(ports, { sn }) {
    const { openid } = await anyOrder(ports, sn);
    const query = { openid, state: { in: creditStates } };
    const credits = await ports.db.find('credits', query, { limit: PAGE });
    return {
      credits: credits.map(({ kind, state, reservedFor, expiresAt }) => ({
        kind,
        state,
        reservedFor,
        expiresAt,
      })),
    };
  },
  async redrive(ports, { id }) {
    const message = await theMessage(ports, id);
    const status = await redrive(ports, id);
    if (status) return { message: status };
    throw new Refusal(
      'CONFLICT',
      `Message ${id} is ${message.state}: only an ended one is resent.`,
    );
  },
  async cancel(ports, { id }) {
    const message = await theMessage(ports, id);
    const status = await giveUp(ports, id);
    if (status) return { message: status };
    const why = 'only a message that waits can be cancelled.';
    throw new Refusal('CONFLICT', `Message ${id} is ${message.state} (${message.reason}): ${why}`);
  },
  channels: (ports) => stopsOf(ports),
  async switchOn(ports, { kind, scene }) {
    checkScene(scene);
    await start(ports, kind, scene);
    return stopsOf(ports);
  },
  async switchOff(ports, { kind, scene }) {
    checkScene(scene);
    await stop(ports, new Set(), { kind, scene, errCode: 0, reason: 'staff-stop' });
    return stopsOf(ports);
  },
};

/** @throws Refusal INVALID_ARGUMENT for a scene that is not in the list */
function checkScene(scene: string): void {
  if (scene === EVERY || sceneOf(scene)) return;
  throw new Refusal('INVALID_ARGUMENT', `There is no scene ${scene}. ${EVERY} stands for all.`);
}

const stopsOf = async (ports: Ports) => ({
  stops: (await allStops(ports)).map(({ _id, ...view }) => ({
    ...view,
    explanation: explainWithCode(view.reason, view.errCode),
  })),
});

/** Runs one action of the back office. */
export function backOffice<A extends BackOfficeRequest['action']>(
  ports: Ports,
  request: Extract<BackOfficeRequest, { action: A }>,
): Promise<BackOfficeData[A]> {
  const action: Actions[A] = actions[request.action];
  return action(ports, request);
}

async function theMessage(ports: Ports, id: string): Promise<Message> {
  const message = await ports.db.get('messages', id);
  if (message) return message;
  throw new Refusal('NOT_FOUND', `There is no message ${id}. Its id is scene:key.`);
}

/** The newest messages in these states; one read each, so that every read follows an index. */
async function newest(
  db: Ports['db'],
  states: readonly MessageState[],
  limit: number,
): Promise<Message[]> {
  const options = { orderBy: 'createdAt', newestFirst: true, limit };
  const pages = await Promise.all(states.map((state) => db.find('messages', { state }, options)));
  return pages.flat().sort(byAge);
}

const byAge = (a: { createdAt: number }, b: { createdAt: number }): number =>
  b.createdAt - a.createdAt;

const messageView = (message: Message): MessageView => ({
  id: message._id,
  scene: message.scene,
  user: mask(message.openid),
  sn: message.sn,
  state: message.state,
  reason: message.reason,
  explanation: explainWithCode(message.reason, message.errCode),
  errCode: message.errCode,
  detail: message.detail,
  attempts: message.attempts,
  nextAttemptAt: message.nextAttemptAt,
  createdAt: message.createdAt,
  sentAt: message.sentAt,
});

const attemptView = (attempt: {
  at: number;
  creditId: string;
  result: string;
  errCode: number;
}): AttemptView => ({
  at: attempt.at,
  creditKind: attempt.creditId.split(':')[0] ?? '',
  result: attempt.result,
  errCode: attempt.errCode,
});

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
