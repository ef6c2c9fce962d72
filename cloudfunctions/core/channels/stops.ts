import { creditKinds } from '../words';
import type { ChannelStop, CreditKind } from '../words';
import type { Ports } from '../ports';
import { PAGE } from '../limits';
import { channelOf } from '../scenes/letter';

/** Ids of what is switched off. A run that meets a stop adds it, so that the run stops trying, too. */
export type Stops = Set<string>;

/** All scenes. */
export const EVERY = '*';

export const stopId = (kind: CreditKind, scene: string): string => `${kind}:${scene}`;

/** @returns whether a kind of credit must not be used for a scene */
export const isStopped = (stops: Stops, kind: CreditKind, scene: string): boolean =>
  stops.has(stopId(kind, EVERY)) || stops.has(stopId(kind, scene));

/** Everything that is switched off, for people; there are a few at most. */
export const allStops = ({ db }: Ports): Promise<ChannelStop[]> =>
  db.find('channelStops', {}, { orderBy: '_id', limit: PAGE });

/** Everything that is switched off, for a run. */
export const readStops = async (ports: Ports): Promise<Stops> =>
  new Set((await allStops(ports)).map(({ _id }) => _id));

/** How far WeChat's word reaches beyond the send that it refused. */
type Reach = 'scene' | 'kind' | 'channel';

/** Codes that do not stop the whole channel (WeChat docs, error tables of both send APIs). */
const reaches: Readonly<Record<number, Reach>> = {
  41032: 'kind', // sends with formIds
  41034: 'kind',
  41035: 'kind', // sends with prepay_ids
  43107: 'scene', // one template or the whole capability: the answer does not say which
};

/**
 * Switches off what WeChat no longer takes, for every function and visibly for the staff, who can
 * switch it on again.
 */
export async function stopAfter(
  ports: Ports,
  stops: Stops,
  refused: { kind: CreditKind; scene: string; errCode: number; reason: string },
): Promise<void> {
  const { kind, scene, errCode, reason } = refused;
  const reach = reaches[errCode] ?? 'channel';
  const affected =
    reach === 'channel' ? creditKinds.filter((one) => channelOf(one) === channelOf(kind)) : [kind];
  for (const one of affected) {
    await stop(ports, stops, {
      kind: one,
      scene: reach === 'scene' ? scene : EVERY,
      errCode,
      reason,
    });
  }
}

/** Switches a kind of credit off for a scene, or for all; repeating it changes nothing. */
export async function stop(
  ports: Ports,
  stops: Stops,
  what: Pick<ChannelStop, 'kind' | 'scene' | 'errCode' | 'reason'>,
): Promise<void> {
  const id = stopId(what.kind, what.scene);
  if (stops.has(id)) return;
  stops.add(id);
  ports.log('channel.stopped', { ...what });
  await ports.db.insert('channelStops', [{ _id: id, ...what, at: ports.now() }]);
}

/**
 * Switches it on again, and tries what has waited for it. What waits for a credit is tried, too: there
 * may have been one of this kind all the time.
 * @returns how many messages were waiting
 */
export async function start(ports: Ports, kind: CreditKind, scene: string): Promise<number> {
  await ports.db.remove('channelStops', { _id: stopId(kind, scene) });
  ports.log('channel.started', { kind, scene });
  return ports.db.update(
    'messages',
    { state: 'waiting' },
    { state: 'queued', nextAttemptAt: ports.now() },
  );
}
