import { cloudDatabase } from '../../cloudfunctions/core/cloud/database';
import { sdk } from '../../cloudfunctions/core/cloud/sdk';
import { cloudSender } from '../../cloudfunctions/core/cloud/sender';
import { START } from '../../cloudfunctions/core/testing/bench';
import type { Collections } from '../../cloudfunctions/core/words';
import type { LocalCloud } from '../../emulator/local-cloud';
import type { BookedToken, Fault } from '../../emulator/services';
import type { Switches } from '../../emulator/settings';
import { payOn } from './cloud-pay';
import { ENV, people, type Person, shownBy, type Weather, type World } from './world';

/**
 * A shop on an empty local cloud, reached as a server outside the functions would: by the unmodified
 * SDK. No timer of the local cloud runs.
 */
export async function createCloudWorld(
  cloud: LocalCloud,
  switches: Partial<Switches>,
): Promise<World> {
  await cloud.state.reset();
  const { clock, database, settings, wechat } = cloud;
  clock.restart(START - Date.now());
  settings.change({ switches });
  const openids = new Map(people.map((who) => [who, wechat.createUser().openid]));
  const openidOf = (who: Person): string => openids.get(who) ?? '';
  const stored = <C extends keyof Collections>(collection: C) =>
    database.find(collection) as unknown as Collections[C][];
  const ownerOf = (sn: string) => stored('orders').find(({ _id }) => _id === sn)?.openid;
  const { pay, ...money } = payOn(cloud, ownerOf);
  let ids = 0;
  return {
    ports: {
      db: cloudDatabase(sdk().database()),
      pay,
      now: () => clock.now(),
      random: () => 0,
      newId: () => `claim-${(ids += 1)}`,
      callAt: async () => undefined,
      log: () => undefined,
      remainingMs: () => 60_000,
      env: ENV,
    },
    deliver: deliverOn(cloud),
    openidOf,
    advance: (ms) => clock.restart(clock.offset() + ms), // which runs nothing on its way
    tap: (openid) => wechat.tap(openid).formId,
    ...consentsOn(cloud),
    ...money,
    stored,
    cards: () => people.map(openidOf).flatMap((openid) => cardsOf(cloud, openid)),
    hasStaleReads: switches.staleReads ?? false,
  };
}

const cardsOf = ({ wechat }: LocalCloud, openid: string) =>
  wechat.inbox(openid).map(({ templateId, rows }) => {
    const values = rows.map(({ value }) => value);
    return { openid, messageId: shownBy(openid, templateId, values) };
  });

const effects: Partial<Record<Weather, Fault['effect']>> = {
  'answer lost': 'dropAnswer',
  'never arrived': { errCode: 'SYS_ERR' },
  'busy, delivered': { errCode: -1 },
  'busy, not delivered': { errCode: -1 },
  'failed, spent': { errCode: 47001 },
  'failed, not spent': { errCode: 47001 },
  'minute limit': { errCode: 45011 },
};

/** Sends take turns, so that each meets its own weather. */
function deliverOn({ faults, settings }: LocalCloud): World['deliver'] {
  const sender = cloudSender(sdk());
  let turn: Promise<unknown> = Promise.resolve();
  return (letter, weather) => {
    const gone = { errCode: letter.channel === 'template' ? 45103 : 43107 };
    const effect = weather === 'channel gone' ? gone : effects[weather];
    const sending = turn.then(() => {
      faults.clear();
      if (effect) faults.add({ match: { action: 'wx.openApi' }, effect });
      const busyDelivers = weather === 'busy, delivered';
      settings.change({
        switches: { busyDelivers, failedSendSpends: weather === 'failed, spent' },
      });
      return sender.send(letter);
    });
    turn = sending;
    return sending;
  };
}

/** The books forget what was withdrawn; the sends that it had paid for still count. */
function consentsOn({ wechat }: LocalCloud): Pick<World, 'accept' | 'reject' | 'tokens'> {
  const withdrawn = new Map<string, BookedToken>();
  const keyOf = ({ openid, token }: BookedToken): string => `${openid} ${token}`;
  const tokens = (): BookedToken[] => {
    const rows = new Map(wechat.tokens().map((row) => [keyOf(row), row]));
    for (const [key, row] of withdrawn) {
      rows.set(key, { ...row, used: row.used + (rows.get(key)?.used ?? 0) });
    }
    return [...rows.values()];
  };
  const settle = (openid: string, templateId: string, choice: 'accept' | 'reject'): void =>
    wechat.changeSubscriptionSettings(openid, { itemSettings: { [templateId]: choice } });
  return {
    tokens,
    accept(openid, templateId) {
      settle(openid, templateId, 'accept');
      wechat.subscribe(openid, { [templateId]: 'accept' });
    },
    reject(openid, templateId) {
      const lost = tokens().find((row) => row.openid === openid && row.token === templateId);
      if (lost) withdrawn.set(keyOf(lost), lost);
      settle(openid, templateId, 'reject');
    },
  };
}
