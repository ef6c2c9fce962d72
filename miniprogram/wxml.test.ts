import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';
import { wxmlToJs } from 'miniprogram-compiler';

/** Templates under both compilers: WeChat's own, and the one that the local cloud's phone uses. */

const root = __dirname;
const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
const templates = files.filter((file) => file.endsWith('.wxml'));
const read = (file: string) => readFileSync(resolve(root, file), 'utf8');
const json = (file: string) => JSON.parse(read(file)) as Record<string, unknown>;

/** A path in a template or a JSON: from the root with a slash, from its own folder without. */
const target = (from: string, path: string) =>
  path.startsWith('/') ? path.slice(1) : join(dirname(from), path);

test('WeChat’s compiler takes every template', () => {
  expect(wxmlToJs(root)).toContain(templates[0]);
});

describe.each(templates)('%s', (file) => {
  const source = read(file);
  const unit = file.replace(/\.wxml$/, '');

  test('compiles without a warning', () => {
    expect(new TmplGroup().addTmpl(unit, source)).toEqual([]);
  });

  test('imports what exists, and has its script and its JSON', () => {
    const imports = [...source.matchAll(/<(?:import|include|wxs)\s[^>]*src="([^"]+)"/g)];
    const wanted = imports.map(([, path = '']) => target(file, path));
    const missing = [...wanted, `${unit}.ts`, `${unit}.json`].filter(
      (one) => !existsSync(resolve(root, one)),
    );
    expect(missing).toEqual([]);
  });

  test('uses components that it declares, and declares those that exist and that it uses', () => {
    const { usingComponents = {} } = json(`${unit}.json`) as {
      usingComponents?: Record<string, string>;
    };
    const used = new Set([...source.matchAll(/<([a-z]+-[a-z-]+)/g)].map(([, tag]) => tag));
    expect(used).toEqual(new Set(Object.keys(usingComponents)));
    for (const path of Object.values(usingComponents)) {
      expect(json(`${target(file, path)}.json`)).toMatchObject({ component: true });
    }
  });

  test('binds handlers that its script has', () => {
    const script = read(`${unit}.ts`);
    const handlers = [...source.matchAll(/\b(?:bind|catch):?\w+="(\w+)"/g)].map(([, name]) => name);
    expect(handlers.filter((name) => !new RegExp(`\\b${name}\\(`).test(script))).toEqual([]);
  });
});

test('every page and picture of app.json exists, and no page is left out', () => {
  const { pages, tabBar } = json('app.json') as {
    pages: string[];
    tabBar: { list: { pagePath: string; iconPath: string; selectedIconPath: string }[] };
  };
  const found = templates.filter((file) => file.startsWith('pages/'));
  expect(new Set(found.map((file) => file.replace(/\.wxml$/, '')))).toEqual(new Set(pages));
  for (const { pagePath, iconPath, selectedIconPath } of tabBar.list) {
    expect(pages).toContain(pagePath);
    expect(files).toEqual(expect.arrayContaining([iconPath, selectedIconPath]));
  }
});

test('the goods that the shop starts with have their pictures', () => {
  const { collections } = json('../database.json') as {
    collections: { goods: { seed: { picture: string }[] } };
  };
  for (const { picture } of collections.goods.seed) expect(files).toContain(picture.slice(1));
});
