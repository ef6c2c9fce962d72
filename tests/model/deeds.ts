import fc from 'fast-check';
import { start, stop } from '../../cloudfunctions/core/channels/stops';
import { sweep } from '../../cloudfunctions/core/desk/sweep';
import { dispatch, sendDue } from '../../cloudfunctions/core/messages/dispatch';
import { giveUp } from '../../cloudfunctions/core/messages/manage';
import { sharesOf } from '../../cloudfunctions/core/messages/shards';
import { cancelOrder } from '../../cloudfunctions/core/orders/cancel';
import { confirmReceipt } from '../../cloudfunctions/core/orders/confirm';
import { ownOrder } from '../../cloudfunctions/core/orders/order';
import { reconcileOrders } from '../../cloudfunctions/core/orders/reconcile';
import { remindShipping } from '../../cloudfunctions/core/orders/remind';
import type { Ports } from '../../cloudfunctions/core/ports';
import { together } from '../../cloudfunctions/core/together';
import { creditKinds, MINUTE } from '../../cloudfunctions/core/words';
import * as acts from './acts';
import { type Deed, type Play, payWeathers, thawOldest } from './play';
import { people, weathers, type Which } from './world';

type Act = Deed['act'];
type OnOrder = (play: Play, ports: Ports, which: Which) => Promise<unknown>;

/** What becomes of a buyer's order. */
const onOrder: Record<string, OnOrder> = {
  'is paid and called back': async (play, ports, which) => {
    await acts.pay(play, ports, which);
    await acts.callBack(play, ports, acts.snOf(which));
  },
  'is made': acts.order,
  'is paid': acts.pay,
  'is called back': (play, ports, which) => acts.callBack(play, ports, acts.snOf(which)),
  'has its page ask': (play, ports, which) => acts.askFor(play, ports, which, false),
  'has its page ask with a tap': (play, ports, which) => acts.askFor(play, ports, which, true),
  'is shipped': (play, ports, which) => acts.ship(play, ports, acts.snOf(which)),
  'is refunded': (play, ports, which) => acts.refund(play, ports, acts.snOf(which)),
  'is refunded by hand': async ({ world }, _, which) => world.refundByHand(acts.snOf(which)),
  'is cancelled': async (_, ports, which) =>
    cancelOrder(ports, await ownOrder(ports, which.openid, acts.snOf(which))),
  'is received': async (_, ports, which) =>
    confirmReceipt(ports, await ownOrder(ports, which.openid, acts.snOf(which))),
};

const [share = [], rest = []] = sharesOf(2);

/** What timers do, and what needs no choice. */
const byItself: Record<string, Act> = {
  dispatch: (_, ports) => dispatch(ports),
  'dispatch twice at once': (play, ports) => together(dispatch(ports), dispatch(play.ports)),
  'dispatch in two shares': (play, ports) =>
    together(sendDue(ports, share), sendDue(play.ports, rest)),
  remind: (_, ports) => remindShipping(ports),
  reconcile: (_, ports) => reconcileOrders(ports),
  sweep: (_, ports) => sweep(ports),
  thaw: thawOldest,
};

/** What staff do with a message. */
const onMessage: Record<string, (play: Play, ports: Ports, id: string) => Promise<unknown>> = {
  'is sent again': acts.sendAgain,
  'is given up': (_, ports, id) => giveUp(ports, id),
};

export const deed = (text: string, act: Act): Deed => ({ text, act });

const nameIn = (table: Record<string, unknown>) => fc.constantFrom(...Object.keys(table));
/** What comes up several times is more frequent: where much happens to one user, much can go wrong. */
const someBuyer = fc.constantFrom('wang' as const, 'wang' as const, 'li' as const);
const somePerson = fc.constantFrom('wang' as const, 'wang' as const, ...people);
const someNumber = fc.constantFrom(1, 1, 2);
const ofOrder = ['is paid and called back', 'is shipped', ...Object.keys(onOrder)];
const someOfOrder = fc.constantFrom('is paid and called back', ...ofOrder);
const someKind = fc.constantFrom(...creditKinds);
const someFreeScene = fc.constantFrom(...acts.freeScenes);
const someOrderScene = fc.constantFrom(
  'paySuccess',
  'orderShipped',
  'refundSuccess',
  'receiptReminder',
);
const someTemplate = fc.constantFrom(
  'sub-pay-success',
  'sub-order-shipped',
  'sub-ship-overdue',
  'sub-course-reminder',
  'long-course-reminder',
);
const someTellers = fc.constantFrom(
  ['page'],
  ['push'],
  ['page', 'push'],
  ['push', 'page'],
  ['push', 'page', 'push'],
);

