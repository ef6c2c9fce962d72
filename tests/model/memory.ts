import { createBench } from '../../cloudfunctions/core/testing/bench';
import type { Letter, Outcome } from '../../cloudfunctions/core/ports';
import { type CreditKind, DAY, FAR, NONE } from '../../cloudfunctions/core/words';
import type { Switches } from '../../emulator/settings';
import type { Delivered } from '../../scripts/promise';
import { createMemoryPayments } from './payments';
import { shownBy, type Weather, type World } from './world';

/** A permission in WeChat's own books. */
export interface Booked {
  kind: CreditKind;
  token: string;
  openid: string;
  /** 0 for a prepay_id that is not paid. */
  granted: number;
  used: number;
  expiresAt: number;
}

/** Nothing else stops a run that never ends: it leaves no time for a time-out. */
const ENDLESS = 20_000;

/** A database that a run may ask so often while no time passes. */
function endingDatabase<D extends object>(db: D): { db: D; timePasses: () => void } {
  let calls = 0;
  const get = (target: D, name: string | symbol): unknown => {
    if ((calls += 1) > ENDLESS) throw new Error(`A run never ends: ${ENDLESS} calls.`);
    return Reflect.get(target, name);
  };
  return { db: new Proxy(db, { get }), timePasses: () => void (calls = 0) };
}

/** Ports in memory, and a WeChat that keeps its own books by other code. */
export function createMemoryWorld(switches: Partial<Switches>): World {
  const bench = createBench();
  const books: Booked[] = [];
  const cards: Delivered[] = [];
  const { db, timePasses } = endingDatabase(bench.db);
  const { pay, ...money } = createMemoryPayments(bench, books);
  let taps = 0;
  const consentOf = (openid: string, templateId: string) =>
    books.find((one) => one.openid === openid && one.token === templateId);
  return {
    ports: { ...bench, db, pay },
    deliver: async (letter, weather) => receive({ bench, books, cards, switches }, letter, weather),
    openidOf: (person) => person,
    advance(ms) {
      timePasses();
      bench.advance(ms);
    },
    tap(openid) {
      const token = `formid-${String((taps += 1)).padStart(3, '0')}`;
      const expiresAt = bench.now() + 7 * DAY;
      books.push({ kind: 'form', token, openid, granted: 1, used: 0, expiresAt });
      return token;
    },
    accept(openid, token) {
      const isLong = token.startsWith('long-');
      const booked = consentOf(openid, token) ?? blankConsent(openid, token, isLong);
      if (!books.includes(booked)) books.push(booked);
      booked.granted = isLong ? Infinity : booked.granted + 1;
    },
    reject(openid, templateId) {
      const known = consentOf(openid, templateId);
      if (known) known.granted = known.used;
    },
    ...money,
    stored: (collection) => bench.db.all(collection),
    tokens: () => books,
    cards: () => cards,
    hasStaleReads: false,
  };
}

const blankConsent = (openid: string, token: string, isLong: boolean): Booked => ({
  kind: isLong ? 'longTerm' : 'subscription',
  token,
  openid,
  granted: 0,
  used: 0,
  expiresAt: FAR,
});

/** What WeChat needs for a send. */
interface WeChat {
  bench: { now: () => number };
  books: Booked[];
  cards: Delivered[];
  switches: Partial<Switches>;
}

/** WeChat's side of a send: one synchronous step, as the docs let one hope. */
function receive(wechat: WeChat, letter: Letter, weather: Weather): Outcome {
  const { books, cards, bench } = wechat;
  if (weather === 'never arrived') return { type: 'lost', detail: 'socket hang up' };
  if (weather === 'minute limit') return code(45011);
  if (weather === 'channel gone') return code(letter.channel === 'template' ? 45103 : 43107);
  if (weather === 'failed, not spent') return code(47001);
  if (weather === 'busy, not delivered') return code(-1);
  const booked = permissionFor(books, letter);
  const refusal = refusalOf(wechat, letter, booked, bench.now());
  if (!booked || refusal) return answer(weather, refusal);
  booked.used += 1;
  if (weather === 'failed, spent') return code(47001);
  const { touser: openid, templateId, data } = letter;
  const values = Object.values(data).map(({ value }) => value);
  cards.push({ openid, messageId: shownBy(openid, templateId, values) });
  return answer(weather, 0);
}

const code = (errCode: number): Outcome => ({ type: 'answered', errCode, msgid: NONE });

function answer(weather: Weather, errCode: number): Outcome {
  if (weather === 'answer lost') return { type: 'lost', detail: 'socket hang up' };
  return code(weather === 'busy, delivered' && errCode === 0 ? -1 : errCode);
}

/** Only the user to whom it belongs can be sent to with it. */
const permissionFor = (books: Booked[], { channel, token, touser, templateId }: Letter) =>
  books.find(
    (one) => one.openid === touser && one.token === (channel === 'template' ? token : templateId),
  );

function refusalOf(
  { switches: { usedAnswer = 41029, expiredAnswer = 41028 } }: WeChat,
  { channel }: Letter,
  booked: Booked | undefined,
  now: number,
): number {
  const isUsedUp = !booked || booked.used >= booked.granted;
  if (channel === 'subscribe') return isUsedUp ? 43101 : 0;
  if (!booked || booked.granted === 0) return 41028;
  if (isUsedUp) return usedAnswer;
  return booked.expiresAt <= now ? expiredAnswer : 0;
}
