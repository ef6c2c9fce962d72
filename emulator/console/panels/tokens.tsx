import type { BookedToken } from '../../services';
import { useSpeech } from '../language';
import { ENDLESS } from '../time';

/** Longer lists show their newest entries. */
const MOST = 50;
const MOST_PIPS = 10;

/** WeChat's books for one user, in plain words, the newest first. */
export function Tokens({ tokens, now }: { tokens: BookedToken[]; now: number }) {
  const { say } = useSpeech();
  if (tokens.length === 0) return <p class="quiet empty">{say('nothing')}</p>;
  return (
    <ul id="tokens">
      {tokens
        .slice(-MOST)
        .toReversed()
        .map((token) => (
          <Token key={`${token.kind} ${token.token}`} token={token} now={now} />
        ))}
    </ul>
  );
}

function Token({ token, now }: { token: BookedToken; now: number }) {
  const { say, span } = useSpeech();
  const { kind, state, granted, used, expiresAt } = token;
  const isAlive = state === 'usable' || state === 'unpaid';
  const left = Math.max(0, expiresAt - now);
  const life = left > ENDLESS ? say('endless') : say('left', { time: span(left) });
  const isLongTerm = kind === 'longTerm';
  const facts = [
    isLongTerm && say('longTermUses', { used }),
    !isLongTerm && granted > 0 && say('uses', { used, granted }),
    !isLongTerm && isAlive && life,
  ];
  return (
    <li class={`token token-${state}`}>
      <strong class="kind">{say(kind)}</strong>
      <code class="quiet">{shortened(token.token)}</code>
      {!isLongTerm && <Pips token={token} />}
      <span class="state">{say(state)}</span>
      <span class="quiet facts">{facts.filter(Boolean).join(' · ')}</span>
    </li>
  );
}

const shortened = (token: string): string => (token.length > 18 ? `${token.slice(0, 18)}…` : token);

/** One dot for each send that the token allows. */
function Pips({ token: { kind, granted, used } }: { token: BookedToken }) {
  const count = Math.min(granted || (kind === 'payment' ? 3 : 1), MOST_PIPS);
  return (
    <span class="pips" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <span
          key={index}
          class={index < used ? 'pip pip-used' : index < granted ? 'pip pip-open' : 'pip'}
        />
      ))}
    </span>
  );
}