export const tap = somePerson.map((who) =>
  deed(`${who} taps`, (play, ports) => acts.tap(play, ports, play.world.openidOf(who))),
);
const consent = fc.oneof(
  fc.tuple(somePerson, someTemplate, someTellers).map(([who, templateId, tellers]) =>
    deed(`${who} accepts ${templateId}, told by ${tellers.join(', ')}`, (play, ports) => {
      const openid = play.world.openidOf(who);
      return acts.accept(play, ports, { openid, templateId }, tellers);
    }),
  ),
  fc.tuple(somePerson, someTemplate).map(([who, templateId]) =>
    deed(`${who} rejects ${templateId}`, (play, ports) => {
      const openid = play.world.openidOf(who);
      return acts.reject(play, ports, { openid, templateId });
    }),
  ),
);
const order = fc.tuple(someBuyer, someNumber, someOfOrder).map(([who, number, what]) =>
  deed(`${who}'s order ${number} ${what}`, async (play, ports) => {
    const openid = play.world.openidOf(who);
    return onOrder[what]?.(play, ports, { openid, number });
  }),
);
const notice = fc.tuple(someFreeScene, someBuyer, someNumber).map(([scene, who, number]) =>
  deed(`${scene} ${number} for ${who}`, (play, ports) => {
    const openid = play.world.openidOf(who);
    return acts.send(play, ports, scene, { openid, number });
  }),
);
const timer = nameIn(byItself).map((name) =>
  deed(name, async (play, ports) => byItself[name]?.(play, ports)),
);
const staff = fc.oneof(
  fc
    .tuple(nameIn(onMessage), fc.oneof(someFreeScene, someOrderScene), someBuyer, someNumber)
    .map(([what, scene, who, number]) =>
      deed(`${scene} ${number} for ${who} ${what}`, async (play, ports) => {
        const which = { openid: play.world.openidOf(who), number };
        return onMessage[what]?.(play, ports, acts.messageOf(scene, which));
      }),
    ),
  someKind.map((kind) => {
    const why = { scene: '*', errCode: 0, reason: 'staff-stop' };
    return deed(`stop ${kind}`, (_, ports) => stop(ports, new Set(), { kind, ...why }));
  }),
  someKind.map((kind) =>
    deed(`start ${kind}`, (play, ports) => {
      play.startedIn = play.step;
      return start(ports, kind, '*');
    }),
  ),
);
/** Leases end, and others take over: all at once, or one after the other. */
export const takeOver = fc.constantFrom([5], [31], [3, 3, 4, 30, 20]).map((times) =>
  deed(`dispatch after ${times.join(', ')} min`, async ({ world }, ports) => {
    for (const minutes of times) {
      world.advance(minutes * MINUTE);
      await dispatch(ports);
    }
  }),
);
const wait = fc
  .constantFrom(1, 3, 5, 31, 400, 2000)
  .map((minutes) =>
    deed(`wait ${minutes} min`, async ({ world }) => world.advance(minutes * MINUTE)),
  );
const atMostFour = { minLength: 1, maxLength: 4 };
const weather = fc.oneof(
  fc
    .array(fc.constantFrom(...weathers), atMostFour)
    .map((next) => deed(`sends: ${next.join('; ')}`, async (play) => play.weather.push(...next))),
  fc
    .array(fc.constantFrom(...payWeathers), atMostFour)
    .map((next) =>
      deed(`payments: ${next.join('; ')}`, async (play) => play.payWeather.push(...next)),
    ),
);

/** Whatever may happen, the frequent first. */
export const someDeed: fc.Arbitrary<Deed> = fc.oneof(
  { arbitrary: order, weight: 7 },
  { arbitrary: timer, weight: 5 },
  { arbitrary: tap, weight: 2 },
  { arbitrary: consent, weight: 2 },
  { arbitrary: notice, weight: 3 },
  { arbitrary: takeOver, weight: 2 },
  { arbitrary: wait, weight: 1 },
  { arbitrary: weather, weight: 2 },
  { arbitrary: staff, weight: 2 },
);
