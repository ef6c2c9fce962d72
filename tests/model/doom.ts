import type { Ports, Sender } from '../../cloudfunctions/core/ports';

export const blows = ['killed', 'frozen', 'unanswered', 'out of time'] as const;

/**
 * What happens to a run at one of its calls of the database, of WeChat or of WeChat Pay.
 * - `killed`: it makes no more calls
 * - `frozen`: it goes on when others have long taken over
 * - `unanswered`: the call throws, and the run deals with it
 * - `out of time`: from then on it has no time left
 */
export interface Fate {
  how: (typeof blows)[number];
  when: 'before' | 'after';
  /** Number of the call, 1 for the first. */
  call: number;
}

/** A call that was struck. */
export class Struck extends Error {
  override name = 'Struck';
}

/** A run that meets its fate. */
export interface Doomed {
  ports: Ports;
  /** Resolves when the run freezes; never if it does not. */
  frozen: Promise<void>;
  thaw: () => void;
}

/**
 * @param onStruck called when a call fails
 * @returns ports under which a run meets its fate, if it makes enough calls
 */
export function doom(ports: Ports, { how, when, call: nth }: Fate, onStruck: () => void): Doomed {
  let calls = 0;
  const frozen = latch();
  const thawed = latch();
  const fail = (): never => {
    onStruck();
    throw new Struck(how);
  };
  const strike = async (): Promise<void> => {
    if (how === 'killed' || how === 'unanswered') fail();
    if (how !== 'frozen') return;
    frozen.open();
    await thawed.opened;
  };
  const struck = async <R>(work: () => Promise<R>): Promise<R> => {
    const mine = (calls += 1);
    if (how === 'killed' && mine > nth) fail();
    if (mine === nth && when === 'before') await strike();
    const result = await work();
    if (mine === nth && when === 'after') await strike();
    return result;
  };
  const doomed = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const work = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
        return (...args: unknown[]) => struck(() => work.apply(target, args));
      },
    });
  return {
    ports: {
      ...ports,
      db: doomed(ports.db),
      pay: doomed(ports.pay),
      sender: how === 'unanswered' ? patient(doomed(ports.sender)) : doomed(ports.sender),
      remainingMs: () => (how === 'out of time' && calls >= nth ? 0 : ports.remainingMs()),
    },
    frozen: frozen.opened,
    thaw: thawed.open,
  };
}

/** A sender never throws: a call without an answer is an outcome. */
const patient = (sender: Sender): Sender => ({
  send: (letter) => sender.send(letter).catch(() => ({ type: 'lost', detail: 'socket hang up' })),
});

function latch(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
