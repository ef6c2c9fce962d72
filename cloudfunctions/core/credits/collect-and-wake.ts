import type { Credit } from '../words';
import type { Ports } from '../ports';
import { deliver } from '../messages/deliver';
import { claimThese } from '../messages/claim';
import { wake } from '../messages/wake';
import { Refusal } from '../refusal';
import { countReport, type Report } from '../users/reports';
import { openCreditsOf } from './lease';
import { pairConsents } from './pair-consents';
import {
  type Collected,
  type Consent,
  type Drafts,
  draftsOf,
  storeDrafts,
  type Tap,
} from './collect';

/** What somebody tells of a user. */
export interface News {
  taps?: readonly Tap[];
  consents?: readonly Consent[];
  toldBy: 'page' | 'push';
}

/**
 * Stores what a user's phone has collected, and sends at once what has waited for it.
 * @returns how many were new, known, and not credits at all
 * @throws Refusal LIMITED if a page reports more in a day than people do; WeChat's pushes are not limited
 */
export async function collectAndWake(
  ports: Ports,
  openid: string,
  { taps = [], consents = [], toldBy }: News,
): Promise<Collected> {
  const drafts = draftsOf(ports, { openid, taps, consents, toldBy });
  const [open, isWithinLimits] = await Promise.all([
    openCreditsOf(ports, [openid]),
    toldBy === 'push' || countReport(ports, openid, reportOf(drafts)),
  ]);
  if (!isWithinLimits) {
    throw new Refusal('LIMITED', 'That is more than a phone may report in a day. Go on tomorrow.');
  }
  const { counts, credits, known } = await storeDrafts(ports, drafts, open);
  const isConsent = ({ kind }: Credit) => kind !== 'form';
  await pairConsents(ports, credits.filter(isConsent), known.filter(isConsent));
  const woken = drafts.credits.length > 0 ? await wake(ports, openid) : 0;
  if (woken > 0) await deliverTo(ports, openid);
  return counts;
}

function reportOf({ credits }: Drafts): Report {
  const taps = credits.filter(({ kind }) => kind === 'form').length;
  return { taps, consents: credits.length - taps };
}

async function deliverTo(ports: Ports, openid: string): Promise<void> {
  const claim = ports.newId();
  const due = { openid, state: 'queued', nextAttemptAt: { lte: ports.now() } };
  await deliver(ports, await claimThese(ports, due, claim), claim);
}
