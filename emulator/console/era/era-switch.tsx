import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Era } from '../../settings';
import { hub } from '../hub';
import { useSpeech } from '../language';
import { useReasons } from '../panels/use-reading';

const eras = {
  classic: { name: 'eraClassic', hint: 'eraClassicHint' },
  current: { name: 'eraCurrent', hint: 'eraCurrentHint' },
} as const satisfies Record<Era, object>;

/** Set while the page is drawn anew for another era, so that the keyboard stays at the switch. */
const RETURNING = 'returning-to-era';

/** Which WeChat is played, and how to play the other: the story begins anew then, so it asks first. */
export function EraSwitch({ era }: { era: Era | undefined }) {
  const { say } = useSpeech();
  const [wanted, want] = useState<Era>();
  const pressed = useReturningFocus(era);
  const stay = (): void => {
    want(undefined);
    pressed.current?.focus();
  };
  return (
    <div class="era" onKeyDown={({ key }) => key === 'Escape' && stay()}>
      <span class="era-buttons" role="group" aria-label={say('era')}>
        {(['classic', 'current'] as const).map((name) => (
          <button
            key={name}
            ref={name === era ? pressed : null}
            type="button"
            class="small"
            aria-pressed={name === era}
            title={say(eras[name].hint)}
            onClick={() => want(name === era ? undefined : name)}
          >
            {say(eras[name].name)}
          </button>
        ))}
      </span>
      {wanted && <Question wanted={wanted} onStay={stay} />}
    </div>
  );
}

function Question({ wanted, onStay }: { wanted: Era; onStay: () => void }) {
  const { say } = useSpeech();
  const reasonOf = useReasons();
  const [problem, setProblem] = useState('');
  const first = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => first.current?.focus(), []);
  const switchOver = async (): Promise<void> => {
    try {
      await hub.reset();
      sessionStorage.setItem(RETURNING, wanted);
      await hub.changeSettings({ era: wanted });
    } catch (error) {
      sessionStorage.removeItem(RETURNING);
      setProblem(reasonOf(error));
    }
  };
  return (
    <div
      class="era-question"
      role="alertdialog"
      aria-labelledby="era-hint"
      aria-describedby="era-ask"
    >
      <p id="era-hint">{say(eras[wanted].hint)}</p>
      <p id="era-ask">{say('eraAsk')}</p>
      <p class="era-buttons">
        <button ref={first} type="button" class="small primary" onClick={() => void switchOver()}>
          {say('eraGo')}
        </button>
        <button type="button" class="small" onClick={onStay}>
          {say('stateCancel')}
        </button>
      </p>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

/** @returns for the pressed button, which gets the focus back after its era was switched on */
function useReturningFocus(era: Era | undefined) {
  const pressed = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (era === undefined || sessionStorage.getItem(RETURNING) !== era) return;
    sessionStorage.removeItem(RETURNING);
    pressed.current?.focus();
  }, [era]);
  return pressed;
}
