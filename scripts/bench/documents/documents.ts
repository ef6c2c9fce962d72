import { type LocalCloud, startLocalCloud } from '../../../emulator/local-cloud';
import type { QueryCost } from '../../../emulator/services';
import { connectHub } from '../../hub-client';
import { root, workerFile } from '../project';
import { atMost, type Report, type Row } from '../report';
import { DUE, storeDue } from './due';
import { storeHistory } from './history';
import { playShop } from './play';
import {
  BUDGET,
  exceedsAt,
  growsAt,
  hasNoIndex,
  isWhole,
  offends,
  type Shape,
  shapesOf,
} from './shapes';

/** What the same play costs with so many credits stored. */
interface Played {
  credits: number;
  orders: number;
  documents: number;
  costs: QueryCost[];
  remind: number;
  reconcile: number;
}

/** Plays the same with more and more in the database, and looks at what every query examines. */
export async function examineDocuments(sizes: readonly number[]): Promise<Report> {
  const played: Played[] = [];
  for (const size of sizes) played.push(await playWith(size));
  const shapes = shapesOf(played.map(({ costs }) => costs));
  const wholes = new Set(shapes.filter(isWhole).map(({ collection }) => collection));
  return {
    title:
      'Documents examined: every function in each of its ways, the same with more and more stored',
    columns: sizes.map((size) => `${inThousands(size)} credits`),
    rows: rowsOf(played, shapes),
    notes: [
      `read as a whole: ${[...wholes].join(', ')}`,
      'a count or a change has returned what it matched; a call that finds nothing may examine one document; what names ids examines those',
    ],
    details: shapes,
  };
}

function rowsOf(played: readonly Played[], shapes: readonly Shape[]): Row[] {
  const line = (what: string, cell: (one: Played) => number): Row => ({
    what,
    cells: played.map((one) => inThousands(cell(one))),
  });
  const counted = (what: string, of: (shape: Shape, size: number) => boolean): Row => {
    const counts = played.map((_, size) => shapes.filter((shape) => of(shape, size)).length);
    return { what, cells: counts.map(String), budget: atMost(0, Math.max(...counts)) };
  };
  return [
    line('documents stored', (one) => one.documents),
    line('kinds of queries', (one) => shapesOf([one.costs]).length),
    counted('queries without an index', hasNoIndex),
    counted(`queries above ${BUDGET} examined ÷ returned`, exceedsAt),
    counted('queries that cost more because more is stored', growsAt),
    ...shapes.filter(offends).map(offender),
    line('orders stored', (one) => one.orders),
    line(`remindShipping, ${DUE} due: orders examined`, (one) => one.remind),
    line(`reconcileOrders, ${DUE} due: orders examined`, (one) => one.reconcile),
  ];
}

/** A query that is not within its budget: examined ÷ returned. */
const offender = (shape: Shape): Row => ({
  what: `  ${shape.collection} ${shape.action.replace(/database.|Document/g, '')}: ${shape.shape}`,
  cells: shape.costs.map((cost) => (cost ? `${cost.examined} ÷ ${cost.returned}` : '-')),
});

const inThousands = (n: number): string => n.toLocaleString('en');

async function playWith(credits: number): Promise<Played> {
  const cloud = await startLocalCloud({ project: root, timers: 'advance', workerFile });
  try {
    cloud.account.variables.DISPATCHERS = '4'; // as one sets it in the console, before any process starts
    await connectHub(cloud.url).toMorning();
    const orders = storeHistory(cloud, credits);
    await storeDue(cloud);
    const documents = cloud.database.collections().reduce((sum, one) => sum + one.documents, 0);
    const seen = functionsSeen(cloud);
    const remind = await ordersExamined(cloud, 'remindShipping');
    const reconcile = await ordersExamined(cloud, 'reconcileOrders');
    await playShop(cloud);
    const missed = seen();
    if (missed.length > 0) throw new Error(`The play leaves out ${missed.join(', ')}.`);
    return {
      credits,
      orders: orders + 2 * DUE,
      documents,
      costs: cloud.database.costs(),
      remind,
      reconcile,
    };
  } finally {
    await cloud.stop();
  }
}

/** @returns a function that names the functions which have not reached the database meanwhile */
function functionsSeen({ events, functions }: LocalCloud): () => string[] {
  const seen = new Set<unknown>();
  const stop = events.subscribe(({ event }) => {
    if (event.type === 'gateway.call') seen.add(event.function);
  });
  return () => {
    stop();
    return functions.list().flatMap(({ name }) => (seen.has(name) ? [] : [name]));
  };
}

/** How many orders a timer looks at to find those that are due. */
async function ordersExamined({ database, timers }: LocalCloud, name: string): Promise<number> {
  const examined = (): number =>
    database
      .costs()
      .filter(({ collection, shape }) => collection === 'orders' && shape.includes('dueAt $lte'))
      .reduce((sum, cost) => sum + cost.examined, 0);
  const before = examined();
  await timers.run(name);
  return examined() - before;
}
