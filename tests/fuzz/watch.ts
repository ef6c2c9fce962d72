/** What a request has changed, and what must not have happened. */
import type { Bench } from '../../cloudfunctions/core/testing/bench';
import type { Attack } from './attacks';
import { codeOf, isAnswer, isIdle, refusalFor } from './oracle';
import { collections, KEEPER, LI, openShop, WANG } from './shop-world';

/** A document that is not what it was; `''` stands for none. */
type Change = [key: string, before: string, after: string];

/** A shop whose database says what was changed since it opened. */
interface WatchedShop {
  bench: Bench;
  changes: () => Change[];
}

/** Every shop opens with the same. */
let original: Map<string, string> | undefined;
/** Opened anew after each change. */
let shop: WatchedShop | undefined;

/** Looks at what is stored only if somebody has written: most requests are refused. */
async function watchedShop(): Promise<WatchedShop> {
  const bench = await openShop();
  const before = (original ??= stored(bench));
  let hasWritten = false;
  for (const name of ['insert', 'update', 'remove'] as const) {
    const write = bench.db[name] as (...given: unknown[]) => unknown;
    const watched = (...given: unknown[]) => {
      hasWritten = true;
      return write(...given);
    };
    Object.assign(bench.db, { [name]: watched });
  }
  return { bench, changes: () => (hasWritten ? changesBetween(before, stored(bench)) : []) };
}

const stored = ({ db }: Bench): Map<string, string> =>
  new Map(
    collections.flatMap((name) =>
      db.all(name).map((one) => [`${name}/${one._id}`, JSON.stringify(one)] as const),
    ),
  );

const changesBetween = (before: Map<string, string>, after: Map<string, string>): Change[] =>
  [...new Set([...before.keys(), ...after.keys()])]
    .map((key): Change => [key, before.get(key) ?? '', after.get(key) ?? ''])
    .filter(([, was, is]) => was !== is);

/**
 * Lets one request at a shop.
 * @returns the code it was refused with, or `''`; and what must not have happened
 */
export async function strike(attack: Attack): Promise<{ code: string; problems: string[] }> {
  const { main, openid, source, event } = attack;
  const { bench, changes } = (shop ??= await watchedShop());
  const answer = await main.answer({ ports: bench, caller: { openid, source } }, event);
  const changed = changes();
  if (changed.length > 0) shop = undefined;
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
  return { code, problems: problems.filter((problem) => problem !== false) };
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
  (key.startsWith('attempts/') && key.includes(openid === WANG ? 'WANG' : 'LI'));

const secrets = [WANG, LI, KEEPER, `form-${WANG}`, `form-${LI}`, 'wx-WANG', 'wx-LI'];

/** Whether a user reads an openid or a token of somebody else that he has not said himself. */
function tellsOfOthers({ openid, event }: Attack, answer: unknown): boolean {
  const said = JSON.stringify(answer);
  const own = openid === WANG ? /wang/i : /li/i;
  const told = secrets.filter((one) => said.includes(one) && !own.test(one));
  return told.some((one) => !JSON.stringify(event).includes(one));
}
