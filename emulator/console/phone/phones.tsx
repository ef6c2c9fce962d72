import { useRef } from 'preact/hooks';
import { useSpeech } from '../language';
import type { Person } from '../live';
import type { Frames } from './frames';
import { useNames } from './people';
import { PhoneFrame } from './phone-frame';

/** Each phone is a page of its own in the browser's memory. */
const MOST_ALIVE = 6;

interface Props {
  people: Person[];
  selected: string | undefined;
  frames: Frames;
}

/** The phone of the selected user; those that were looked at lately stay alive behind it. */
export function Phones({ people, selected, frames }: Props) {
  const { say } = useSpeech();
  const nameOf = useNames(people);
  const visited = useRef<string[]>([]);
  const there = new Set(people.map(({ openid }) => openid));
  const lately = visited.current.filter((openid) => openid !== selected && there.has(openid));
  visited.current = [...(selected ? [selected] : []), ...lately].slice(0, MOST_ALIVE);
  if (!selected) return <p class="quiet no-phone">{say('noUsers')}</p>;
  return (
    <>
      {visited.current.toSorted().map((openid) => (
        <PhoneFrame
          key={openid}
          openid={openid}
          name={nameOf(openid)}
          isShown={openid === selected}
          frames={frames}
        />
      ))}
    </>
  );
}
