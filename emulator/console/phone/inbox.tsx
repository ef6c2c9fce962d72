import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Card } from '../../services';
import { useSpeech } from '../language';
import { phoneDay, phoneTime } from '../time';

interface Props {
  name: string;
  cards: Card[];
  /** Cards that were there before; the others are marked as new. */
  known: number;
  onEnter: (page: string) => void;
}

/** The service notifications of one user, the newest at the bottom, as in WeChat. */
export function Inbox({ name, cards, known, onEnter }: Props) {
  const { say } = useSpeech();
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [cards.length, name]);
  return (
    <div class="chat" lang="zh-CN">
      <h2 class="chat-title">服务通知</h2>
      <div
        id="cards"
        class="chat-cards"
        role="log"
        aria-live="polite"
        tabIndex={0}
        aria-label={say('cards', { name })}
        ref={list}
      >
        {cards.length === 0 && <p class="quiet empty">{say('noCards')}</p>}
        {cards.map((card, index) => (
          <Notice key={index} card={card} isNew={index >= known} onEnter={onEnter} />
        ))}
      </div>
    </div>
  );
}

interface NoticeProps {
  card: Card;
  isNew: boolean;
  onEnter: (page: string) => void;
}

function Notice({ card, isNew, onEnter }: NoticeProps) {
  const { say } = useSpeech();
  const { title, rows, page, at, channel } = card;
  const main = rows.filter(({ emphasis }) => emphasis);
  const others = rows.filter(({ emphasis }) => !emphasis);
  return (
    <div class={isNew ? 'notice notice-new' : 'notice'}>
      <p class="when">
        {phoneTime(at)} · {say(channel)}
      </p>
      <article class="card">
        <h3>{title}</h3>
        <p class="date">{phoneDay(at)}</p>
        <dl>
          {[...main, ...others].map(({ key, label, value, emphasis }) => (
            <div key={key} class={emphasis ? 'row row-main' : 'row'}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {page && (
          <button type="button" class="enter" title={page} onClick={() => onEnter(page)}>
            进入小程序
          </button>
        )}
      </article>
    </div>
  );
}
