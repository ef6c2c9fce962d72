import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { useSpeech } from '../language';
import type { Live, Person } from '../live';
import { useNames } from '../phone/people';
import { type ActivityRow, rowsOf } from './activity-rows';
import { ActivityItem } from './activity-item';

/** Older ones leave the list. */
const MOST = 100;

type Filter = 'all' | 'problems' | 'mine';

interface Props {
  live: Live;
  person: Person | undefined;
}

/** What happens, as it happens; the newest first. It waits while somebody reads. */
export function Activity({ live, person }: Props) {
  const { say } = useSpeech();
  const nameOf = useNames(live.people);
  const [filter, setFilter] = useState<Filter>('all');
  const rows = useMemo(() => rowsOf(live.events, MOST), [live.events]);
  const wanted = rows.filter((row) => isWanted(row, filter, person));
  const reader = useReader(rows[0]?.id ?? -1);
  const shown = wanted.filter(({ id }) => id <= reader.upTo);
  const waiting = wanted.length - shown.length;
  return (
    <section class="panel activity" aria-label={say('activity')}>
      <div class="activity-head">
        <Filters filter={filter} onFilter={setFilter} name={person && nameOf(person.openid)} />
        <button
          type="button"
          class="small activity-new"
          hidden={waiting === 0}
          onClick={reader.catchUp}
        >
          {say('activityNew', { count: waiting })}
        </button>
      </div>
      <ol class="activity-list" aria-label={say('activityLog')} {...reader.listeners}>
        <li ref={reader.top} class="activity-top" aria-hidden="true" />
        {shown.map((row) => (
          <ActivityItem key={row.id} row={row} nameOf={nameOf} onOpen={reader.onOpen} />
        ))}
      </ol>
      {wanted.length === 0 && (
        <p class="quiet empty">
          {say(filter === 'problems' ? 'activityNoProblem' : 'activityNone')}
        </p>
      )}
    </section>
  );
}

function isWanted(row: ActivityRow, filter: Filter, person: Person | undefined): boolean {
  if (filter === 'problems') return row.isProblem;
  return filter === 'all' || row.openid === person?.openid;
}

interface FiltersProps {
  filter: Filter;
  onFilter: (filter: Filter) => void;
  /** The selected user's. */
  name: string | undefined;
}

function Filters({ filter, onFilter, name }: FiltersProps) {
  const { say } = useSpeech();
  const group = useId();
  const choices: [Filter, string][] = [
    ['all', say('activityAll')],
    ['problems', say('activityProblems')],
    ...(name === undefined ? [] : [['mine', say('activityMine', { name })] as [Filter, string]]),
  ];
  return (
    <fieldset class="choices">
      <legend class="hidden">{say('activityShow')}</legend>
      {choices.map(([value, text]) => (
        <label key={value} class="choice">
          <input
            type="radio"
            name={group}
            checked={filter === value}
            onChange={() => onFilter(value)}
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}

/**
 * Notices when somebody reads: the pointer is over the list, its top is out of sight, or a row is
 * open. Nothing may move then.
 * @param newest the id of the newest row
 */
function useReader(newest: number) {
  const [isOver, setOver] = useState(false);
  const [isAway, setAway] = useState(false);
  const [open, setOpen] = useState(0);
  const top = useRef<HTMLLIElement>(null);
  const upTo = useRef(newest);
  const isReading = isOver || isAway || open > 0;
  if (!isReading || upTo.current > newest) upTo.current = newest;
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) =>
      setAway(entry?.isIntersecting === false),
    );
    if (top.current) observer.observe(top.current);
    return () => observer.disconnect();
  }, []);
  const [, redraw] = useState({});
  return {
    top,
    upTo: upTo.current,
    onOpen: (isOpen: boolean) => setOpen((count) => count + (isOpen ? 1 : -1)),
    catchUp: () => {
      upTo.current = newest;
      top.current?.scrollIntoView({ block: 'nearest' });
      redraw({});
    },
    listeners: {
      onPointerEnter: ({ pointerType }: PointerEvent) => setOver(pointerType === 'mouse'),
      onPointerLeave: () => setOver(false),
    },
  };
}
