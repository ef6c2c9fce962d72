import { useEffect, useRef } from 'preact/hooks';
import { useSpeech } from '../language';
import { secondOf } from '../time';
import type { ActivityRow, Line } from './activity-rows';

interface Props {
  row: ActivityRow;
  nameOf: (openid: string) => string;
  onOpen: (isOpen: boolean) => void;
}

/** One thing that happened: when, who, what, and how it ended. */
export function ActivityItem({ row, nameOf, onOpen }: Props) {
  const { say } = useSpeech();
  const { at, what, tone, ms, detail, lines, count } = row;
  const name = row.openid && nameOf(row.openid);
  const isCall = 'name' in what && ms !== undefined;
  const text = 'name' in what ? what.name : say(what.key, { ...what.values, name });
  return (
    <li class={`event is-${tone}`}>
      <time class="quiet">{secondOf(at)}</time>
      <span class="event-who">{useActor(row, name)}</span>
      <span class={isCall ? 'event-what event-call' : 'event-what'}>
        {text}
        {count > 1 && (
          <span class="event-count">
            <span aria-hidden="true">×{count}</span>
            <span class="hidden">{say('activityTimes', { count })}</span>
          </span>
        )}
      </span>
      <End tone={tone} ms={ms} />
      {detail && <span class="event-detail">{detail}</span>}
      {lines.length > 0 && <Lines lines={lines} onOpen={onOpen} />}
    </li>
  );
}

function useActor({ actor }: ActivityRow, name: string): string {
  const { say } = useSpeech();
  const others = {
    timer: say('byTimer'),
    pay: say('byPay'),
    function: say('byFunction'),
    wechat: say('byWechat'),
    cloud: say('byCloud'),
  };
  return actor === 'user' ? name : others[actor];
}

function End({ tone, ms }: Pick<ActivityRow, 'tone' | 'ms'>) {
  const { say } = useSpeech();
  if (tone === 'busy') return <span class="event-end">{say('activityRunning')}</span>;
  if (ms === undefined) return null;
  const time = say('activityMs', { ms });
  return (
    <span class="event-end">{tone === 'bad' ? `${say('activityFailed')} · ${time}` : time}</span>
  );
}

/** More lines make a page slow; the last ones tell how it ended. */
const MOST_LINES = 200;

function Lines({ lines, onOpen }: { lines: Line[]; onOpen: Props['onOpen'] }) {
  const { say } = useSpeech();
  const isOpen = useRef(false);
  // Language, filters and a full list take rows away while they are open.
  useEffect(() => () => void (isOpen.current && onOpen(false)), []);
  const toggle = ({ currentTarget }: { currentTarget: HTMLDetailsElement }): void => {
    if (currentTarget.open === isOpen.current) return;
    isOpen.current = currentTarget.open;
    onOpen(currentTarget.open);
  };
  return (
    <details class="event-lines" onToggle={toggle}>
      <summary class="quiet">{say('activityLines', { count: lines.length })}</summary>
      <ol>
        {lines.slice(-MOST_LINES).map(({ level, text }, index) => (
          <li key={index} class={level === 'error' ? 'line-error' : ''}>
            <code>{text}</code>
          </li>
        ))}
      </ol>
    </details>
  );
}
