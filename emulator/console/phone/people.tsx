import { useSpeech } from '../language';
import type { Person } from '../live';

/** @returns what a person is called */
export function useNames(people: Person[]): (openid: string) => string {
  const { say, choose } = useSpeech();
  return (openid) => {
    const person = people.find((one) => one.openid === openid);
    if (!person) return openid.slice(0, 6);
    return person.label ? choose(person.label) : say('user', { number: person.number });
  };
}

interface Props {
  people: Person[];
  selected: string | undefined;
  /** Cards that nobody has looked at yet. */
  unread: (person: Person) => number;
  onSelect: (openid: string) => void;
  onNew: () => void;
}

/** One radio button for each user: whose phone is shown. */
export function People({ people, selected, unread, onSelect, onNew }: Props) {
  const { say } = useSpeech();
  const nameOf = useNames(people);
  return (
    <fieldset class="people">
      <legend class="hidden">{say('whose')}</legend>
      {people.map((person) => (
        <label key={person.openid} class="person">
          <input
            type="radio"
            name="user"
            value={person.openid}
            checked={person.openid === selected}
            onChange={() => onSelect(person.openid)}
          />
          <span class="name">{nameOf(person.openid)}</span>
          {unread(person) > 0 && (
            <span class="count" aria-label={say('cardCount', { count: unread(person) })}>
              {unread(person)}
            </span>
          )}
        </label>
      ))}
      <button type="button" class="small new-user" title={say('newUser')} onClick={onNew}>
        <span aria-hidden="true">+</span>
        <span class="hidden">{say('newUser')}</span>
      </button>
    </fieldset>
  );
}
