import { DAY, NONE } from '../words';
import type { Collections } from '../words';
import type { Letter, Outcome, PaymentState, Ports } from '../ports';
import { collectCredits } from '../credits/collect';
import { memoryDatabase, type MemoryDatabase } from './memory-database';

/** Ports in memory whose clock and WeChat the test holds in its hands. */
export interface Bench extends Ports {
  db: MemoryDatabase;
  /** Every letter that left, in order. */
  letters: Letter[];
  /** What WeChat answers next; success when the list is empty. */
  answers: (Outcome | number)[];
  /** Runs before a send is answered: another run, a clock that moves. */
  duringSend: () => Promise<void>;
  /** What WeChat Pay knows, by order number. */
  payments: Map<string, PaymentState>;
  /** Times at which a run was asked for. */
  calls: number[];
  advance(ms: number): void;
  logs: Record<string, unknown>[];
}

/** A weekday, 10:00 in China: nobody's quiet hours. */
export const START = Date.UTC(2026, 2, 4, 2, 0, 0);

/** @returns fresh ports in memory */
export function createBench(): Bench {
  let now = START;
  let ids = 0;
  const bench: Bench = {
    db: memoryDatabase(),
    letters: [],
    answers: [],
    logs: [],
    calls: [],
    callAt: async (at) => void bench.calls.push(at),
    payments: new Map(),
    duringSend: async () => undefined,
    sender: {
      async send(letter) {
        bench.letters.push(letter);
        await bench.duringSend();
        const answer = bench.answers.shift() ?? 0;
        return typeof answer === 'number'
          ? { type: 'answered', errCode: answer, msgid: NONE }
          : answer;
      },
    },
    pay: {
      unifiedOrder: async ({ sn }) => ({
        prepayId: `wx-${sn}`,
        payment: { package: `prepay_id=wx-${sn}` },
      }),
      queryOrder: async (sn) =>
        bench.payments.get(sn) ?? { state: 'unpaid', totalFee: 0, transactionId: '', paidAt: 0 },
      closeOrder: async () => undefined,
      refund: async () => undefined,
      refundedFee: async () => 0,
    },
    now: () => now,
    random: () => 0,
    newId: () => `claim-${(ids += 1)}`,
    log: (event, details) => bench.logs.push({ event, ...details }),
    remainingMs: () => 60_000,
    env: 'local-hongyan',
    advance: (ms) => {
      now += ms;
    },
  };
  return bench;
}

/** The next look at this collection is behind all writes: it shows nothing. */
export function lagOnce(bench: Bench, collection: keyof Collections): void {
  const { db } = bench;
  let looks = 0;
  bench.db = {
    ...db,
    find: async (name, ...query) =>
      name === collection && (looks += 1) === 1 ? [] : db.find(name, ...query),
  };
}

export const lost: Outcome = { type: 'lost', detail: 'socket hang up' };
export const unsent: Outcome = { type: 'unsent', errCode: -604101, detail: 'no permission' };

/** The user taps `count` times; every tap gives a formId. */
export async function tap(bench: Bench, openid: string, count = 1): Promise<void> {
  const open = bench.db.all('credits').length;
  const taps = Array.from({ length: count }, (_, i) => ({
    formId: `form-${openid}-${open + i}-0123456789`,
    at: bench.now(),
  }));
  await collectCredits(bench, { openid, taps, consents: [] });
}

/** The user accepts templates on one consent sheet. */
export async function accept(bench: Bench, openid: string, ...templates: string[]): Promise<void> {
  const answers = Object.fromEntries(templates.map((id) => [id, 'accept']));
  const consents = [{ id: bench.newId(), answers }];
  await collectCredits(bench, { openid, taps: [], consents });
}

/** A notice with every field of its scene, about an order that may not exist. */
export const paySuccess = (key: string, openid: string) => ({
  scene: 'paySuccess' as const,
  key,
  sn: key,
  openid,
  fields: { goods: '红茶', amount: 6800, sn: key, paidAt: START - DAY },
});

export const shipped = (key: string, openid: string) => ({
  scene: 'orderShipped' as const,
  key,
  sn: key,
  openid,
  fields: { goods: '红茶', carrier: '顺丰', trackingNo: 'SF1234567890', shippedAt: START, sn: key },
});
