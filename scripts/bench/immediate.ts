import type { LocalCloud } from '../../emulator/local-cloud';
import { connectHub, type Hub } from '../hub-client';
import { paidOrder } from '../shopper';
import { callsOf, isSend, stepsOf } from './calls';
import { LATENCY, NO_LATENCY } from './project';
import { atMost, percentile, type Report, type Row } from './report';

/** Cloud calls awaited one after the other before a send leaves. */
const BUDGET = 4;

/** Sends that somebody waits for: what is awaited before they leave, and how long the page waits. */
export async function measureImmediate(cloud: LocalCloud, count: number): Promise<Report> {
  await cloud.state.reset();
  const hub = connectHub(cloud.url);
  const [buyer, staff] = [await hub.createUser(), await hub.createUser()];
  await hub.insert('staff', { _id: staff, name: '店长' });
  const { sn } = await paidOrder(hub, buyer);
  const formId = await hub.tap(buyer);
  const parcel = { carrier: '顺丰速运', trackingNo: 'SF1234567890' };
  const sends = {
    sendTemplatePaySuccess: () => hub.call(buyer, 'sendTemplatePaySuccess', { sn, formId }),
    shipOrder: () => hub.call(staff, 'shipOrder', { sn, ...parcel }),
    refundOrder: () => hub.call(staff, 'refundOrder', { sn, reason: '七天无理由' }),
  };
  const rows: Row[] = [];
  for (const [name, act] of Object.entries(sends)) rows.push(await countCalls(cloud, name, act));
  const times = await timeSends(cloud, hub, count);
  return {
    title: `Immediate sends, a send takes ${LATENCY.wechatMs} ms, a database call ${LATENCY.databaseMs} ms`,
    columns: ['calls', 'before it leaves'],
    rows,
    notes: [
      'calls side by side (∥) are awaited once',
      `sendTemplatePaySuccess answers the page after ${percentile(times, 50)} ms (p50), ${percentile(times, 95)} ms (p95)`,
    ],
    details: { times },
  };
}

/** What the function awaits, step by step, before its send leaves. */
async function countCalls(
  cloud: LocalCloud,
  name: string,
  act: () => Promise<unknown>,
): Promise<Row> {
  cloud.settings.change({ latency: LATENCY });
  const calls = await callsOf(cloud, name, act);
  cloud.settings.change({ latency: NO_LATENCY });
  const steps = stepsOf(calls.slice(0, calls.findIndex(isSend)), LATENCY.databaseMs / 2);
  return {
    what: name,
    cells: [String(steps.length), steps.map((step) => step.join(' ∥ ')).join(', ')],
    budget: atMost(BUDGET, steps.length),
  };
}

/** One buyer after the other, each with an order of their own, in a warm process. */
async function timeSends(cloud: LocalCloud, hub: Hub, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const buyer = await hub.createUser();
    const { sn } = await paidOrder(hub, buyer);
    const formId = await hub.tap(buyer);
    cloud.settings.change({ latency: LATENCY });
    const startedAt = performance.now();
    await hub.call(buyer, 'sendTemplatePaySuccess', { sn, formId });
    times.push(Math.round(performance.now() - startedAt));
    cloud.settings.change({ latency: NO_LATENCY });
  }
  return times;
}
