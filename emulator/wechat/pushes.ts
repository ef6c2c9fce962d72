import * as v from 'valibot';
import type { AccountDefinition, Functions, Scheduler } from '../services';
import type { PushSettings } from '../settings';
import { createNotifier, type Manner, type Notifier } from './notify';

const SECOND = 1000;
/** Nobody has measured how soon WeChat pushes; it is not at once. Virtual time. */
const DELAY = { popup: SECOND, change: SECOND, sent: 2 * SECOND };
/** A push that is not answered in five seconds is repeated (WeChat docs, "Message push"). */
const PATIENCE = 5 * SECOND;
const MOST_REPEATS = 3;
/** The account's own id, which only WeChat gives out. */
const TO_USER_NAME = 'gh_local';

/** The fields of a push that its receiver needs; the rest is as it comes. */
const Receiver = v.object({ FromUserName: v.string() });

/**
 * A push to a cloud function. Who calls, as the function sees it, is documented nowhere: here it is
 * the user, with a source of its own.
 */
const eventPush: Manner = {
  label: 'event push',
  callerOf: (event) => {
    const checked = v.safeParse(Receiver, event);
    const source = 'wx_unknown';
    return checked.success ? { source, openid: checked.output.FromUserName } : { source };
  },
  isUnderstood: (answer) => answer === 'success',
  waitAfter: (calls) => (calls <= MOST_REPEATS ? PATIENCE : undefined),
  patienceMs: PATIENCE,
};

/** Tells the project's function what users do with subscribe messages (WeChat docs, "Event push"). */
export interface Pushes extends Pick<Notifier, 'save' | 'restore'> {
  /** The user has acted on a consent sheet. */
  popup(openid: string, answers: Record<string, string>): void;
  /** The user has rejected templates in the settings. */
  change(openid: string, templateIds: string[]): void;
  /** A message is delivered, or (an error code) could not be. */
  sent(openid: string, templateId: string, msgid: bigint, errorCode: number): void;
}

type Kind = keyof typeof DELAY;

const eventOf = (kind: Kind) => `subscribe_msg_${kind}_event` as const;

/** The events that come: of each the project may name a function. */
export const PUSHED_EVENTS = [eventOf('popup'), eventOf('change'), eventOf('sent')] as const;

/** The name of the field that holds the items, if they are not at the top. */
const NAMED: Record<Kind, string> = {
  popup: 'SubscribeMsgPopupEvent',
  change: 'SubscribeMsgChangeEvent',
  sent: 'SubscribeMsgSentEvent',
};

/** Makes the pushes of an account; an event that no function is named for is not pushed. */
export const createPushes = (
  scheduler: Scheduler,
  { pushes }: AccountDefinition,
  shape: () => PushSettings,
  invoke: Functions['invoke'],
): Pushes => {
  const notifier = createNotifier(scheduler, invoke, eventPush);
  const push = (kind: Kind, openid: string, items: Record<string, string>[]): void => {
    const name = eventOf(kind);
    const functionName = pushes[name];
    if (functionName === undefined || items.length === 0) return;
    const { list: wanted, place } = shape();
    const isAlone = items.length === 1 && wanted === 'object';
    const list = { List: isAlone ? items[0] : items };
    const event = {
      ToUserName: TO_USER_NAME,
      FromUserName: openid,
      CreateTime: Math.floor(scheduler.now() / SECOND),
      MsgType: 'event',
      Event: name,
      ...(place === 'top' ? list : { [NAMED[kind]]: list }),
    };
    notifier.plan(functionName, event, DELAY[kind]);
  };
  return {
    popup: (openid, answers) =>
      push(
        'popup',
        openid,
        Object.entries(answers).map(([TemplateId, answer]) => ({
          TemplateId,
          SubscribeStatusString: answer.startsWith('accept') ? 'accept' : 'reject',
          PopupScene: '0',
        })),
      ),
    change: (openid, templateIds) =>
      push(
        'change',
        openid,
        templateIds.map((TemplateId) => ({ TemplateId, SubscribeStatusString: 'reject' })),
      ),
    sent: (openid, TemplateId, msgid, errorCode) =>
      push('sent', openid, [
        {
          TemplateId,
          MsgID: String(msgid),
          ErrorCode: String(errorCode),
          ErrorStatus: errorCode === 0 ? 'success' : 'failed',
        },
      ]),
    save: () => notifier.save(),
    restore: (notices) => notifier.restore(notices),
  };
};
