/**
 * `npm run demo [-- --era classic|current] [--json]`: the story of an era, on a local cloud of its own.
 * Ends non-zero if an expectation fails; `--json` prints the result as one JSON object and nothing else.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chinaTime } from '../cloudfunctions/core/china-time';
import type { Card } from '../emulator/services';
import { startLocalCloud } from '../emulator/local-cloud';
import { connectHub } from './hub-client';
import { connectOutsider } from './outsider';
import type { Narrator } from './stage';
import { playStory } from './story';
import { playCurrentStory } from './story-current';

const root = resolve(__dirname, '../..');

const aloud: Narrator = {
  chapter: (title) => console.log(`\n${title}`),
  line: (text) => console.log(text),
  card: (card) => console.log(drawn(card)),
};
const silent: Narrator = { chapter: () => undefined, line: () => undefined, card: () => undefined };

/** A card as the user sees it among the service notifications. */
function drawn({ title, rows, at }: Card): string {
  const day = chinaTime(at).slice(5);
  const lines = rows.map(
    ({ label, value, emphasis }) => `${label}  ${value}${emphasis ? '  ★' : ''}`,
  );
  const framed = [`${title}  ${day}`, ...lines, '进入小程序 ›'].map((line) => `    │ ${line}`);
  return ['    ┌─ 服务通知', ...framed, '    └─'].join('\n');
}

const stories = { classic: playStory, current: playCurrentStory };

/** @throws Error for an era that does not exist */
function readOptions() {
  const { values } = parseArgs({
    options: {
      era: { type: 'string', default: 'classic' },
      json: { type: 'boolean', default: false },
    },
  });
  const { era, json } = values;
  if (era === 'classic' || era === 'current') return { era, json } as const;
  throw new Error(`--era ${era}: expected classic or current.`);
}

async function main(): Promise<boolean> {
  const { era, json } = readOptions();
  const cloud = await startLocalCloud({
    project: root,
    timers: 'advance',
    era,
    workerFile: resolve(root, 'dist/emulator/worker.cjs'),
  });
  try {
    const send = connectOutsider(cloud.url, 'local-hongyan');
    const result = await stories[era](connectHub(cloud.url), json ? silent : aloud, send);
    const passed = result.checks.filter((check) => check.ok).length;
    if (json) console.log(JSON.stringify(result));
    else console.log(`\n${passed} of ${result.checks.length} expectations hold.`);
    return result.ok;
  } finally {
    await cloud.stop();
  }
}

main().then(
  (ok) => {
    process.exitCode = ok ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
