import { type OrderState, DAY, MINUTE } from '../cloudfunctions/core/words';
import { pastOrder } from '../scripts/bench/documents/history';
import { plain } from '../scripts/bench/recipients';
import { withLocalCloud } from './cloud';

const local = withLocalCloud();

jest.setTimeout(30_000); // cold starts, on a busy computer

const STORED = 2000;
const DUE = 10;

/** Orders of these states in turn, all on their way; the timer has to look at a few of them. */
function store(states: readonly OrderState[]): void {
  const { database, clock } = local().cloud;
  const now = clock.now();
  const orders = Array.from({ length: STORED }, (_, i) => {
    const state = states[i % states.length] ?? 'paid';
    const dueAt = i < DUE ? now - i : now + MINUTE + i;
    return { ...pastOrder(`STORED${i}`, `user-${i}`, now - 6 * DAY, state), dueAt };
  });
  database.insert('orders', plain(orders));
}

/** How many orders were read that nobody had named by their numbers. */
const searched = (): number =>
  local()
    .cloud.database.costs()
    .filter(({ collection, index }) => collection === 'orders' && index !== '_id_')
    .reduce((sum, { examined }) => sum + examined, 0);

test.each([
  ['remindShipping', ['paid', 'shipped']],
  ['reconcileOrders', ['cancelled', 'refunding']],
] as const)('%s costs what is due, not what is stored', async (name, states) => {
  const { hub } = local();
  store(states);
  const before = searched();
  expect(await hub.runTimer(name)).toMatchObject({
    result: { data: Object.fromEntries(states.map((state) => [state, DUE / states.length])) },
  });
  expect(searched() - before).toBe(DUE);
});
