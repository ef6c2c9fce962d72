import type { Contract } from '../cloudfunctions/contract';
import type { Card } from '../emulator/services';
import { type Audited, auditBooks } from './audit';
import type { CallResult, Hub } from './hub-client';
import type { BareSend } from './outsider';

/** Tells the story to people, or stays silent. */
export interface Narrator {
  chapter(title: string): void;
  line(text: string): void;
  card(card: Card): void;
}

export interface StoryResult {
  /** One line per expectation, in the order of the story. */
  checks: { what: string; ok: boolean; got: unknown }[];
  audit: Audited[];
  ok: boolean;
}

/** What every chapter plays on. */
export interface Stage {
  hub: Hub;
  narrator: Narrator;
  /** A script without a ledger that sends whatever token it has. */
  sendBare: (send: BareSend) => Promise<number>;
  expect: (what: string, got: unknown, wanted: unknown) => void;
}

/** Sets the stage for chapters, on an empty local cloud in the morning; the books are closed at the end. */
export async function play(
  { hub, narrator, sendBare }: Omit<Stage, 'expect'>,
  chapters: (stage: Stage, staff: string) => Promise<void>,
): Promise<StoryResult> {
  const checks: StoryResult['checks'] = [];
  const expect: Stage['expect'] = (what, got, wanted) => {
    const ok = JSON.stringify(got) === JSON.stringify(wanted);
    checks.push({ what, ok, got });
    narrator.line(ok ? `  ✓ ${what}` : `  ✗ ${what}: ${JSON.stringify(got)}`);
  };
  const stage: Stage = { hub, narrator, sendBare, expect };
  await hub.toMorning();
  const staff = await hub.createUser();
  await hub.insert('staff', { _id: staff, name: '店长' });
  await chapters(stage, staff);
  const audit = await closeBooks(stage);
  return { checks, audit, ok: checks.every((check) => check.ok) };
}

/** Unwraps an answer; a refusal ends the story, because nothing after it would make sense. */
export async function data<Name extends keyof Contract>(
  answer: Promise<CallResult<Name>>,
): Promise<Contract[Name]['data']> {
  const result = await answer;
  if (result.ok) return result.data;
  throw new Error(`${result.error.code}: ${result.error.message}`);
}

let requests = 0;

export async function order({ hub }: Stage, openid: string, goodsId: string) {
  requests += 1;
  const requestId = `story-request-${requests}`;
  return data(hub.call(openid, 'createOrder', { requestId, items: [{ goodsId, quantity: 1 }] }));
}

/** Lets time pass, and then the timers run for another ten minutes. */
export async function later({ hub }: Stage, duration: string): Promise<void> {
  await hub.advance(duration, 'last');
  await hub.advance('10m');
}

export const lastCard = async ({ hub }: Stage, openid: string): Promise<Card | undefined> =>
  (await hub.inbox(openid)).at(-1);

export async function showLastCard(stage: Stage, openid: string): Promise<string> {
  const card = await lastCard(stage, openid);
  if (card) stage.narrator.card(card);
  return card?.title ?? 'no card';
}

/** States of the credits with this token. */
export async function creditStates(hub: Hub, token: string): Promise<unknown[]> {
  return (await hub.find('credits', { token })).map((credit) => credit.state);
}

/** WeChat's books beside ours. */
async function closeBooks({ hub, narrator, expect }: Stage): Promise<Audited[]> {
  narrator.chapter("WeChat's books beside ours");
  const audit = await auditBooks(hub);
  for (const row of audit) {
    const { kind, token, used, settled, inDoubt, agrees } = row;
    const counts = `WeChat counts ${used}, we count ${settled}${inDoubt ? ` and ${inDoubt} in doubt` : ''}`;
    narrator.line(`  ${agrees ? '✓' : '✗'} ${kind.padEnd(12)} ${token.slice(0, 8)}…  ${counts}`);
  }
  expect(
    'they agree on every token',
    audit.every((row) => row.agrees),
    true,
  );
  const messages = await hub.find('messages');
  const restless = messages.filter((message) => !finalStates.has(String(message.state)));
  expect(
    'no message is left in between',
    restless.map((message) => message.state),
    [],
  );
  return audit;
}

const finalStates = new Set(['sent', 'failed', 'unknown', 'cancelled', 'expired', 'waiting']);
