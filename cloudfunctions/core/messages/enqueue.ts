import { FAR, HOUR, NONE } from '../words';
import type { Message } from '../words';
import type { Ports } from '../ports';
import type { FieldsOf, SceneName } from '../scenes/scenes';
import { scenes } from '../scenes/scenes';
import { quietUntil } from '../scenes/quiet';
import type { Scene } from '../scenes/scene';
import { shardOf } from './shards';

/** A notice as the shop asks for it. */
export interface Notice<S extends SceneName = SceneName> {
  scene: S;
  /** Together with the scene it makes the message unique: asking twice sends once. */
  key: string;
  openid: string;
  fields: FieldsOf<S>;
  /** The order it is about, if any. */
  sn?: string;
  /** Not before this time; now if absent. */
  at?: number;
}

/** What makes a message unique. */
export const messageId = (scene: SceneName, key: string): string => `${scene}:${key}`;

/** @returns the new message of a notice: queued for now, for its time, or for the end of the night */
export function messageFor<S extends SceneName>(notice: Notice<S>, now: number): Message {
  const scene: Scene = scenes[notice.scene];
  checkFields(notice.scene, scene, notice.fields);
  const at = quietUntil(scene, Math.max(notice.at ?? now, now));
  return {
    _id: messageId(notice.scene, notice.key),
    scene: notice.scene,
    openid: notice.openid,
    shard: shardOf(notice.openid),
    sn: notice.sn ?? NONE,
    fields: notice.fields,
    state: 'queued',
    reason: NONE,
    errCode: 0,
    detail: NONE,
    attempts: 0,
    tries: 0,
    nextAttemptAt: at,
    notAfter: at + scene.usefulHours * HOUR,
    claim: NONE,
    leaseUntil: FAR,
    creditId: NONE,
    maybeSent: false,
    maybeSpent: false,
    createdAt: now,
    sentAt: 0,
  };
}

/**
 * Puts a notice into the queue. This is the idempotency point: the page and the payment callback
 * may both ask, one message exists.
 * @returns whether it is new
 */
export async function enqueue<S extends SceneName>(
  ports: Ports,
  notice: Notice<S>,
): Promise<boolean> {
  return store(ports, messageFor(notice, ports.now()), notice.at);
}

/**
 * Stores a new message, and asks for a run at the time that its notice names. For the end of the night
 * nobody is asked: everything of a night is due at the same moment, and the timer takes it together.
 * @returns whether it is new
 */
export async function store(ports: Ports, message: Message, at?: number): Promise<boolean> {
  const known = await ports.db.insert('messages', [message]);
  const isNew = known.length === 0;
  if (isNew && message.nextAttemptAt === at) await ports.callAt(at);
  return isNew;
}

/** @throws Error that names the first field that is missing or of the wrong type */
function checkFields(name: string, scene: Scene, fields: Record<string, unknown>): void {
  for (const [field, type] of Object.entries(scene.fields)) {
    const value = fields[field];
    const isRight = type === 'text' ? typeof value === 'string' : Number.isFinite(value);
    if (isRight) continue;
    const wanted = { text: 'a text', fen: 'a number in fen', time: 'a time in ms since 1970' }[
      type
    ];
    throw new Error(`Expected ${name}.fields.${field} to be ${wanted}, got ${String(value)}.`);
  }
}
