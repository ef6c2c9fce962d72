import { render } from 'preact';
import { App } from './app';
import { hub } from './hub';
import { Speaking } from './language';

/** Starts the console when it knows what the project has to tell. */
async function start(): Promise<void> {
  const [story, env] = await Promise.all([hub.story(), hub.env()]);
  render(
    <Speaking>
      <App story={story} env={env} />
    </Speaking>,
    document.body,
  );
}

void start();
