import { NONE } from '../cloudfunctions/core/words';
import type { CreditKind } from '../cloudfunctions/core/words';
import type { Letter, Outcome, Ports } from '../cloudfunctions/core/ports';
import { paymentCredits } from '../cloudfunctions/core/credits/collect';
import { collectAndWake } from '../cloudfunctions/core/credits/collect-and-wake';
import { openPaymentCredits } from '../cloudfunctions/core/credits/open';
import { messageEvents } from '../cloudfunctions/core/events/message-events';
import { redrive } from '../cloudfunctions/core/messages/manage';
import { type Bench, createBench } from '../cloudfunctions/core/testing/bench';
import { brokenPromises, type Delivered } from '../scripts/promise';

/** What WeChat does with the next send, beside its rules. */
export type Weather =
  | 'fine'
  | 'answer lost'
  | 'never arrived'
  | 'busy, delivered'
  | 'busy, not delivered'
  | 'failed, spent'
  | 'failed, not spent'
  | 'minute limit'
  | 'channel gone';

/** A permission in WeChat's own books. */
interface Booked {
  kind: CreditKind;
  token: string;
  openid: string;
  granted: number;
  used: number;
  expiresAt: number;
}

/** The ledger on ports in memory, and a WeChat that keeps its own books by other code. */
export interface World {
  bench: Bench;
  books: Booked[];
  cards: Delivered[];
  /** What the next sends meet; then it is fine. */
  weather: Weather[];
  /** Whether a run that will be killed is under way. */
  isDying: boolean;
  /** Runs that are frozen, the oldest first. */
  asleep: { thaw: () => void; run: Promise<unknown> }[];
  /** Messages that staff have sent again although they had perhaps arrived. */
  resent: Set<string>;
  /** Sends that must never have left. */
  crimes: string[];
}

const DAY = 86_400_000;
const FAR = 8_640_000_000_000_000;

export function createWorld(): World {
  const world: World = {
    bench: createBench(),
    books: [],
    cards: [],
    weather: [],
    isDying: false,
    asleep: [],
    resent: new Set(),
    crimes: [],
  };
  world.bench.sender = { send: async (letter) => receive(world, letter) };
  return world;
}

/** WeChat's side of a send: one synchronous step, as the docs let one hope. */
function receive(world: World, letter: Letter): Outcome {
  const weather = weatherFor(world);
  if (weather === 'never arrived') return { type: 'lost', detail: 'socket hang up' };
  if (weather === 'minute limit') return code(45011);
  if (weather === 'channel gone') return code(letter.channel === 'template' ? 45103 : 43107);
  const booked = permissionFor(world, letter);
  const isUsable = booked && booked.used < booked.granted && booked.expiresAt > world.bench.now();
  if (weather === 'failed, not spent') return code(47001);
  if (weather === 'busy, not delivered') return code(-1);
  if (!booked || !isUsable) return answer(weather, refusalOf(letter, booked));
  booked.used += 1;
  if (weather === 'failed, spent') return code(47001);
  world.cards.push({ openid: letter.touser, messageId: messageIdOf(letter) });
  return answer(weather, 0);
}

/** A failure that spends, and whose answer dies with the run, is beyond what anybody can know. */
function weatherFor({ weather, isDying, asleep }: World): Weather {
  const next = weather.shift() ?? 'fine';
  const mayBeLost = isDying || asleep.length > 0;
  return mayBeLost && next === 'failed, spent' ? 'failed, not spent' : next;
}

const code = (errCode: number): Outcome => ({ type: 'answered', errCode, msgid: NONE });

function answer(weather: Weather, errCode: number): Outcome {
  if (weather === 'answer lost') return { type: 'lost', detail: 'socket hang up' };
  return code(weather === 'busy, delivered' && errCode === 0 ? -1 : errCode);
}

function permissionFor(world: World, { channel, token, touser, templateId }: Letter) {
  const booked = world.books.find((one) =>
    channel === 'template'
      ? one.token === token
      : one.openid === touser && one.token === templateId,
  );
  if (booked && booked.openid !== touser) world.crimes.push(`${token} of another user`);
  return booked;
}

function refusalOf({ channel }: Letter, booked: Booked | undefined): number {
  if (channel === 'subscribe') return 43101;
  return booked && booked.granted > 0 && booked.used >= booked.granted ? 41029 : 41028;
}

/** Every letter of the model carries its message's key in one of its values. */
function messageIdOf({ templateId, data }: Letter): string {
  const scene = scenesByTemplate[templateId.replace(/^\w+?-/, '')] ?? templateId;
  const key = Object.values(data).find(({ value }) => value.startsWith('SN'))?.value ?? '';
  return `${scene}:${key}`;
}

const scenesByTemplate: Record<string, string> = {
  'pay-success': 'paySuccess',
  'order-shipped': 'orderShipped',
  'course-reminder': 'courseReminder',
};

let serial = 0;
const fresh = (): string => String((serial += 1)).padStart(6, '0');

