import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './cloud';

const folder = join(root, 'dist/functions');
const names = readdirSync(folder).filter((name) => !name.startsWith('.'));

/** What is uploaded starts fast (docs/decisions/0020-lean-functions.md). */
describe.each(names)('the bundle of %s', (name) => {
  const text = readFileSync(join(folder, name, 'index.js'), 'utf8');

  test('has no part of the SDK that no function reaches', () => {
    const others =
      /^\/\/ node_modules\/(@cloudbase\/(ai|app|adapter-wx_mp)|web-streams-polyfill|semver)\//m;
    expect(others.exec(text)?.[0]).toBeUndefined();
    expect(text).toContain('was built without data models');
  });

  test('has one byte for each letter', () => {
    expect(/[^\0-\x7f]/.exec(text)?.[0]).toBeUndefined();
  });
});
