import * as v from 'valibot';
import { FAR, SECOND } from '../words';
import { Refusal } from '../refusal';

/**
 * WeChat's pushes about subscribe messages (WeChat docs, "Subscribe message", event pushes). Items
 * stand under the event's own name or directly under `List`, one as an object and several as an array.
 */
const names = {
  subscribe_msg_popup_event: 'SubscribeMsgPopupEvent',
  subscribe_msg_change_event: 'SubscribeMsgChangeEvent',
  subscribe_msg_sent_event: 'SubscribeMsgSentEvent',
} as const;

export type PushName = keyof typeof names;

const text = v.pipe(v.union([v.string(), v.number()]), v.transform(String));
/** WeChat writes some numbers as text. */
const number = (max: number) =>
  v.pipe(text, v.transform(Number), v.integer(), v.minValue(-max), v.maxValue(max));
/** 19 digits: a JSON number of that size has lost its last ones, and names another send or none. */
const msgid = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform((id) => (typeof id === 'string' || Number.isSafeInteger(id) ? String(id) : '')),
);
const Item = v.object({
  TemplateId: text,
  SubscribeStatusString: v.optional(v.string(), ''),
  /** `''` if it cannot be known. */
  MsgID: v.optional(msgid, ''),
  ErrorCode: v.optional(number(Number.MAX_SAFE_INTEGER), 0),
});
const List = v.union([
  v.array(Item),
  v.pipe(
    Item,
    v.transform((item) => [item]),
  ),
]);
const Holder = v.object({ List });
const Envelope = v.object({
  FromUserName: v.pipe(v.string(), v.minLength(1)),
  CreateTime: number(FAR / SECOND),
  Event: v.picklist(Object.keys(names) as PushName[]),
});

/** A push whose items stand directly under `List`; under the event's own name they look the same. */
export const PushEvent = v.object({ ...Envelope.entries, ...Holder.entries });

export type PushItem = v.InferOutput<typeof Item>;

export interface Push {
  name: PushName;
  openid: string;
  /** ms since 1970; WeChat counts in seconds. */
  at: number;
  items: PushItem[];
}

/** @throws Refusal INVALID_ARGUMENT for what is no such push */
export function readPush(event: unknown): Push {
  const envelope = v.safeParse(Envelope, event);
  if (!envelope.success) throw invalid(envelope.issues[0]);
  const { FromUserName, CreateTime, Event } = envelope.output;
  const own = (event as Record<string, unknown>)[names[Event]];
  const holder = v.safeParse(Holder, own ?? event);
  if (!holder.success) throw invalid(holder.issues[0]);
  return {
    name: Event,
    openid: FromUserName,
    at: CreateTime * SECOND,
    items: holder.output.List,
  };
}

function invalid(issue: v.BaseIssue<unknown>): Refusal {
  const where = v.getDotPath(issue) ?? 'the event';
  const why = 'Only the three subscribe_msg_* events belong to this function.';
  return new Refusal('INVALID_ARGUMENT', `${where}: ${issue.message}. ${why}`);
}
