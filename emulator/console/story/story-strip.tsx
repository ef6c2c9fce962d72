import type { Story } from '../../project/story';
import { useSpeech } from '../language';
import type { StoryPlay } from './use-story';

interface Props {
  story: Story;
  play: StoryPlay;
  env: string;
}

/** What happens, step by step: the text, the buttons, and all steps as a row of dots. */
export function StoryStrip({ story, play, env }: Props) {
  const { say, choose } = useSpeech();
  const { steps } = story;
  const shown = steps[play.position - 1];
  const hasStory = steps.length > 0;
  const progress = shown
    ? say('progress', { step: play.position, count: steps.length })
    : hasStory
      ? say('start', { count: steps.length })
      : env;
  const title = shown ? choose(shown.title) : say(hasStory ? 'introTitle' : 'noStoryTitle');
  const text = shown ? choose(shown.text) : say(hasStory ? 'intro' : 'noStory');
  return (
    <section class="story" aria-labelledby="step-title">
      <div class="narration" aria-live="polite">
        <p id="progress" class="quiet">
          {progress}
        </p>
        <h2 id="step-title">{title}</h2>
        <p id="step-text">{text}</p>
        {play.problem && (
          <p id="problem" role="alert">
            {choose(play.problem.says)}
          </p>
        )}
      </div>
      {hasStory && <Controls play={play} />}
      {hasStory && <Steps story={story} position={play.position} />}
    </section>
  );
}

/** A disabled button would lose the focus, so it only says that it is. */
function Controls({ play }: { play: StoryPlay }) {
  const { say } = useSpeech();
  const { playing, playingAll, ended, problem } = play;
  const label = playing ? 'playing' : problem ? 'retry' : ended ? 'end' : 'next';
  const isBusy = playing || playingAll || ended;
  const toggleAll = (): void => {
    if (playingAll || playing) play.pause();
    else if (!ended) void play.playAll();
  };
  return (
    <div class="controls">
      <button
        id="next"
        class="primary"
        type="button"
        aria-disabled={isBusy}
        onClick={() => void (isBusy || play.next())}
      >
        {say(label)}
      </button>
      <button type="button" aria-disabled={ended} onClick={toggleAll}>
        {say(playingAll ? 'pause' : 'all')}
      </button>
      <button
        type="button"
        aria-disabled={playing}
        onClick={() => void (playing || play.restart())}
      >
        {say('restart')}
      </button>
    </div>
  );
}

function Steps({ story, position }: { story: Story; position: number }) {
  const { say, choose } = useSpeech();
  return (
    <ol id="steps" aria-label={say('steps')}>
      {story.steps.map((step, index) => (
        <li
          key={step.title.en}
          class={index < position ? 'done' : ''}
          title={choose(step.title)}
          {...(index === position - 1 && { 'aria-current': 'step' as const })}
        >
          <span class="hidden">
            {choose(step.title)}
            {index < position && ` (${say('done')})`}
          </span>
        </li>
      ))}
    </ol>
  );
}
