import type { Credit } from '../words';
import type { Ports } from '../ports';

/**
 * WeChat says that a token is dead. It dies as a whole: 41028 or 41029 on a prepay_id closes its
 * other uses, 43101 closes everything that the user had accepted for the template until then.
 * @param at when the refused send left: what was accepted since is not meant
 */
export async function refuseToken(
  ports: Ports,
  credit: Credit,
  errCode: number,
  at: number,
): Promise<void> {
  const refused = { state: 'refused', errCode };
  await ports.db.update(
    'credits',
    { _id: credit._id, state: credit.state, claim: credit.claim },
    refused,
  );
  const { kind, openid, token, templateId } = credit;
  if (kind === 'payment') {
    await ports.db.update('credits', { token, kind, state: { in: ['pending', 'open'] } }, refused);
  }
  if (kind === 'subscription' || kind === 'longTerm') {
    await ports.db.update(
      'credits',
      { openid, state: 'open', kind, templateId, openedAt: { lte: at } },
      refused,
    );
  }
}
