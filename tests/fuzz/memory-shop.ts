/** The shop in memory, and what a request changes in it. */
import type { Bench } from '../../cloudfunctions/core/testing/bench';
import type { Attack } from './attacks';
import { codeOf } from './oracle';
import { type Change, changesBetween, problemsOf, type Stored } from './problems';
import { collections, openShop } from './shop-world';

/** A shop whose database says what was changed since it opened. */
interface WatchedShop {
  bench: Bench;
  changes: () => Change[];
}

/** Every shop opens with the same. */
let original: Stored | undefined;
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

const stored = ({ db }: Bench): Stored =>
  new Map(
    collections.flatMap((name) =>
      db.all(name).map((one) => [`${name}/${one._id}`, JSON.stringify(one)] as const),
    ),
  );

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
  return { code: codeOf(answer), problems: problemsOf(attack, answer, changed) };
}
