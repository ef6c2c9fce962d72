import { DAY, FAR, NONE } from '../words';
import type { Credit } from '../words';
import type { Ports } from '../ports';
import { hash } from '../hash';
import { idsOf } from '../ids';
import { TOKEN_LIFE } from '../limits';
import { consentKind } from '../scenes/letter';
import { withinBounds } from './bounds';
import { isLiving } from './choose';
import { isFormId } from './form-id';

/** A formId and the time of its tap, ms since 1970 on the phone's clock. */
export interface Tap {
  formId: string;
  at: number;
}

/** One answered consent sheet: the value of every template, and an id so that repeats count once. */
export interface Consent {
  id: string;
  answers: Record<string, string>;
  /** When it was answered, ms since 1970 on the phone's clock; now if absent. */
  at?: number;
}

export interface Collected {
  stored: number;
  duplicates: number;
  rejected: number;
}

/** What somebody tells of a user. */
export interface Told {
  /** From the cloud context, never from the client. */
  openid: string;
  taps: readonly Tap[];
  consents: readonly Consent[];
  /** `page` if absent. */
  toldBy?: 'page' | 'push';
}

/** What became of a collection: how many were new, known, and not credits at all; and which. */
export interface Stored {
  counts: Collected;
  credits: Credit[];
  /** As they were told, not as they are. */
  known: Credit[];
}

/** What was told of a user, as credits that are not stored yet. */
export interface Drafts {
  /** Each once; none that nobody can spend any more. */
  credits: Credit[];
  /** How many taps and answers were told, and how many of them are no credits, or dead ones. */
  reported: number;
  rejected: number;
  /** Marks what is stored by one call. */
  claim: string;
}

/** Reads what was told. The same token gives the same credit, whoever reports it how often. */
export function draftsOf(ports: Ports, { openid, taps, consents, toldBy = 'page' }: Told): Drafts {
  const claim = ports.newId();
  const now = ports.now();
  const forms = taps
    .filter((tap) => isFormId(tap.formId))
    .map((tap) => formCredit(openid, tap, claim, now));
  const answers = consents.flatMap((consent) => Object.values(consent.answers)).length;
  const accepts = consents.flatMap((consent) =>
    acceptedBy(ports, { openid, consent, toldBy, claim }),
  );
  const offered = uniqueById([...forms, ...accepts]);
  const credits = offered.filter((credit) => isLiving(credit, now));
  const reported = taps.length + answers;
  const junk = reported - forms.length - accepts.length;
  return { credits, reported, rejected: junk + offered.length - credits.length, claim };
}

/**
 * Stores credits of one user, as long as he has not too many.
 * @param open what he has already
 */
export async function storeDrafts(
  ports: Ports,
  drafts: Drafts,
  open: readonly Credit[],
): Promise<Stored> {
  const stored = new Set(idsOf(open));
  const repeated = drafts.credits.filter(({ _id }) => stored.has(_id));
  const others = drafts.credits.filter(({ _id }) => !stored.has(_id));
  const fitting = withinBounds(others, open, ports.now());
  const credits = await insertNew(ports, fitting, drafts.claim);
  const rejected = drafts.rejected + others.length - fitting.length;
  const duplicates = drafts.reported - rejected - credits.length;
  const fresh = new Set(idsOf(credits));
  const known = [...repeated, ...fitting].filter(({ _id }) => !fresh.has(_id));
  return { counts: { stored: credits.length, duplicates, rejected }, credits, known };
}

/** Stores what was told of a user who has no credits yet. */
export const collectCredits = (ports: Ports, told: Told): Promise<Stored> =>
  storeDrafts(ports, draftsOf(ports, told), []);

/** The phone's clock is not believed: nothing happened in the future, or longer ago than a token lives. */
const clamped = (at: number, now: number): number => Math.max(Math.min(at, now), now - TOKEN_LIFE);

function formCredit(openid: string, tap: Tap, claim: string, now: number): Credit {
  const openedAt = clamped(tap.at, now);
  return {
    ...blankCredit,
    _id: `form:${hash(tap.formId)}:1`,
    kind: 'form',
    openid,
    token: tap.formId,
    claim,
    openedAt,
    expiresAt: openedAt + TOKEN_LIFE,
  };
}

/** A consent as somebody tells it. */
interface Answered {
  openid: string;
  consent: Consent;
  toldBy: 'page' | 'push';
  claim: string;
}

/**
 * Every value that begins with `accept` allows one send, or any number if the template is a long-term
 * one; `reject`, `ban` and `filter` allow none, nor does a template that this environment does not use.
 */
function acceptedBy(
  { env, now }: Pick<Ports, 'env' | 'now'>,
  { openid, consent, toldBy, claim }: Answered,
): Credit[] {
  return Object.entries(consent.answers).flatMap(([templateId, answer]) => {
    const kind = answer.startsWith('accept') && consentKind(env, templateId);
    if (!kind) return [];
    return {
      ...blankCredit,
      _id: `${kind}:${hash(`${openid} ${templateId} ${consent.id}`)}:1`,
      kind,
      openid,
      templateId,
      claim,
      openedAt: clamped(consent.at ?? now(), now()),
      expiresAt: FAR,
      toldBy,
    };
  });
}

/** The three uses of a prepay_id; `pending` until WeChat says that the order is paid. */
export function paymentCredits(
  order: { openid: string; sn: string; prepayId: string },
  plan: readonly string[],
  now: number,
): Credit[] {
  return plan.map((reservedFor, i) => ({
    ...blankCredit,
    _id: `payment:${hash(order.prepayId)}:${i + 1}`,
    kind: 'payment',
    openid: order.openid,
    token: order.prepayId,
    sn: order.sn,
    use: i + 1,
    reservedFor,
    state: 'pending',
    openedAt: now,
    expiresAt: now + TOKEN_LIFE + DAY, // it can be paid for some hours, and reported two days later
  }));
}

/** The parts of a credit that most kinds leave alone. */
export const blankCredit: Omit<Credit, '_id' | 'kind' | 'openid' | 'openedAt' | 'expiresAt'> = {
  token: NONE,
  templateId: NONE,
  sn: NONE,
  use: 1,
  reservedFor: NONE,
  state: 'open',
  claim: NONE,
  leaseUntil: FAR,
  errCode: 0,
  toldBy: NONE,
};

const uniqueById = (credits: readonly Credit[]): Credit[] => [
  ...new Map(credits.map((credit) => [credit._id, credit])).values(),
];

/** @returns those that were stored by this call */
async function insertNew(ports: Ports, credits: Credit[], claim: string): Promise<Credit[]> {
  if (credits.length === 0) return [];
  const known = new Set(await ports.db.insert('credits', credits));
  if (known.size === 0) return credits;
  const fresh = credits.filter((credit) => !known.has(credit._id));
  if (credits.length === 1) return fresh;
  const query = { _id: { in: [...known] }, claim };
  return [...fresh, ...(await ports.db.find('credits', query, { limit: known.size }))];
}
