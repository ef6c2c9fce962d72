import { useRef, useState } from 'preact/hooks';
import { hub } from '../hub';
import { useSpeech } from '../language';
import { useReasons } from './use-reading';

/** Requests of the hub; those with `{}` take a body. docs/local-cloud.md describes each. */
const requests = [
  'GET /_local/health',
  'GET /_local/story',
  'GET /_local/functions',
  'GET /_local/logs',
  'GET /_local/events',
  'GET /_local/clock',
  'POST /_local/clock {"advance": "7d"}',
  'GET /_local/users',
  'POST /_local/users',
  'POST /_local/users/:openid/tap, /call, /pay, /subscribe',
  'GET, POST /_local/users/:openid/settings',
  'GET /_local/users/:openid/inbox, /phone',
  'POST /_local/timers/:function/run',
  'GET /_local/db',
  'GET, POST /_local/db/:collection',
  'GET /_local/db-costs',
  'GET /_local/wechat/tokens',
  'GET /_local/faults',
  'POST, DELETE /_local/faults',
  'GET /_local/settings',
  'POST /_local/settings {"era": "current"}',
  'POST /_local/reset',
  'GET /_local/export',
  'POST /_local/import',
];

/** The hub's requests, and the state as a whole: save, load, begin anew. */
export function Api() {
  const { say } = useSpeech();
  return (
    <div class="books">
      <State />
      <section class="panel" aria-label={say('apiTitle')}>
        <h2>{say('apiTitle')}</h2>
        <p class="quiet">{say('apiHint')}</p>
        <ul class="requests">
          {requests.map((request) => (
            <li key={request}>
              <code>{linked(request)}</code>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** A request that a browser can make by itself is a link. */
function linked(request: string) {
  const [, path] = /^GET (\/[\w/-]+)$/.exec(request) ?? [];
  return path === undefined ? request : <a href={path}>{request}</a>;
}

function State() {
  const { say } = useSpeech();
  const reasonOf = useReasons();
  const [told, tell] = useState('');
  const [isAsking, setAsking] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const attempt = (work: Promise<unknown>, success: string): Promise<void> =>
    work.then(
      () => tell(success),
      (error: unknown) => tell(reasonOf(error)),
    );
  const load = async ({ name, text }: { name: string; text: Promise<string> }): Promise<void> => {
    const state = parsed(await text);
    if (state === undefined) return tell(say('stateNotJson', { name }));
    return attempt(hub.import(state), say('stateImported', { name }));
  };
  const reset = (): void => {
    setAsking(false);
    void attempt(hub.reset(), say('stateDone'));
  };
  return (
    <section class="panel" aria-label={say('stateTitle')}>
      <h2>{say('stateTitle')}</h2>
      <p class="quiet">{say('stateHint')}</p>
      <p class="state-buttons">
        <a href="/_local/export" download="local-cloud-state.json">
          {say('stateExport')}
        </a>
        <button type="button" class="small" onClick={() => file.current?.click()}>
          {say('stateImport')}
        </button>
        <input
          ref={file}
          type="file"
          accept=".json"
          hidden
          aria-label={say('stateImport')}
          onChange={({ currentTarget }) => {
            const [chosen] = currentTarget.files ?? [];
            if (chosen) void load({ name: chosen.name, text: chosen.text() });
            currentTarget.value = '';
          }}
        />
        <button type="button" class="small" onClick={() => setAsking(true)}>
          {say('stateReset')}
        </button>
      </p>
      {isAsking && (
        <p class="state-buttons" role="alert">
          <span>{say('stateAsk')}</span>
          <button type="button" class="small" onClick={reset}>
            {say('stateSure')}
          </button>
          <button type="button" class="small" onClick={() => setAsking(false)}>
            {say('stateCancel')}
          </button>
        </p>
      )}
      <p role="status">{told}</p>
    </section>
  );
}

/** @returns undefined if a text is not JSON */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