/** A tap on a real phone; the shop collects it through `ports`, which may die. */
export async function tap({ books, bench }: World, ports: Ports, openid: string): Promise<void> {
  const token = `formid-${fresh()}`;
  const at = bench.now();
  books.push({ kind: 'form', token, openid, granted: 1, used: 0, expiresAt: at + 7 * DAY });
  await collectAndWake(ports, openid, { taps: [{ formId: token, at }], toldBy: 'page' });
}

/** A consent; the page, WeChat's push or both tell of it. */
export async function accept(
  world: World,
  ports: Ports,
  openid: string,
  templateId: string,
  tellers: readonly ('page' | 'push')[],
): Promise<void> {
  const { books, bench } = world;
  const isLong = templateId.startsWith('long-');
  const known = books.find((one) => one.openid === openid && one.token === templateId);
  if (known) known.granted += 1;
  else {
    const kind = isLong ? 'longTerm' : 'subscription';
    const granted = isLong ? FAR : 1;
    books.push({ kind, token: templateId, openid, granted, used: 0, expiresAt: FAR });
  }
  const at = Math.floor(bench.now() / 1000) * 1000;
  const id = `sheet-${fresh()}`;
  for (const teller of tellers) {
    if (teller === 'push')
      await messageEvents(ports, push('popup', openid, templateId, 'accept', at), '');
    else {
      const consents = [{ id, answers: { [templateId]: 'accept' }, at }];
      await collectAndWake(ports, openid, { consents, toldBy: 'page' });
    }
  }
}

/** The user rejects a template in the settings: what was accepted is gone. */
export async function reject(world: World, ports: Ports, openid: string, templateId: string) {
  const booked = world.books.find((one) => one.openid === openid && one.token === templateId);
  if (booked) booked.granted = booked.used;
  await messageEvents(ports, push('change', openid, templateId, 'reject', world.bench.now()), '');
}

const push = (kind: string, openid: string, TemplateId: string, answered: string, at: number) => ({
  ToUserName: 'gh_1',
  FromUserName: openid,
  CreateTime: Math.floor(at / 1000),
  MsgType: 'event',
  Event: `subscribe_msg_${kind}_event`,
  List: { TemplateId, SubscribeStatusString: answered },
});

/** Staff send a message again, at their own risk if it had perhaps arrived. */
export async function resend({ bench, resent }: World, ports: Ports, id: string) {
  const note = (): void => {
    const message = bench.db.all('messages').find(({ _id }) => _id === id);
    if (message?.maybeSent) resent.add(id);
  };
  note();
  await redrive(ports, id).finally(note); // it may have been frozen before it looked
}

/** An order is paid; WeChat counts three uses, and calls the shop back. */
export async function pay({ books, bench }: World, ports: Ports, openid: string, sn: string) {
  const prepayId = `wx-${sn}`;
  const now = bench.now();
  if (!books.some((one) => one.token === prepayId)) {
    const plan = ['none', 'none', 'orderShipped'];
    await bench.db.insert('credits', paymentCredits({ openid, sn, prepayId }, plan, now));
    books.push({
      kind: 'payment',
      token: prepayId,
      openid,
      granted: 3,
      used: 0,
      expiresAt: now + 7 * DAY,
    });
  }
  await openPaymentCredits(ports, { _id: sn, openid } as never, now);
}

/** What happens to a run at one of its calls of the database or of WeChat. */
export interface Fate {
  /** Number of the call, 1 for the first. */
  call: number;
  how: 'killed before' | 'killed after' | 'frozen before' | 'frozen after';
}

/** A run that meets its fate. */
export interface Doomed {
  ports: Ports;
  /** Resolves when the run freezes; never if it does not. */
  frozen: Promise<void>;
  thaw: () => void;
}

function latch(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Ports of a run that is killed, or frozen until it thaws; a dead run makes no more calls. */
export function doom(ports: Ports, { call: nth, how }: Fate): Doomed {
  let calls = 0;
  const frozen = latch();
  const thawed = latch();
  const strike = async (): Promise<void> => {
    if (how.startsWith('killed')) throw new Error('killed');
    frozen.open();
    await thawed.opened;
  };
  const struck =
    <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      calls += 1;
      const mine = calls;
      if (mine > nth && how.startsWith('killed')) throw new Error('killed');
      if (mine === nth && how.endsWith('before')) await strike();
      const result = await work(...args);
      if (mine === nth && how.endsWith('after')) await strike();
      return result;
    };
  const doomed = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const work = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
        return struck(work.bind(target));
      },
    });
  return {
    ports: { ...ports, db: doomed(ports.db), sender: doomed(ports.sender) },
    frozen: frozen.opened,
    thaw: thawed.open,
  };
}

/**
 * Every violation of the promise at this moment (docs/delivery.md).
 * @param isOver whether all time has passed: then no message may be in between
 */
export function violations(world: World, isOver = false): string[] {
  const { bench, books, cards, crimes, resent } = world;
  const messages = bench.db.all('messages');
  const credits = bench.db.all('credits');
  const attempts = bench.db.all('attempts');
  const evidence = { tokens: books, messages, credits, attempts, cards, redriven: resent };
  return [...crimes, ...brokenPromises(evidence, isOver ? 'over' : 'meanwhile')];
}
