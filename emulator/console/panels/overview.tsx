import type { Story } from '../../project/story';
import { useSpeech } from '../language';
import type { Live, Person, Watched } from '../live';
import { Coins } from './coins';
import { Documents } from './documents';
import { Tokens } from './tokens';

interface Props {
  live: Live;
  story: Story;
  person: Person | undefined;
}

/**
 * What the selected user may still be sent, in the shop's books and beside it in WeChat's, then what
 * was sent and everything else that the project watches.
 */
export function Overview({ live, story, person }: Props) {
  const now = live.virtualNow();
  const isTokens = ({ watch }: Watched): boolean => watch.show === 'tokens';
  const show = (watched: Watched) => (
    <WatchedPanel key={watched.watch.collection} watched={watched} words={story.words} now={now} />
  );
  return (
    <div class="books">
      {live.watched.filter(isTokens).map(show)}
      <WeChatPanel live={live} person={person} now={now} />
      {live.watched.filter((watched) => !isTokens(watched)).map(show)}
    </div>
  );
}

interface WatchedPanelProps {
  watched: Watched;
  words: Story['words'];
  now: number;
}

function WatchedPanel({ watched: { watch, documents }, words, now }: WatchedPanelProps) {
  const { say, choose } = useSpeech();
  const View = watch.show === 'tokens' ? Coins : Documents;
  return (
    <section class="panel" aria-label={choose(watch.title)}>
      <h2>{say('watched', { title: choose(watch.title) })}</h2>
      <View watch={watch} documents={documents} words={words} now={now} />
    </section>
  );
}

function WeChatPanel({ live, person, now }: Omit<Props, 'story'> & { now: number }) {
  const { say } = useSpeech();
  const tokens = live.tokens.filter(({ openid }) => openid === person?.openid);
  return (
    <section class="panel" aria-label={say('tokens')}>
      <h2>{say('tokens')}</h2>
      <p class="quiet">{say('tokensHint')}</p>
      <Tokens tokens={tokens} now={now} />
    </section>
  );
}
