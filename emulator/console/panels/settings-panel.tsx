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

/** What nobody knows about the real cloud, how slow it is, what a tap gives and what is banned. */
export function SettingsPanel({ live }: { live: Live }) {
  const { say } = useSpeech();
  const reasonOf = useReasons();
  const [problem, setProblem] = useState('');
  const { value: settings, again, put } = useReading(hub.settings, [live.reading]);
  if (!settings) return null;
  /** Shown at once: a box that jumps back until the hub has answered looks broken. */
  const change = (wanted: SettingsChange): void => {
    put({
      ...settings,
      switches: { ...settings.switches, ...wanted.switches },
      latency: { ...settings.latency, ...wanted.latency },
      phone: { ...settings.phone, ...wanted.phone },
      push: { ...settings.push, ...wanted.push },
      bans: { ...settings.bans, ...wanted.bans },
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
        <Push settings={settings} change={change} />
      </section>
      <Latency settings={settings} change={change} />
      <Ban settings={settings} change={change} />
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
    <Choice
      text={say(name)}
      choices={choices}
      value={value}
      onChoose={(chosen) => change({ switches: { [name]: chosen } })}
    />
  );
}

interface ChoiceProps<T> {
  text: string;
  choices: readonly T[];
  value: T;
  onChoose: (chosen: T) => void;
}

/** One of some values, which are codes or have a text of the console. */
function Choice<T extends string | number | boolean>(props: ChoiceProps<T>) {
  const { say } = useSpeech();
  const { text, choices, value, onChoose } = props;
  return (
    <label class="switch">
      <span>{text}</span>
      <select
        value={String(value)}
        onChange={({ currentTarget }) => onChoose(choices[currentTarget.selectedIndex] ?? value)}
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

/** The shape of event pushes. */
function Push({ settings: { push }, change }: Props) {
  const { say } = useSpeech();
  return (
    <>
      <Choice
        text={say('pushList')}
        choices={['object', 'array'] as const}
        value={push.list}
        onChoose={(list) => change({ push: { list } })}
      />
      <Choice
        text={say('pushPlace')}
        choices={['top', 'named'] as const}
        value={push.place}
        onChoose={(place) => change({ push: { place } })}
      />
    </>
  );
}

/** Single templates can be banned over the hub's API. */
function Ban({ settings, change }: Props) {
  const { say } = useSpeech();
  const { subscribe } = settings.bans;
  return (
    <section class="panel" aria-label={say('banTitle')}>
      <h2>{say('banTitle')}</h2>
      <label class="switch">
        <span>{say('banSubscribe')}</span>
        <input
          type="checkbox"
          checked={subscribe}
          onChange={() => change({ bans: { subscribe: !subscribe } })}
        />
      </label>
    </section>
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
