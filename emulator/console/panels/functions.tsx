import { useId, useState } from 'preact/hooks';
import { type CallResult, type FunctionView, hub } from '../hub';
import { useSpeech } from '../language';
import type { Live, Person } from '../live';
import { useNames } from '../phone/people';
import { shortTime } from '../time';
import { useReading, useReasons } from './use-reading';

interface Props {
  live: Live;
  person: Person | undefined;
}

/** The functions of the project: their limits and timers, to be run and called by hand. */
export function Functions({ live, person }: Props) {
  const { say } = useSpeech();
  const { value: functions = [] } = useReading(hub.functions, [live.reading]);
  return (
    <div class="books">
      {person && functions.length > 0 && (
        <CallForm functions={functions} live={live} person={person} />
      )}
      <section class="panel" aria-label={say('fnList')}>
        <h2>{say('fnList')}</h2>
        <ul class="functions">
          {functions.map((one) => (
            <FunctionItem key={one.name} view={one} />
          ))}
        </ul>
      </section>
    </div>
  );
}

/** How a call has ended, or why it could not be made. */
type Ending = { text: string; isError: boolean };

const endingOf = (answer: CallResult): Ending =>
  'error' in answer
    ? { text: `${answer.error.errMsg} (${answer.error.errCode})`, isError: true }
    : { text: JSON.stringify(answer.result, null, 2), isError: false };

/** Runs a call and keeps how it ended; a second one has to wait. */
function useCall(call: () => Promise<CallResult>) {
  const reasonOf = useReasons();
  const [ending, setEnding] = useState<Ending>();
  const [isBusy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    try {
      setEnding(endingOf(await call()));
    } catch (error) {
      setEnding({ text: reasonOf(error), isError: true });
    }
    setBusy(false);
  };
  return { ending, isBusy, run, refuse: (text: string) => setEnding({ text, isError: true }) };
}

function EndingBox({ ending }: { ending: Ending | undefined }) {
  const { say } = useSpeech();
  if (!ending) return null;
  return (
    <div role="status">
      <p class={ending.isError ? 'problem' : 'quiet'}>
        {say(ending.isError ? 'fnError' : 'fnResult')}
      </p>
      <pre>{ending.text}</pre>
    </div>
  );
}

interface CallFormProps extends Props {
  functions: FunctionView[];
  person: Person;
}

function CallForm({ functions, live, person }: CallFormProps) {
  const { say } = useSpeech();
  const nameOf = useNames(live.people);
  const [nameField, dataField] = [useId(), useId()];
  const [name, setName] = useState(functions[0]?.name ?? '');
  const [data, setData] = useState('{}');
  const { ending, isBusy, run, refuse } = useCall(() =>
    hub.call(person.openid, name, JSON.parse(data) as unknown),
  );
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const mistake = mistakeIn(data);
    if (mistake) refuse(say('fnNotJson', { reason: mistake }));
    else void run();
  };
  const title = say('fnCall', { name: nameOf(person.openid) });
  return (
    <section class="panel" aria-label={title}>
      <h2>{title}</h2>
      <form class="fields" onSubmit={submit}>
        <label for={nameField}>{say('fnName')}</label>
        <select
          id={nameField}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        >
          {functions.map((one) => (
            <option key={one.name}>{one.name}</option>
          ))}
        </select>
        <label for={dataField}>{say('fnData')}</label>
        <textarea
          id={dataField}
          rows={3}
          value={data}
          spellcheck={false}
          onInput={({ currentTarget }) => setData(currentTarget.value)}
        />
        <button class="primary small" type="submit" aria-disabled={isBusy}>
          {say(isBusy ? 'fnBusy' : 'fnDoCall')}
        </button>
      </form>
      <EndingBox ending={ending} />
    </section>
  );
}

/** @returns why a text is not JSON, or undefined if it is */
function mistakeIn(json: string): string | undefined {
  try {
    JSON.parse(json);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function FunctionItem({ view }: { view: FunctionView }) {
  const { say, language } = useSpeech();
  const { name, timeout, memorySize, openapi, triggers, nextTick } = view;
  const { ending, isBusy, run } = useCall(() => hub.runTimer(name));
  return (
    <li class="function">
      <strong>{name}</strong>
      <span class="quiet">{say('fnLimits', { seconds: timeout, memory: memorySize })}</span>
      {openapi.length > 0 && <span class="quiet function-more">{openapi.join(', ')}</span>}
      {triggers.map(({ name: trigger, config }) => (
        <span key={trigger} class="function-more function-timer">
          <code>{config}</code>
          {nextTick !== null && (
            <span class="quiet">{say('fnNext', { time: shortTime(nextTick, language) })}</span>
          )}
          <button
            type="button"
            class="small"
            aria-label={say('fnRunName', { name })}
            aria-disabled={isBusy}
            onClick={() => void run()}
          >
            {say(isBusy ? 'fnBusy' : 'fnRun')}
          </button>
        </span>
      ))}
      <div class="function-more">
        <EndingBox ending={ending} />
      </div>
    </li>
  );
}
