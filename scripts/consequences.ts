/** What the product does after a code, in words, asked from the function that decides it. */
import { chinaTime } from '../cloudfunctions/core/china-time';
import { blankCredit } from '../cloudfunctions/core/credits/collect';
import { type Case, type Decision, judge } from '../cloudfunctions/core/messages/judge';
import type { Outcome } from '../cloudfunctions/core/ports';
import { channelOf } from '../cloudfunctions/core/scenes/letter';
import { provesNothing, provesUnsent } from '../cloudfunctions/core/wechat/errors';
import { DAY, FAR, MINUTE, NONE, SECOND } from '../cloudfunctions/core/words';
import type { Channel, CreditKind, Delivery } from '../cloudfunctions/core/words';

/** Noon in China. */
const now = Date.UTC(2026, 2, 4, 4, 0, 0);

interface Trial {
  label: string;
  kind: CreditKind;
  delivery: Delivery;
  openedAt: number;
}

const prepayId = 'prepay_id';
const justPaid = 'prepay_id just paid';

const deliveries: readonly Delivery[] = ['atMostOnce', 'atLeastOnce'];

/** Everything at a first attempt that a decision can depend on, beside the code. */
const trials: Trial[] = deliveries.flatMap((delivery) => [
  { label: 'formId', kind: 'form', delivery, openedAt: now - DAY },
  { label: prepayId, kind: 'payment', delivery, openedAt: now - DAY },
  { label: justPaid, kind: 'payment', delivery, openedAt: now - SECOND },
  { label: 'accepted template', kind: 'subscription', delivery, openedAt: now - DAY },
]);

/**
 * @param channel the only one that can answer the code; both if absent
 * @returns cells of a table: what becomes of the message, and of the credit
 */
export function consequences(code: number, channel?: Channel): { message: string; credit: string } {
  const possible = trials.filter(({ kind }) => !channel || channelOf(kind) === channel);
  const said = possible.map((trial) => ({ trial, ...sayDecision(code, trial) }));
  return {
    message: merged(said.map(({ trial, message }) => ({ trial, text: message }))),
    credit: merged(said.map(({ trial, credit }) => ({ trial, text: credit }))),
  };
}

function sayDecision(code: number, trial: Trial): { message: string; credit: string } {
  const decision = judge(caseOf(code, trial, 1));
  const later = judge(caseOf(code, trial, 3));
  return { message: sayMessage(decision, later), credit: credits[decision.credit] };
}

function caseOf(code: number, { kind, delivery, openedAt }: Trial, tries: number): Case {
  const credit = { ...blankCredit, _id: 'c', kind, openid: 'o', openedAt, expiresAt: FAR };
  return {
    outcome: outcomeOf(code),
    credit,
    delivery,
    bonded: false,
    maybeSent: false,
    maybeSpent: false,
    tries,
    attempts: tries,
    now,
    random: 0,
  };
}

function outcomeOf(errCode: number): Outcome {
  if (provesUnsent(errCode)) return { type: 'unsent', errCode, detail: '' };
  if (provesNothing(errCode)) return { type: 'lost', detail: '' };
  return { type: 'answered', errCode, msgid: NONE };
}

const messages: Readonly<Record<Decision['message'], (when: string) => string>> = {
  sent: () => 'sent',
  next: () => 'the next credit, at once',
  later: (when) => `again ${when}`,
  again: (when) => `again ${when}, with the same credit`,
  repeat: (when) => `again ${when}, with another credit`,
  reroute: () => 'another kind of credit, at once; without one it waits',
  failed: () => '`failed`',
  unknown: () => '`unknown`',
};

const credits: Readonly<Record<Decision['credit'], string>> = {
  spent: 'spent; a long-term one stays open',
  refused: 'refused',
  open: 'open again',
  inDoubt: 'in doubt, stays with the message',
};

const sayMessage = (decision: Decision, later: Decision): string =>
  messages[decision.message](timing(decision, later));

/** When it is tried again, and whether the pauses grow. */
function timing(decision: Decision, later: Decision): string {
  if (!('at' in decision)) return '';
  const wait = decision.at - now;
  const clock = chinaTime(decision.at).slice(-5);
  if (wait > 60 * MINUTE) return `at ${clock} in China`;
  const grows = 'at' in later && later.at > decision.at;
  const pause = wait < MINUTE ? `${wait / SECOND} s` : `${wait / MINUTE} min`;
  return grows ? `after ${pause}, then after longer pauses` : `after ${pause}`;
}

/** One text if all trials agree; otherwise one line for each text, with those it is for. */
function merged(said: { trial: Trial; text: string }[]): string {
  const texts = [...new Set(said.map(({ text }) => text))];
  if (texts.length === 1) return texts[0] ?? '';
  return texts
    .map((text) => {
      const whose = said.filter((one) => one.text === text).map((one) => one.trial);
      return `${labelsOf(whose)}: ${text}`;
    })
    .join('<br>');
}

/** The delivery mode is named only where it matters. */
function labelsOf(some: readonly Trial[]): string {
  const labels = [...new Set(some.map(({ label }) => label))].filter(
    (label, _, all) => label !== justPaid || !all.includes(prepayId),
  );
  const modes = new Set(some.map(({ delivery }) => delivery));
  const named = labels.join(', ');
  return modes.size === 1 ? `${named}, \`${[...modes].join()}\`` : named;
}
