import { isFormId } from './junk';
import { readQueue } from './queue';

/** A formId and the time of its tap, ms since 1970. */
export interface Tap {
  formId: string;
  at: number;
}

/** One answered consent sheet: template id → `accept`, `reject` …; the id makes repeats count once. */
export interface Consent {
  id: string;
  answers: Record<string, string>;
  at: number;
}

/** What waits to be sent. */
export interface Queue {
  taps: Tap[];
  consents: Consent[];
}

/** What a collector needs from outside. */
export interface CollectorPorts {
  /** Brings a batch to the server; rejects if it has to be sent again. */
  send: (batch: Queue) => Promise<unknown>;
  /** Keeps what was not sent yet over the end of the app; `read` gives what was kept last. */
  storage: { read: () => unknown; write: (queue: Queue) => void };
  now: () => number;
  /** Runs something later; gives a function that prevents it. */
  schedule: (run: () => void, ms: number) => () => void;
}

export interface Collector {
  /** Keeps the formId of a tap. @returns false for junk, and for one that is known already */
  tap: (tap: Tap) => boolean;
  /** Keeps the answers of a consent sheet, and sends them at once. */
  consent: (id: string, answers: Record<string, string>) => void;
  /** Whether the latest tap brought a formId: since 2020 phones give junk instead. */
  mints: () => boolean;
  /** Sends what waits, at once. Never rejects: what could not be sent waits for the next time. */
  flush: () => Promise<void>;
}

/** `collectCredits` takes at most so many. */
const MAX_TAPS_A_CALL = 100;
const MAX_CONSENTS_A_CALL = 20;

/** Nobody taps for this long: the batch leaves, in ms. */
const QUIET = 1500;

/**
 * @returns a collector. It never delays a tap: it remembers, and sends a little later, many at once.
 */
export function createCollector(ports: CollectorPorts): Collector {
  let queue = readQueue(ports.storage.read(), ports.now());
  let cancelTimer = () => {};
  let sending: Promise<void> | undefined;
  let minted = false;
  const known = new Set(queue.taps.map((tap) => tap.formId));

  function keep(next: Queue): void {
    queue = readQueue(next, ports.now());
    ports.storage.write(queue);
  }

  function later(): void {
    cancelTimer();
    cancelTimer = ports.schedule(() => void flush(), QUIET);
  }

  function flush(): Promise<void> {
    cancelTimer();
    sending ??= sendAll().finally(() => {
      sending = undefined;
    });
    return sending;
  }

  async function sendAll(): Promise<void> {
    while (queue.taps.length + queue.consents.length > 0) {
      const batch: Queue = {
        taps: queue.taps.slice(0, MAX_TAPS_A_CALL),
        consents: queue.consents.slice(0, MAX_CONSENTS_A_CALL),
      };
      try {
        await ports.send(batch);
      } catch {
        return; // the queue is kept, and the next tap or start sends it
      }
      keep(without(queue, batch));
    }
  }

  return {
    tap(tap) {
      minted = isFormId(tap.formId);
      if (!minted || known.has(tap.formId)) return false;
      known.add(tap.formId);
      keep({ ...queue, taps: [...queue.taps, tap] });
      later();
      return true;
    },
    consent(id, answers) {
      keep({ ...queue, consents: [...queue.consents, { id, answers, at: ports.now() }] });
      void flush(); // a message may wait for it
    },
    mints: () => minted,
    flush,
  };
}

/** Taps may have been added while the batch was on its way, and old ones dropped. */
function without(queue: Queue, sent: Queue): Queue {
  const taps = new Set(sent.taps.map((tap) => tap.formId));
  const consents = new Set(sent.consents.map((consent) => consent.id));
  return {
    taps: queue.taps.filter((tap) => !taps.has(tap.formId)),
    consents: queue.consents.filter((consent) => !consents.has(consent.id)),
  };
}
