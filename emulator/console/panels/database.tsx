import { useId, useState } from 'preact/hooks';
import type { QueryCost } from '../../services';
import { type Document, hub } from '../hub';
import { useSpeech } from '../language';
import type { Live } from '../live';
import { useReading } from './use-reading';
import { newestFirst } from './watched';

/** Longer lists show their newest documents. */
const MOST = 50;

/** The project's database as it is, with what its queries cost. */
export function Database({ live }: { live: Live }) {
  const { say } = useSpeech();
  const [chosen, choose] = useState<string>();
  const { value: collections = [] } = useReading(hub.collections, [live.reading]);
  const { value: costs = [] } = useReading(hub.costs, [live.reading]);
  const name = chosen ?? collections[0]?.name;
  return (
    <div class="books">
      <section class="panel" aria-label={say('dbCollections')}>
        <h2>{say('dbCollections')}</h2>
        {collections.length === 0 && <p class="quiet empty">{say('dbNone')}</p>}
        <div class="collections">
          {collections.map((collection) => (
            <button
              key={collection.name}
              type="button"
              class="small"
              aria-pressed={collection.name === name}
              onClick={() => choose(collection.name)}
            >
              {collection.name} <span class="quiet">{collection.documents}</span>
            </button>
          ))}
        </div>
        {name !== undefined && <Collection key={name} name={name} reading={live.reading} />}
      </section>
      <Costs costs={costs} />
    </div>
  );
}

interface CollectionProps {
  name: string;
  /** Reads again when it changes. */
  reading: number;
}

function Collection({ name, reading }: CollectionProps) {
  const { say } = useSpeech();
  const field = useId();
  const [draft, setDraft] = useState('');
  const [query, setQuery] = useState('');
  const { value: found = [], problem } = useReading(
    () => hub.find(name, query.trim()),
    [name, query, reading],
  );
  const shown = newestFirst(found).slice(0, MOST);
  const count = { count: found.length, shown: shown.length };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setQuery(draft);
  };
  return (
    <>
      <form class="query" onSubmit={submit}>
        <label for={field}>{say('dbQuery')}</label>
        <input
          id={field}
          value={draft}
          placeholder={'{"state":"paid"}'}
          spellcheck={false}
          onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        />
        <button class="small" type="submit">
          {say('dbFind')}
        </button>
      </form>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <p class="quiet">{say(found.length > shown.length ? 'dbNewest' : 'dbCount', count)}</p>
      <ul class="raw" aria-label={say('dbDocuments', { name })}>
        {shown.map((document, index) => (
          <RawDocument key={text(document['_id']) || index} document={document} />
        ))}
      </ul>
    </>
  );
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

function RawDocument({ document }: { document: Document }) {
  return (
    <li>
      <details>
        <summary>
          <code>{text(document['_id']) || JSON.stringify(document['_id'])}</code>{' '}
          <span class="quiet">{text(document['state'])}</span>
        </summary>
        <pre>{JSON.stringify(document, null, 2)}</pre>
      </details>
    </li>
  );
}

function Costs({ costs }: { costs: QueryCost[] }) {
  const { say } = useSpeech();
  return (
    <section class="panel" aria-label={say('dbCosts')}>
      <h2>{say('dbCosts')}</h2>
      <p class="quiet">{say('dbCostsHint')}</p>
      <div class="wide" role="group" aria-label={say('dbCosts')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th>{say('dbShape')}</th>
              <th>{say('dbCalls')}</th>
              <th>{say('dbExamined')}</th>
              <th>{say('dbReturned')}</th>
              <th>{say('dbIndex')}</th>
            </tr>
          </thead>
          <tbody>
            {costs.map(({ collection, action, shape, calls, examined, returned, index }) => (
              <tr key={`${collection} ${action} ${shape}`}>
                <td>
                  {collection} <span class="quiet">{shape}</span>
                </td>
                <td>{calls}</td>
                <td>{examined}</td>
                <td>{returned}</td>
                <td class={index === 'none' ? 'is-bad' : ''}>
                  {index === 'none' ? say('dbScan') : index}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
