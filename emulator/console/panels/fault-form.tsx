import { useId, useState } from 'preact/hooks';
import type { Fault } from '../../services';
import { hub } from '../hub';
import { useSpeech } from '../language';
import type { Live } from '../live';
import { useReading } from './use-reading';

const effects = [
  'dropAnswer',
  'killBefore',
  'killAfter',
  'freeze',
  'delayMs',
  'errCode',
  'failsLater',
] as const;
type Effect = (typeof effects)[number];

const texts = {
  dropAnswer: 'effectDrop',
  killBefore: 'effectKillBefore',
  killAfter: 'effectKillAfter',
  freeze: 'effectFreeze',
  delayMs: 'effectDelay',
  errCode: 'effectCode',
  failsLater: 'effectFailsLater',
} as const;

interface Draft {
  function: string;
  action: string;
  apiName: string;
  nth: string;
  times: string;
  effect: Effect;
  value: string;
}

const EMPTY: Draft = {
  function: '',
  action: '',
  apiName: '',
  nth: '',
  times: '',
  effect: 'dropAnswer',
  value: '',
};

/** @returns the fault that a form describes; the hub says what is wrong with it */
function faultOf(draft: Draft): Fault {
  const { function: name, action, apiName, nth, times, effect, value } = draft;
  return {
    match: {
      ...(name && { function: name }),
      ...(action && { action }),
      ...(apiName && { apiName }),
      ...(nth && { nth: Number(nth) }),
    },
    effect: effectOf(effect, value),
    ...(times && { times: Number(times) }),
  };
}

function effectOf(effect: Effect, value: string): Fault['effect'] {
  if (effect === 'delayMs') return { delayMs: Number(value) };
  // A number is a code of WeChat, a text one of the gateway.
  if (effect === 'failsLater') return { failsLater: Number(value) };
  if (effect === 'errCode') return { errCode: /^-?\d+$/.test(value) ? Number(value) : value };
  return effect;
}

interface Props {
  live: Live;
  onAdd: (fault: Fault) => Promise<void>;
}

/** A fault of one's own: where it strikes, and what happens. */
export function FaultForm({ live, onAdd }: Props) {
  const { say } = useSpeech();
  const id = useId();
  const [draft, setDraft] = useState(EMPTY);
  const { value: functions = [] } = useReading(hub.functions, [live.reading]);
  const field = (name: Exclude<keyof Draft, 'effect'>) => ({
    id: `${id}-${name}`,
    value: draft[name],
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) =>
      setDraft({ ...draft, [name]: currentTarget.value }),
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void onAdd(faultOf(draft));
  };
  const hasValue = ['delayMs', 'errCode', 'failsLater'].includes(draft.effect);
  return (
    <form class="fields" onSubmit={submit}>
      <label for={`${id}-function`}>{say('faultFunction')}</label>
      <select {...field('function')}>
        <option value="">{say('faultAny')}</option>
        {functions.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <label for={`${id}-action`}>{say('faultAction')}</label>
      <input {...field('action')} placeholder="database.modifyDocument" />
      <label for={`${id}-apiName`}>{say('faultApi')}</label>
      <input {...field('apiName')} placeholder="templateMessage.send" />
      <label for={`${id}-nth`}>{say('faultNth')}</label>
      <input {...field('nth')} type="number" min="1" placeholder="1" />
      <label for={`${id}-times`}>{say('faultTimes')}</label>
      <input {...field('times')} type="number" min="1" placeholder="1" />
      <label for={`${id}-effect`}>{say('faultEffect')}</label>
      <select
        id={`${id}-effect`}
        value={draft.effect}
        onChange={({ currentTarget }) =>
          setDraft({ ...draft, effect: effects[currentTarget.selectedIndex] ?? 'dropAnswer' })
        }
      >
        {effects.map((effect) => (
          <option key={effect} value={effect}>
            {say(texts[effect])}
          </option>
        ))}
      </select>
      {hasValue && (
        <>
          <label for={`${id}-value`}>{say('faultValue')}</label>
          <input {...field('value')} required placeholder="-1" />
        </>
      )}
      <button class="small" type="submit">
        {say('faultAdd')}
      </button>
    </form>
  );
}
