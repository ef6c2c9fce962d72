import { type Consent, collectCredits } from '../../cloudfunctions/core/credits/collect';
import type { Ports } from '../../cloudfunctions/core/ports';
import type { LocalCloud } from '../../emulator/local-cloud';

/** A user who is due to get a message, and what the user has allowed. */
export interface Recipient {
  openid: string;
  sn: string;
  consents: Consent[];
}

/** The subscribe template that every comparison uses. */
const TEMPLATE = 'sub-pay-success';

/** @param allowed how many messages each user has allowed; two are what a regular buyer has */
export const createRecipients = (cloud: LocalCloud, count: number, allowed: number): Recipient[] =>
  Array.from({ length: count }, (_, i) => {
    const { openid } = cloud.wechat.createUser();
    const consents = Array.from({ length: allowed }, (__, n) => {
      const answers = cloud.wechat.subscribe(openid, { [TEMPLATE]: 'accept' });
      return { id: `consent-${i}-${n}`, answers };
    });
    return { openid, sn: `N${String(i).padStart(6, '0')}`, consents };
  });

/** Stores what they have allowed as credits, straight into the database: filling is not measured. */
export async function storeCredits(
  cloud: LocalCloud,
  recipients: readonly Recipient[],
): Promise<void> {
  const { database, account, clock } = cloud;
  const insert: Ports['db']['insert'] = async (collection, documents) => {
    database.insert(collection, plain(documents));
    return [];
  };
  const needed = { db: { insert }, env: account.env, now: () => clock.now(), newId: () => 'bench' };
  const ports = needed as unknown as Ports;
  for (const { openid, consents } of recipients) {
    for (const consent of consents) {
      await collectCredits(ports, { openid, taps: [], consents: [consent] });
    }
  }
}

/** Documents as the database's own insert takes them. */
export const plain = (documents: readonly object[]): Record<string, unknown>[] =>
  documents as Record<string, unknown>[];
