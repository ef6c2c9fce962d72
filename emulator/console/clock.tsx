import { useEffect, useState } from 'preact/hooks';
import { hub, HubRefusal, type Moved } from './hub';
import { useSpeech } from './language';
import type { Live } from './live';
import { fullTime } from './time';

/** The virtual time of the local cloud, and buttons that let time pass. */
export function Clock({ live }: { live: Live }) {
  const { say, language } = useSpeech();
  const [, tick] = useState({});
  const [isMoving, setMoving] = useState(false);
  const [told, setTold] = useState('');
  useEffect(() => {
    const timer = setInterval(() => tick({}), 1000);
    return () => clearInterval(timer);
  }, []);

  const move = async (go: () => Promise<Moved | undefined>): Promise<void> => {
    if (isMoving) return;
    setMoving(true);
    setTold(say('moving'));
    try {
      const moved = await go();
      setTold(moved ? whatRan(moved) : say('noTimer'));
    } catch (error) {
      setTold(error instanceof HubRefusal ? error.message : say('offline'));
    }
    setMoving(false);
  };
  const whatRan = ({ fired, tasks }: Moved): string => {
    const names = [...fired.map((one) => one.function), ...tasks.map(({ label }) => label)];
    if (names.length === 0) return say('firedNothing');
    return say('fired', { list: counted(names).join(', ') });
  };

  return (
    <div class="clock">
      <span class="hidden">{say('clock')}</span>
      <time id="clock">{fullTime(live.virtualNow(), language)}</time>
      <span class="clock-buttons" role="group" aria-label={say('clock')}>
        <ClockButton
          text={say('hour')}
          isBusy={isMoving}
          onPress={() => move(() => hub.moveClock({ advance: '1h' }))}
        />
        <ClockButton
          text={say('day')}
          isBusy={isMoving}
          onPress={() => move(() => hub.moveClock({ advance: '1d', ticks: 'last' }))}
        />
        <ClockButton text={say('nextTimer')} isBusy={isMoving} onPress={() => move(toNextTimer)} />
      </span>
      <span class="told quiet" role="status">
        {told}
      </span>
    </div>
  );
}

interface ButtonProps {
  text: string;
  isBusy: boolean;
  onPress: () => Promise<void>;
}

const ClockButton = ({ text, isBusy, onPress }: ButtonProps) => (
  <button type="button" class="small" aria-disabled={isBusy} onClick={() => void onPress()}>
    {text}
  </button>
);

/** @returns undefined if no function has a timer */
async function toNextTimer(): Promise<Moved | undefined> {
  const ticks = (await hub.functions()).flatMap(({ nextTick }) => nextTick ?? []);
  if (ticks.length === 0) return undefined;
  const { now } = await hub.clock();
  return hub.moveClock({ now: Math.max(Math.min(...ticks), now) });
}

/** `['a', 'b', 'a']` becomes `a ×2`, `b`. */
export function counted(names: string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count > 1 ? `${name} ×${count}` : name));
}
