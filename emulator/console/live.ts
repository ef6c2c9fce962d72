import { useEffect, useRef, useState } from 'preact/hooks';
import type { Story } from '../project/story';
import type { BookedToken, Card, LocalEvent, User } from '../services';
import { type Document, followEvents, hub } from './hub';

/** A user as the console shows one; `number` counts from 1 in the order of arrival. */
export interface Person extends User {
  number: number;
  cards: Card[];
}

/** The documents of a watched collection. */
export interface Watched {
  watch: Story['watch'][number];
  documents: Document[];
}

/** What was read from the local cloud last. */
export interface Seen {
  people: Person[];
  tokens: BookedToken[];
  watched: Watched[];
  /** Virtual time at `readAt` of the browser's own clock. */
  now: number;
  offset: number;
  readAt: number;
}

/** An event with its number in the stream; lines of the log from before have negative ones. */
export interface HeardEvent extends LocalEvent {
  number: number;
}

/** The local cloud, always as it is now. */
export interface Live extends Seen {
  connected: boolean;
  /** The latest events, the newest last. */
  events: HeardEvent[];
  /** Counts the readings; whoever reads more than this reads again when it changes. */
  reading: number;
  /** Reads everything at once; resolves when it is shown. */
  refresh: () => Promise<Seen>;
  virtualNow: () => number;
}

/** Events come in bursts. */
const SETTLE_MS = 200;
/** Older users have no tab. */
const MOST_PEOPLE = 20;
const MOST_EVENTS = 1000;

/** Reads what the console shows, with the books of the selected user. */
async function readAll(story: Story, selected: string | undefined): Promise<Seen> {
  const [users, tokens, clock, collections] = await Promise.all([
    hub.users(),
    hub.tokens(),
    hub.clock(),
    hub.collections(),
  ]);
  const numbered = users.map((user, index) => ({ ...user, number: index + 1 }));
  const people = await Promise.all(
    numbered
      .slice(-MOST_PEOPLE)
      .map(async (user) => ({ ...user, cards: await hub.cards(user.openid) })),
  );
  const existing = new Set(collections.map(({ name }) => name));
  const watched = await Promise.all(
    story.watch
      .filter(({ collection }) => existing.has(collection))
      .map(async (watch) => ({ watch, documents: await documentsOf(watch, selected) })),
  );
  return {
    people,
    tokens,
    watched,
    now: clock.now,
    offset: clock.offset,
    readAt: performance.now(),
  };
}

const documentsOf = async (
  { collection, of }: Watched['watch'],
  openid: string | undefined,
): Promise<Document[]> => {
  if (of === 'all') return hub.find(collection);
  return openid === undefined ? [] : hub.find(collection, JSON.stringify({ openid }));
};

const NOTHING: Seen = {
  people: [],
  tokens: [],
  watched: [],
  now: Date.now(),
  offset: 0,
  readAt: performance.now(),
};

/**
 * Follows the local cloud and reads again a moment after something has happened.
 * @param selected whose books are read
 */
export function useLive(story: Story, selected: string | undefined): Live {
  const [seen, setSeen] = useState(NOTHING);
  const [connected, setConnected] = useState(true);
  const [events, setEvents] = useState<HeardEvent[]>([]);
  const [reading, setReading] = useState(0);
  const started = useRef(0);
  const shown = useRef(0);
  const whose = useRef(selected);
  whose.current = selected;

  /** A reading that comes after a later one is not shown; whoever has waited sees his or a later one. */
  const refresh = async (): Promise<Seen> => {
    started.current += 1;
    const mine = started.current;
    const read = await readAll(story, whose.current);
    if (mine > shown.current) {
      shown.current = mine;
      setSeen(read);
      setReading(mine);
    }
    return read;
  };

  useEffect(() => {
    let settling: ReturnType<typeof setTimeout> | undefined;
    const soon = (): void => {
      settling ??= setTimeout(() => {
        settling = undefined;
        refresh().catch(() => setConnected(false));
      }, SETTLE_MS);
    };
    const keep = (change: (heard: HeardEvent[]) => HeardEvent[]): void =>
      setEvents((heard) => change(heard).slice(-MOST_EVENTS));
    const before = hub.logs().then((logs) => {
      const numbered = logs.map((line, index) => ({ ...line, number: index - logs.length }));
      keep((heard) => [...numbered, ...heard]);
    });
    before.catch(() => setConnected(false));
    followEvents(
      (event) => {
        keep((heard) => [...heard, event]);
        soon();
      },
      (open) => {
        setConnected(open);
        if (open) soon();
      },
    );
  }, []);

  useEffect(() => {
    refresh().catch(() => setConnected(false));
  }, [selected]);

  const virtualNow = (): number => seen.now + performance.now() - seen.readAt;
  return { ...seen, connected, events, reading, refresh, virtualNow };
}
