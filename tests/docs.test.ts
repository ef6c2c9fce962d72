/** What the docs say about the code is true, and what they link to exists. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type Scene } from '../cloudfunctions/core/scenes/scene';
import { scenes } from '../cloudfunctions/core/scenes/scenes';
import { readers } from '../scripts/chaos/targets';
import { errorsPage, formatted } from '../scripts/errors-page';
import { scenesOf } from './kill-table/table';

const root = resolve(__dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

test('docs/errors.md is what the tables say; `npm run docs:errors` writes it', () => {
  expect(read('docs/errors.md')).toBe(formatted(root, errorsPage()));
});

test('functions that send do not load the sentences', () => {
  const loading = functionNames().filter((name) =>
    /core\/desk\/\w+-(words|todos)/.test(read(`dist/functions/${name}/index.js`)),
  );
  expect(loading.filter((name) => name !== 'backOffice')).toEqual([]);
});

const functionNames = (): string[] =>
  readdirSync(join(root, 'cloudfunctions')).filter((name) =>
    existsSync(join(root, 'cloudfunctions', name, 'main.ts')),
  );

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => !/(^|\/)(node_modules|dist|\.[^/]+)(\/|$)/.test(file))
  .toSorted();
const pages = files.filter((file) => file.endsWith('.md'));

/** Where headings of a page are found, as GitHub names them. */
const anchorsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

test.each(pages)('every link of %s leads somewhere', (page) => {
  const text = read(page).replaceAll(/^```[\s\S]*?^```/gm, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const dead = links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const file = relative(root, path ? resolve(root, dirname(page), path) : join(root, page));
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && !anchorsOf(read(file)).includes(decodeURIComponent(anchor));
    });
  expect(dead).toEqual([]);
});

/** `core` is the part of the functions that everybody speaks of; `*` stands for a part of a name. */
const isThere = (path: string): boolean => {
  const whole = path.replace(/^core\//, 'cloudfunctions/core/').replace(/\/$/, '');
  const name = new RegExp(`^${whole.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`);
  return files.some((file) => name.test(file));
};
const rooms = 'bin|cloudfunctions|core|docs|emulator|miniprogram|scripts|tests';

test.each(pages.filter((page) => page !== 'CHANGELOG.md'))(
  'every file that %s names is there',
  (page) => {
    const named = [...read(page).matchAll(new RegExp(`\`((?:${rooms})/[\\w./*-]*)\``, 'g'))];
    expect(named.map(([, path = '']) => path).filter((path) => !isThere(path))).toEqual([]);
  },
);

interface Manifest {
  timeout: number;
  permissions: { openapi: string[] };
  triggers?: { name: string; config: string }[];
}

interface Index {
  unique?: boolean;
  keys: { name: string; direction: string }[];
}

describe.each(['docs/going-live.md', 'docs/going-live.zh-CN.md'])('%s', (page) => {
  /** Cells of the table row that begins with this name. */
  const row = (name: string): string[] => {
    const line = read(page)
      .split('\n')
      .find((one) => one.startsWith(`| \`${name}\``));
    return (line ?? '').split('|').map((cell) => cell.trim());
  };

  test.each(Object.entries<Scene>(scenes))('names the template of %s', (name, scene) => {
    const cells = row(name);
    expect(cells).toContain(scene.title);
    for (const keyword of Object.keys(scene.subscribe)) {
      expect(cells.join(' ')).toContain(`\`${keyword}\``);
    }
  });

  test.each(functionNames())('says how to deploy %s', (name) => {
    const manifest = JSON.parse(read(`cloudfunctions/${name}/config.json`)) as Manifest;
    const cells = row(name);
    expect(cells).toContain(`${manifest.timeout} s`);
    for (const permission of manifest.permissions.openapi) {
      expect(cells.join(' ')).toContain(`\`${permission}\``);
    }
    for (const { config } of manifest.triggers ?? []) expect(cells).toContain(`\`${config}\``);
  });

  const { collections } = JSON.parse(read('database.json')) as {
    collections: Record<string, { indexes?: Index[] }>;
  };

  test.each(Object.entries(collections))('names the indexes of %s', (name, { indexes = [] }) => {
    const said = row(name)[2]?.split('; ') ?? [];
    const real = indexes.map(({ keys }) => keys.map((key) => key.name).join(' + '));
    expect(said).toEqual(real.length > 0 ? real : ['-']);
  });
});

describe('docs/delivery.md', () => {
  const section = /## What happens if it dies here([\s\S]*?)\n## /.exec(
    read('docs/delivery.md'),
  )?.[1];
  const rows = (section ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (Dies|-)/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells) => [cells[1] ?? '', cells[4] ?? ''] as const);
  const tests = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^(tests|cloudfunctions)\//.test(file) && file.endsWith('.ts'))
    .map(read)
    .join('\n');

  const struck = Object.values(scenesOf).flatMap((some) => Object.entries(some));

  test('has rows', () => expect(rows.length).toBeGreaterThan(20));

  test('names every scene of the kill table', () => {
    expect(
      struck.map(([name]) => name).filter((name) => !section?.includes(`\`${name}\``)),
    ).toEqual([]);
  });

  test('every function that changes something is struck', () => {
    const sharing = ['dispatchShard']; // runs the code of `dispatchMessages`
    const names = new Set(struck.map(([, scene]) => scene.function));
    expect([...names, ...readers, ...sharing].toSorted()).toEqual(functionNames().toSorted());
  });

  test.each(rows)('%s: is tied to a test that exists', (_, proof) => {
    const named = [...proof.matchAll(/"([^"]+?)( ?…)?"/g)].map(([, name = '']) => name);
    expect(named.length > 0 || /^(kill table|the same$)/.test(proof)).toBe(true);
    // what stands behind a colon is a row of `test.each`
    expect(named.filter((name) => !tests.includes(name.replace(/:.*/, '')))).toEqual([]);
    const its = [...proof.matchAll(/kill table `([^`]+)`/g)].map(([, name]) => name);
    expect(struck.map(([name]) => name)).toEqual(expect.arrayContaining(its));
  });
});
