import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Story } from '../project/story';
import { Clock } from './clock';
import { EraSwitch } from './era/era-switch';
import { useEra } from './era/use-era';
import { hub } from './hub';
import { useSpeech } from './language';
import { type Live, type Person, useLive } from './live';
import { Panels } from './panels/panels';
import { createFrames, type Frames } from './phone/frames';
import { Inbox } from './phone/inbox';
import { People, useNames } from './phone/people';
import { Phones } from './phone/phones';
import { StoryStrip } from './story/story-strip';
import { useStory } from './story/use-story';
import { Tabs } from './ui/tabs';

/** What a small screen shows; a large one shows all of it. */
type View = 'phone' | 'inbox' | 'cloud';

/** The page at `/` of the local cloud: the story, the phones with their cards, and the cloud. */
export function App({ story, env }: { story: Story; env: string }) {
  const { say } = useSpeech();
  const [chosen, select] = useState<string>();
  const [view, setView] = useState<View>('phone');
  const [isTold, setTold] = useState(true);
  const live = useLive(story, chosen);
  const frames = useMemo(() => createFrames(() => undefined), []);
  const person = live.people.find(({ openid }) => openid === chosen) ?? live.people[0];
  useFirstPerson(chosen, person, select);
  const lookAgain = useShownPhone(frames, live, person);
  const cards = useCardsSeen(live, person);
  const nameOf = useNames(live.people);
  const openPage = (openid: string, page: string): void => {
    select(openid);
    frames.tell(openid, { type: 'open', page });
  };
  const play = useStory({ story, live, select, openPage, onPlayed: () => lookAgain() });
  const enter = (page: string): void => {
    if (person) openPage(person.openid, page);
    setView('phone');
  };
  const addUser = async (): Promise<void> => {
    const { openid } = await hub.createUser();
    await live.refresh();
    select(openid);
  };
  const views: View[] = ['phone', 'inbox', 'cloud'];
  return (
    <>
      <Header story={story} live={live} isTold={isTold} onTell={() => setTold(!isTold)} />
      {!live.connected && (
        <p class="offline" role="status">
          {say('offline')}
        </p>
      )}
      <main data-view={view}>
        {isTold && <StoryStrip story={story} play={play} env={env} />}
        <People
          people={live.people}
          selected={person?.openid}
          unread={cards.unread}
          onSelect={select}
          onNew={() => void addUser()}
        />
        <div class="views">
          <Tabs
            label={say('views')}
            tabs={views.map((name) => ({ name, title: say(name) }))}
            selected={view}
            onSelect={setView}
          />
        </div>
        <div class="phones">
          <Phones people={live.people} selected={person?.openid} frames={frames} />
        </div>
        <section class="inbox">
          <Inbox
            name={person ? nameOf(person.openid) : ''}
            cards={person?.cards ?? []}
            known={cards.known}
            onEnter={enter}
          />
        </section>
        <Panels live={live} story={story} person={person} />
      </main>
    </>
  );
}

interface HeaderProps {
  story: Story;
  live: Live;
  isTold: boolean;
  onTell: () => void;
}

function Header({ story, live, isTold, onTell }: HeaderProps) {
  const { say, choose, language, toggle } = useSpeech();
  const era = useEra(live);
  const hasStory = story.steps.length > 0;
  const title = hasStory ? choose(story.title) : say('noTitle');
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <header>
      <img src="icon.svg" alt="" width="28" height="28" />
      <h1>{title}</h1>
      <EraSwitch era={era} />
      <Clock live={live} />
      {hasStory && (
        <button type="button" class="small tell" aria-expanded={isTold} onClick={onTell}>
          {say('tell')}
        </button>
      )}
      <button
        id="language"
        class="small"
        type="button"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={toggle}
      >
        {say('other')}
      </button>
    </header>
  );
}

/** Somebody is always selected, as long as somebody is there. */
function useFirstPerson(
  chosen: string | undefined,
  person: Person | undefined,
  select: (openid: string | undefined) => void,
): void {
  useEffect(() => {
    if (person?.openid !== chosen) select(person?.openid);
  }, [person?.openid, chosen]);
}

/**
 * One phone is in front, and all know the time.
 * @returns puts that phone away and shows it again, so that its page reads what has changed; a new
 *   card does so too
 */
function useShownPhone(frames: Frames, live: Live, person: Person | undefined): () => void {
  const shown = useRef<string | undefined>(undefined);
  const wanted = useRef<string | undefined>(undefined);
  wanted.current = person?.openid;
  const lookAgain = (): void => {
    if (shown.current !== undefined) frames.tell(shown.current, { type: 'hide' });
    if (wanted.current !== undefined) frames.tell(wanted.current, { type: 'show' });
    shown.current = wanted.current;
  };
  useEffect(lookAgain, [person?.openid, person?.cards.length]);
  useEffect(() => frames.tellAll({ type: 'clock', offset: live.offset }), [live.offset]);
  return lookAgain;
}

/** Which cards are new: of the selected user those that came last, of the others all unseen ones. */
function useCardsSeen(live: Live, person: Person | undefined) {
  const seen = useRef(new Map<string, number>());
  const latest = useRef({ openid: '', known: 0 });
  if (person) {
    const count = person.cards.length;
    const before = seen.current.get(person.openid) ?? 0;
    const isOther = latest.current.openid !== person.openid;
    if (isOther || before !== count) {
      latest.current = { openid: person.openid, known: Math.min(before, count) };
    }
    seen.current.set(person.openid, count);
  }
  return {
    known: latest.current.known,
    unread: ({ openid, cards }: Person): number =>
      Math.max(0, cards.length - (seen.current.get(openid) ?? 0)),
  };
}
