import { useSpeech } from '../language';
import { ENDLESS } from '../time';
import { meaningOf, type Row, rowsOf, toneOf, type WatchedProps } from './watched';

/** A formId or a paid prepay_id lives seven days; the ring of a coin is full then. */
const FULL_LIFE = 7 * 86_400_000;

/** Documents as a row of coins: those of use first, each with the life that is left. */
export function Coins({ watch, documents, words, now }: WatchedProps) {
  const { say } = useSpeech();
  const rows = rowsOf({ watch, documents }).toSorted(
    (a, b) => rank(toneOf(words, a.state)) - rank(toneOf(words, b.state)),
  );
  if (rows.length === 0) return <p class="quiet empty">{say('nothing')}</p>;
  return (
    <ul class="coins">
      {rows.map((row, index) => (
        <Coin key={index} row={row} words={words} now={now} />
      ))}
    </ul>
  );
}

/** What can be used stands before what is in use, and that before what has ended. */
const rank = (tone: string): number => ['good', 'busy', 'doubt', 'bad', 'quiet'].indexOf(tone);

interface Props {
  row: Row;
  words: WatchedProps['words'];
  now: number;
}

function Coin({ row, words, now }: Props) {
  const { say, choose, span } = useSpeech();
  const { name, state, until } = row;
  const tone = toneOf(words, state);
  const left = until === undefined ? undefined : until - now;
  const isAlive = tone === 'good' && left !== undefined;
  const life = isAlive ? (left > ENDLESS ? say('endless') : span(Math.max(0, left))) : '';
  const share = isAlive ? Math.min(1, Math.max(0, left / FULL_LIFE)) : 1;
  return (
    <li class={`coin is-${tone}`}>
      <span class="ring" style={{ '--share': share }} aria-hidden="true" />
      <span class="coin-name">{meaningOf(words, name, choose)}</span>
      <span class="coin-state">{meaningOf(words, state, choose)}</span>
      <span class="quiet">{life}</span>
    </li>
  );
}
