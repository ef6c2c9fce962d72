import { useState } from 'preact/hooks';
import type { Fault } from '../../services';
import { hub } from '../hub';
import { type Speech, useSpeech } from '../language';
import type { Live } from '../live';
import { FaultForm } from './fault-form';
import { presets } from './presets';
import { SettingsPanel } from './settings-panel';
import { useReading, useReasons } from './use-reading';

/** Faults to inject, and the switches of what nobody knows about the real cloud. */
export function Trouble({ live }: { live: Live }) {
  const { say } = useSpeech();
  const reasonOf = useReasons();
  const [problem, setProblem] = useState('');
  const faults = useReading(hub.faults, [live.reading]);
  const add = (fault: Fault): Promise<void> =>
    hub.addFault(fault).then(
      () => {
        setProblem('');
        faults.again();
      },
      (error: unknown) => setProblem(reasonOf(error)),
    );
  return (
    <div class="books">
      <section class="panel" aria-label={say('faultTitle')}>
        <h2>{say('faultTitle')}</h2>
        <p class="quiet">{say('faultHint')}</p>
        <ul class="presets">
          {presets.map(({ title, why, fault }) => (
            <li key={title}>
              <button type="button" class="small" onClick={() => void add(fault)}>
                {say(title)}
              </button>
              <span class="quiet">{say(why)}</span>
            </li>
          ))}
        </ul>
        <details>
          <summary>{say('faultOwn')}</summary>
          <FaultForm onAdd={add} live={live} />
        </details>
        {problem && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <Waiting
          faults={faults.value ?? []}
          onClear={() =>
            void hub
              .clearFaults()
              .then(faults.again, (error: unknown) => setProblem(reasonOf(error)))
          }
        />
      </section>
      <SettingsPanel live={live} />
    </div>
  );
}

interface WaitingProps {
  faults: (Fault & { hits: number })[];
  onClear: () => void;
}

function Waiting({ faults, onClear }: WaitingProps) {
  const speech = useSpeech();
  const { say } = speech;
  return (
    <>
      <h3>{say('faultList')}</h3>
      {faults.length === 0 && <p class="quiet empty">{say('faultNone')}</p>}
      <ul class="documents" aria-label={say('faultList')}>
        {faults.map((fault, index) => (
          <li key={index} class="document">
            <span class="name">{placeOf(fault) || say('faultAny')}</span>
            <span class="state">
              {say('faultHits', { hits: fault.hits, times: fault.times ?? 1 })}
            </span>
            <span class="reason">{effectOf(fault.effect, speech)}</span>
          </li>
        ))}
      </ul>
      {faults.length > 0 && (
        <button type="button" class="small" onClick={onClear}>
          {say('faultClear')}
        </button>
      )}
    </>
  );
}

const placeOf = ({ match }: Fault): string =>
  [match.function, match.apiName ?? match.action, match.nth && `#${match.nth}`]
    .filter(Boolean)
    .join(' ');

function effectOf(effect: Fault['effect'], { say }: Speech): string {
  if (effect === 'dropAnswer') return say('effectDrop');
  if (effect === 'killBefore') return say('effectKillBefore');
  if (effect === 'killAfter') return say('effectKillAfter');
  if (effect === 'freeze') return say('effectFreeze');
  if ('delayMs' in effect) return say('effectDelayMs', { ms: effect.delayMs });
  if ('failsLater' in effect) return say('effectLater', { code: effect.failsLater });
  return say('effectCodeIs', { code: effect.errCode });
}
