import { sceneOf } from '../cloudfunctions/core/scenes/scenes';
import type { Message } from '../cloudfunctions/core/words';
import type { LocalCloud } from '../emulator/local-cloud';
import type { Card } from '../emulator/services';
import type { Delivered } from './promise';

/**
 * Every card of every user, with the message that it shows, which is known by its title and the key on it.
 * @returns a `messageId` of no message for a card that nobody has asked for
 */
export function cardsIn(
  wechat: Pick<LocalCloud['wechat'], 'users' | 'inbox'>,
  messages: readonly Message[],
): Delivered[] {
  const shown = new Map<string, Message[]>();
  for (const message of messages) {
    const name = `${sceneOf(message.scene)?.title} ${keyOn(message)}`;
    shown.set(name, [...(shown.get(name) ?? []), message]);
  }
  const find = (openid: string, { title, rows }: Card): string => {
    const candidates = rows.flatMap(({ value }) => shown.get(`${title} ${value}`) ?? []);
    const own = candidates.find((message) => message.openid === openid) ?? candidates[0];
    return own?._id ?? `${title} ${rows.map(({ value }) => value).join(', ')}`;
  };
  return wechat
    .users()
    .flatMap(({ openid }) =>
      wechat.inbox(openid).map((card) => ({ openid, messageId: find(openid, card) })),
    );
}

/** The field that tells a message's card from the others of its scene. */
const keyFields: Readonly<Record<string, string>> = {
  registrationSuccess: 'department',
  courseReminder: 'course',
  auditResult: 'item',
  rechargeSuccess: 'account',
};

const keyOn = ({ scene, fields }: Message): string => String(fields[keyFields[scene] ?? 'sn']);
