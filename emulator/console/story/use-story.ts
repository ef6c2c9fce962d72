import { useRef, useState } from 'preact/hooks';
import type { Story } from '../../project/story';
import { hub } from '../hub';
import type { Live, Person, Seen } from '../live';
import { createPlayer, type Player, type Progress, StepProblem } from './player';

/** The story as the console plays it. */
export interface StoryPlay {
  /** Steps that have been played. */
  position: number;
  ended: boolean;
  playing: boolean;
  playingAll: boolean;
  problem: StepProblem | undefined;
  next: () => Promise<void>;
  playAll: () => Promise<void>;
  pause: () => void;
  restart: () => Promise<void>;
}

export interface StoryOptions {
  story: Story;
  live: Live;
  select: (openid: string | undefined) => void;
  openPage: (openid: string, page: string) => void;
  /** The step is over; pages may show what has changed. */
  onPlayed: () => void;
}

/** Between the steps when all are played, so that one can look. */
const PAUSE_MS = 2500;
const SAVED = 'story';

/** Plays a story; the progress outlives a reload, unless the local cloud has begun anew meanwhile. */
export function useStory({ story, live, select, openPage, onPlayed }: StoryOptions): StoryPlay {
  const people = useRef<Person[]>([]);
  people.current = live.people;
  const player = useRef<Player | undefined>(undefined);
  const [playing, setPlaying] = useState(false);
  const [problem, setProblem] = useState<StepProblem>();
  /** The run of “play all” that goes on, if one does. */
  const run = useRef<symbol | undefined>(undefined);
  const [, redraw] = useState({});
  player.current ??= createPlayer({
    steps: story.steps,
    saved: readProgress(story),
    declared: () => declaredAmong(people.current),
    openPage,
  });
  const { progress, ended, reset, playStep } = player.current;
  const isPlaying = useRef(false);
  /** A step counts as played when everything it has changed is shown. */
  const position = useRef(0);

  // Somebody else may have reset the local cloud; then the story begins anew.
  const there = new Set(live.people.map(({ openid }) => openid));
  const isForgotten = live.reading > 0 && !progress().people.every((openid) => there.has(openid));
  if (isForgotten && !isPlaying.current) {
    reset();
    saveProgress(story, progress());
  }
  if (!isPlaying.current) position.current = progress().step;

  const next = async (): Promise<void> => {
    const before = people.current;
    isPlaying.current = true;
    setPlaying(true);
    setProblem(undefined);
    try {
      await playStep();
      select(whoToFollow(before, await live.refresh(), progress().actor));
    } catch (error) {
      if (error instanceof StepProblem) setProblem(error);
      run.current = undefined;
    }
    isPlaying.current = false;
    setPlaying(false);
    saveProgress(story, progress());
    onPlayed();
  };

  const pause = (): void => {
    run.current = undefined;
    redraw({});
  };

  return {
    position: position.current,
    ended: ended(),
    playing,
    playingAll: run.current !== undefined,
    problem,
    next,
    pause,
    async playAll() {
      const mine = Symbol('run');
      run.current = mine;
      while (run.current === mine && !ended()) {
        await next();
        if (!ended()) await new Promise((done) => setTimeout(done, PAUSE_MS));
      }
      if (run.current === mine) pause();
    },
    async restart() {
      pause();
      setProblem(undefined);
      await hub.reset();
      reset();
      saveProgress(story, progress());
      select(undefined);
      await live.refresh();
    },
  };
}

const declaredAmong = (people: Person[]): Record<string, string> =>
  Object.fromEntries(people.flatMap(({ as, openid }) => (as === undefined ? [] : [[as, openid]])));

/** The phone that got a card, else the one of who acted. */
function whoToFollow(before: Person[], { people }: Seen, actor: string | null): string | undefined {
  const cards = new Map(before.map(({ openid, cards: had }) => [openid, had.length]));
  const lucky = people.find((person) => person.cards.length > (cards.get(person.openid) ?? 0));
  return lucky?.openid ?? actor ?? undefined;
}

interface Saved {
  title: string;
  steps: number;
  progress: Progress;
}

function readProgress(story: Story): Progress | undefined {
  const saved = JSON.parse(sessionStorage.getItem(SAVED) ?? 'null') as Saved | null;
  const isSame = saved?.title === story.title.en && saved.steps === story.steps.length;
  return isSame ? saved.progress : undefined;
}

function saveProgress({ title, steps }: Story, progress: Progress): void {
  const saved: Saved = { title: title.en, steps: steps.length, progress };
  sessionStorage.setItem(SAVED, JSON.stringify(saved));
}
