/** What must not have happened, whoever asked for what. */
import type { Attack } from './attacks';
import { codeOf, isAnswer, isIdle, refusalFor } from './oracle';
import { KEEPER, LI, ordersOf, WANG } from './shop-world';

/** A document that is not what it was; `''` stands for none. */
export type Change = [key: string, before: string, after: string];

/** Documents as JSON by `collection/_id`. */
export type Stored = ReadonlyMap<string, string>;

/** @returns what was changed between two looks */
export const changesBetween = (before: Stored, after: Stored): Change[] =>
  [...new Set([...before.keys(), ...after.keys()])]
    .map((key): Change => [key, before.get(key) ?? '', after.get(key) ?? ''])
    .filter(([, was, is]) => was !== is);

/** @returns what is wrong with an answer and with what was changed for it */
export function problemsOf(attack: Attack, answer: unknown, changed: readonly Change[]): string[] {
  const { main } = attack;
  const code = codeOf(answer);
  const wanted = refusalFor(attack);
  const problems = [
    !isAnswer(main.callers, answer) && `answers ${JSON.stringify(answer)}`,
    wanted !== '' && wanted !== code && `is "${code}", not ${wanted}`,
    main.callers === 'user' && tellsOfOthers(attack, answer) && `tells ${JSON.stringify(answer)}`,
    ...changed.map(
      (change) => !mayChange(attack, code, change) && `${change[0]}: ${change[1]} → ${change[2]}`,
    ),
  ];
  return problems.filter((problem) => problem !== false);
}

/** A user changes what is his; nobody stores what the database could not update, or without bounds. */
function mayChange({ main, openid }: Attack, code: string, [key, before, after]: Change): boolean {
  if (isIdle(code) || (main.callers === 'user' && !isOf(openid, key, after || before)))
    return false;
  // the database cannot update through null, which is also what JSON makes of NaN and Infinity
  return !/[:,[]null/.test(after) && after.length < MAX_DOCUMENT;
}

/** More than any document of an honest user, in characters of JSON. */
const MAX_DOCUMENT = 16_000;

/** Whether a document is about this user only. */
const isOf = (openid: string, key: string, document: string): boolean =>
  key.split('/')[1]?.startsWith(openid) ||
  (JSON.parse(document) as { openid?: string }).openid === openid ||
  // attempts name their message, and its key its order
  (key.startsWith('attempts/') && ordersOf(openid).some((sn) => key.includes(`:${sn}#`)));

/** What only its owner, and staff, may read: openids, tokens, numbers of orders. */
const secrets = [WANG, LI, KEEPER].flatMap((owner) =>
  [owner, `form-${owner}`, ...ordersOf(owner)].map((text) => ({ owner, text })),
);

/** Whether a user reads something of somebody else that he has not said himself. */
function tellsOfOthers({ openid, event }: Attack, answer: unknown): boolean {
  const told = JSON.stringify(answer);
  const said = JSON.stringify(event) ?? '';
  return secrets.some(
    ({ owner, text }) => owner !== openid && told.includes(text) && !said.includes(text),
  );
}
