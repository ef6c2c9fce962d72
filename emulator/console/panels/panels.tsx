import { useState } from 'preact/hooks';
import type { Story } from '../../project/story';
import { useSpeech } from '../language';
import type { Live, Person } from '../live';
import { Tabs } from '../ui/tabs';
import { Activity } from './activity';
import { Api } from './api';
import { Database } from './database';
import { Functions } from './functions';
import { Overview } from './overview';
import { Trouble } from './trouble';

const names = ['overview', 'activity', 'database', 'functions', 'trouble', 'api'] as const;
type Name = (typeof names)[number];

interface Props {
  live: Live;
  story: Story;
  person: Person | undefined;
}

/** The state of the cloud, one panel at a time. */
export function Panels({ live, story, person }: Props) {
  const { say } = useSpeech();
  const [selected, select] = useState<Name>('overview');
  const panels: Record<Name, () => preact.JSX.Element> = {
    overview: () => <Overview live={live} story={story} person={person} />,
    activity: () => <Activity live={live} person={person} />,
    database: () => <Database live={live} />,
    functions: () => <Functions live={live} person={person} />,
    trouble: () => <Trouble live={live} />,
    api: () => <Api />,
  };
  return (
    <section class="cloud" aria-label={say('cloud')}>
      <Tabs
        label={say('panels')}
        tabs={names.map((name) => ({ name, title: say(name) }))}
        selected={selected}
        onSelect={select}
      >
        {panels[selected]()}
      </Tabs>
    </section>
  );
}
