/** Types of every world, lint and format. Ends non-zero at the first that fails. */
import { spawnSync } from 'node:child_process';

const worlds = [
  'cloudfunctions',
  'emulator',
  'emulator/console',
  'emulator/console/tsconfig.test.json',
  'emulator/phone/runtime',
  'tests',
  'miniprogram',
  'miniprogram/tsconfig.test.json',
];
const steps = [
  ...worlds.map((world) => ['tsc', '--noEmit', '-p', world]),
  ['oxlint'],
  ['oxfmt', '--check'],
];

for (const [command, ...options] of steps) {
  const { status } = spawnSync('npx', ['--no-install', command, ...options], { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`${command} ${options.join(' ')} failed.`);
    process.exit(status ?? 1);
  }
}
