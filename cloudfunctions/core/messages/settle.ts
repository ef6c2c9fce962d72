import { NONE } from '../words';
import type { Credit, MessageState } from '../words';
import { idsOf } from '../ids';
import type { Change, Outcome, Ports } from '../ports';
import { freeCredits } from '../credits/free';
import { refuseToken } from '../credits/refuse';
import { sceneOf } from '../scenes/scenes';
import { together } from '../together';
import type { Result } from './attempts';
import { recordResults } from './attempts';
import { type Decision, doubtsAfter, isPatient, judge } from './judge';

/** Where a message is after a run. */
export interface Settled {
  id: string;
  state: MessageState;
  reason: string;
  /** When it is tried again, if that is decided. */
  at?: number;
}

/**
 * Writes down what became of these attempts. Every write is fenced: the message by our claim, the
 * credit by the state and claim that we know. Plain successes share two writes; everything else is
 * recorded as a result first, so that a recovery can finish what a crash has left half done.
 */
export async function settle(
  ports: Ports,
  results: readonly Result[],
  claim: string,
): Promise<Settled[]> {
  const judged = results.map((result) => ({ result, decision: decide(ports, result) }));
  const sent = judged.filter(({ decision }) => decision.message === 'sent').map((j) => j.result);
  const rest = judged.filter(({ decision }) => decision.message !== 'sent');
  const recorded = recordResults(ports, results, claim);
  // one write that fails must not make the others unknown
  await together(
    settleSent(ports, sent, claim),
    ...rest.map(async ({ result, decision }) => {
      await recorded;
      await settleOne(ports, result, decision, claim);
    }),
    recorded,
  );
  return judged.map(({ result, decision }) => ({
    id: result.message._id,
    state: stateAfter[decision.message],
    reason: reasonOf(decision),
    ...('at' in decision && { at: decision.at }),
  }));
}

const decide = (ports: Ports, { message, credit, outcome, n }: Result): Decision =>
  judge({
    outcome,
    credit,
    delivery: sceneOf(message.scene)?.delivery ?? 'atMostOnce',
    bonded: message.creditId === credit._id,
    maybeSent: message.maybeSent,
    maybeSpent: message.maybeSpent,
    tries: message.tries + 1,
    attempts: n,
    now: ports.now(),
    random: ports.random(),
  });

const stateAfter: Record<Decision['message'], MessageState> = {
  sent: 'sent',
  next: 'queued',
  later: 'queued',
  again: 'queued',
  repeat: 'queued',
  reroute: 'queued',
  failed: 'failed',
  unknown: 'unknown',
};

async function settleSent(ports: Ports, sent: readonly Result[], claim: string): Promise<void> {
  if (sent.length === 0) return;
  const lasting = sent.filter(({ credit }) => credit.kind === 'longTerm');
  const single = sent.filter(({ credit }) => credit.kind !== 'longTerm');
  const leased = single.filter(({ credit }) => isLeasedBy(credit, claim));
  const bound = single.filter(({ credit }) => !isLeasedBy(credit, claim));
  await Promise.all([
    ports.db.update(
      'messages',
      { _id: { in: idsOf(sent.map(({ message }) => message)) }, claim, state: 'sending' },
      { state: 'sent', reason: 'sent', errCode: 0, sentAt: ports.now() },
    ),
    leased.length > 0 &&
      ports.db.update(
        'credits',
        { _id: { in: idsOf(leased.map(({ credit }) => credit)) }, claim, state: 'leased' },
        { state: 'spent' },
      ),
    ...bound.map(({ credit }) => moveCredit(ports, credit, { state: 'spent' })),
  ]);
  const permissions = lasting.map(({ credit }) => credit);
  await freeCredits(ports, permissions, claim); // last, as in `settleOne`
}

const isLeasedBy = (credit: Credit, claim: string): boolean =>
  credit.state === 'leased' && credit.claim === claim;

async function settleOne(
  ports: Ports,
  result: Result,
  decision: Decision,
  claim: string,
): Promise<void> {
  const { message, credit } = result;
  ports.log('message.settled', {
    message: message._id,
    decision: decision.message,
    reason: reasonOf(decision),
    errCode: errCodeOf(decision),
  });
  const change = changeOf(decision, result, ports.now());
  const fence = { _id: message._id, claim, state: 'sending' };
  if (decision.credit === 'open') {
    // the credit last: freed too early, another message could take it while this one looks unsettled
    if ((await ports.db.update('messages', fence, change)) > 0)
      await freeCredits(ports, [credit], credit.claim);
    return;
  }
  await settleCredit(ports, result, decision);
  await ports.db.update('messages', fence, change);
  if (credit.kind === 'longTerm') await freeCredits(ports, [credit], claim);
}

/** Only a credit that is leased or in doubt is ours to move; a long-term one may be open again. */
async function settleCredit(
  ports: Ports,
  { credit, at }: Result,
  decision: Decision,
): Promise<void> {
  const isLasting = credit.kind === 'longTerm';
  const isOurs = isLasting || credit.state === 'leased' || credit.state === 'inDoubt';
  if (!isOurs || decision.credit === credit.state) return;
  if (decision.credit === 'refused') await refuseToken(ports, credit, errCodeOf(decision), at);
  else if (!isLasting) await moveCredit(ports, credit, { state: decision.credit });
}

const moveCredit = (ports: Ports, credit: Credit, change: Change): Promise<number> =>
  ports.db.update('credits', { _id: credit._id, state: credit.state, claim: credit.claim }, change);

/** How the message goes on, and what is still unknown about it. */
function changeOf(decision: Decision, { message, credit, outcome }: Result, now: number): Change {
  const doubts = doubtsAfter(outcome);
  const change = {
    state: stateAfter[decision.message],
    reason: reasonOf(decision),
    errCode: errCodeOf(decision),
    detail: detailOf(decision, outcome),
    tries: message.tries + (isPatient(outcome) || isOtherWay(decision) ? 0 : 1),
    maybeSent: message.maybeSent || doubts.maybeSent,
    maybeSpent: false,
    creditId: NONE,
  };
  const bond = { creditId: credit._id, maybeSpent: message.maybeSpent || doubts.maybeSpent };
  switch (decision.message) {
    case 'again':
      return { ...change, ...bond, claim: NONE, nextAttemptAt: decision.at };
    case 'later':
    case 'repeat':
    case 'reroute':
      return { ...change, claim: NONE, nextAttemptAt: decision.at };
    case 'next':
      return { ...change, claim: NONE, nextAttemptAt: now };
    default:
      return { ...change, ...bond };
  }
}

const isOtherWay = ({ message }: Decision): boolean => message === 'next' || message === 'reroute';

/** The keyword that WeChat's words name, as in `argument invalid! data.thing3.value invalid`. */
function detailOf(decision: Decision, outcome: Outcome): string {
  const words =
    outcome.type === 'answered' && reasonOf(decision) === 'message-bad' && outcome.detail;
  return (words && /data\.(\w+)\.value/.exec(words)?.[1]) || NONE;
}

const errCodeOf = (decision: Decision): number => ('errCode' in decision ? decision.errCode : 0);

const reasonOf = (decision: Decision): string => {
  if ('reason' in decision) return decision.reason;
  return decision.message === 'sent' ? 'sent' : 'credit-refused';
};
