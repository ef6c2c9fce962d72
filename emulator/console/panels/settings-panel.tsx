import { useState } from 'preact/hooks';
import type { PhoneSettings, Settings, Switches } from '../../settings';
import { hub, type SettingsChange } from '../hub';
import { useSpeech } from '../language';
import type { Live } from '../live';
import { useReading, useReasons } from './use-reading';

/** The values of every switch, in the order in which they are offered. */
const switches = {
  failedSendSpends: [false, true],
  busyDelivers: [false, true],
  expiredAnswer: [41028, 41029],
  usedAnswer: [41029, 41028],
  batchInsert: ['ordered', 'unordered'],
  staleReads: [false, true],
  updatedCounts: ['modified', 'matched'],
} as const satisfies { [K in keyof Switches]: readonly Switches[K][] };
const switchNames = Object.keys(switches) as (keyof Switches)[];

const formIds = {
  real: 'formIdReal',
  mock: 'formIdMock',
  unavailable: 'formIdUnavailable',
  deprecated: 'formIdDeprecated',
} as const satisfies Record<PhoneSettings['formIds'], string>;
const formIdNames = Object.keys(formIds) as PhoneSettings['formIds'][];

/** What nobody knows about the real cloud, how slow it is, and what a tap gives. */
export function SettingsPanel({ live }: { live: Live }) {
  const { say } = useSpeech();
  const reasonOf = useReasons();
  const [problem, setProblem] = useState('');
  const { value: settings, again, put } = useReading(hub.settings, [live.reading]);
  if (!settings) return null;
  /** Shown at once: a box that jumps back until the hub has answered looks broken. */
  const change = (wanted: SettingsChange): void => {
    put({
      switches: { ...settings.switches, ...wanted.switches },
      latency: { ...settings.latency, ...wanted.latency },
      phone: { ...settings.phone, ...wanted.phone },
    });
    hub.changeSettings(wanted).then(
      () => setProblem(''),
      (error: unknown) => {
        setProblem(reasonOf(error));
        again();
      },
    );
  };
  return (
    <>
      <FormIds settings={settings} change={change} />
      <section class="panel" aria-label={say('switchTitle')}>
        <h2>{say('switchTitle')}</h2>
        <p class="quiet">{say('switchHint')}</p>
        {switchNames.map((name) => (
          <Switch key={name} name={name} settings={settings} change={change} />
        ))}
      </section>
      <Latency settings={settings} change={change} />
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

interface Props {
  settings: Settings;
  change: (wanted: SettingsChange) => void;
}

function FormIds({ settings, change }: Props) {
  const { say } = useSpeech();
  return (
    <fieldset class="panel options">
      <legend>{say('formIdsTitle')}</legend>
      {formIdNames.map((name) => (
        <label key={name}>
          <input
            type="radio"
            name="formIds"
            checked={settings.phone.formIds === name}
            onChange={() => change({ phone: { formIds: name } })}
          />
          {say(formIds[name])}
        </label>
      ))}
    </fieldset>
  );
}

function Switch({ name, settings, change }: Props & { name: keyof Switches }) {
  const { say } = useSpeech();
  const value = settings.switches[name];
  if (typeof value === 'boolean') {
    return (
      <label class="switch">
        <span>{say(name)}</span>
        <input
          type="checkbox"
          checked={value}
          onChange={() => change({ switches: { [name]: !value } })}
        />
      </label>
    );
  }
  const choices: readonly (string | number | boolean)[] = switches[name];
  return (
    <label class="switch">
      <span>{say(name)}</span>
      <select
        value={String(value)}
        onChange={({ currentTarget }) =>
          change({ switches: { [name]: choices[currentTarget.selectedIndex] } })
        }
      >
        {choices.map((choice) => (
          <option key={choice} value={String(choice)}>
            {typeof choice === 'string' ? say(choice as 'ordered') : String(choice)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Latency({ settings, change }: Props) {
  const { say } = useSpeech();
  return (
    <section class="panel" aria-label={say('latencyTitle')}>
      <h2>{say('latencyTitle')}</h2>
      <p class="quiet">{say('latencyHint')}</p>
      {(['databaseMs', 'wechatMs'] as const).map((name) => (
        <label key={name} class="switch">
          <span>{say(name)}</span>
          <input
            type="number"
            min="0"
            max="60000"
            value={settings.latency[name]}
            onChange={({ currentTarget }) =>
              change({ latency: { [name]: Number(currentTarget.value) } })
            }
          />
        </label>
      ))}
    </section>
  );
}
