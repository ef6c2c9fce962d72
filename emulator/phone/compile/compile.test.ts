import { runInNewContext } from 'node:vm';
import { createTestProject, type TestProject } from '../../hub/testing';
import type { CompiledProject, CompileProblem } from '../protocol';
import { compileMiniProgram } from './compile';
import { browserUnits } from '../units';

const APP = {
  'app.json': {
    pages: ['pages/a/a'],
    subpackages: [{ root: 'more', pages: ['b'] }],
    usingComponents: { 'x-price': '/components/price/price' },
  },
  'app.ts': 'App({ window: typeof window, fetch: typeof fetch })',
  'app.wxss':
    '@import "common.wxss"; page { color: red } view, .a > text { margin: 10rpx -1.5rpx }',
  'common.wxss': '@keyframes spin { from { left: 0 } to { left: 1rpx } }',
  'utils/half.ts': 'export const half = (n: number): number => n / 2;',
  'utils/fmt.wxs': 'var other = require("./other.wxs"); module.exports = { one: other.one };',
  'utils/other.wxs': 'module.exports = { one: 1 };',
  'pages/a/a.json': { usingComponents: { card: '../../components/card' } },
  'pages/a/a.ts': `import { half } from '/utils/half'; import beside from 'beside';
    Page({ data: { half: half(4), beside } });`,
  'pages/a/beside.js': 'module.exports = "beside";',
  'pages/a/a.wxml':
    '<import src="/parts.wxml"/><wxs module="fmt" src="../../utils/fmt.wxs"/><card>{{fmt.one}}</card><template is="part"/>',
  'pages/a/a.wxss': '.big, page { width: 750rpx } @media (min-width: 100rpx) { .big { left: 0 } }',
  'parts.wxml': '<template name="part"><view>part</view></template>',
  'more/b.js': 'Page({})',
  'more/b.wxml': '<x-price/>',
  'components/card/index.json': { component: true },
  'components/card/index.js': 'Component({})',
  'components/card/index.wxml': '<slot/>',
  'components/card/index.wxss': ':host { display: block } .title { color: red }',
  'components/price/price.js': 'Component({})',
  'components/price/price.wxml': '<view/>',
};

let project: TestProject | undefined;
const compile = async (files: Record<string, unknown>): Promise<string> => {
  project = createTestProject(files);
  return compileMiniProgram(project.folder);
};
afterEach(() => {
  project?.remove();
  project = undefined;
});

interface Seen {
  project?: CompiledProject;
  problems?: CompileProblem[];
}

/** Runs `app.js` in place of the phone, with more globals if scripts need them. */
function run(script: string, globals: Record<string, unknown> = {}): Seen {
  const seen: Seen = {};
  runInNewContext(script, {
    startPhone: (started: CompiledProject) => (seen.project = started),
    showCompileProblems: (problems: CompileProblem[]) => (seen.problems = problems),
    ...globals,
  });
  return seen;
}

test('pages, components and templates, components before who uses them', async () => {
  const { project: compiled } = run(await compile(APP));
  expect(Object.keys(compiled?.units ?? {})).toEqual([
    'components/price/price',
    'components/card/index',
    'pages/a/a',
    'more/b',
  ]);
  expect(compiled?.app.pages).toEqual(['pages/a/a', 'more/b']);
  expect(compiled?.units['pages/a/a']).toMatchObject({
    kind: 'page',
    config: {
      usingComponents: { card: 'components/card/index', 'x-price': 'components/price/price' },
    },
  });
  const templates = Object.keys(compiled?.templates ?? {});
  expect(templates).toEqual(
    expect.arrayContaining(['pages/a/a', 'parts', 'builtin/slot', 'builtin/empty']),
  );
});

test('scripts run when they are loaded, find each other, and see no web page', async () => {
  const made: unknown[] = [];
  const make = (options: unknown) => made.push(options);
  const globals = { Page: make, App: make, window: {}, fetch: () => undefined };
  const { project: compiled } = run(await compile(APP), globals);
  expect(made).toEqual([]);
  compiled?.units['pages/a/a']?.load();
  compiled?.loadApp?.();
  expect(made).toEqual([
    { data: { half: 2, beside: 'beside' } },
    { window: 'undefined', fetch: 'undefined' },
  ]);
});

test.each([
  ['wx.cloud.database().collection("tea").get()', true],
  ['const { database } = wx.cloud', true],
  ['wx.cloud.callFunction({ name: "databases" }) // no database', false],
])('%s: the library is loaded: %s', async (code, loaded) => {
  let asked = false;
  run(await compile({ ...APP, 'pages/a/beside.js': code }), { needDatabase: () => (asked = true) });
  expect(asked).toBe(loaded);
});

test('a script of the project named as ours is not mistaken for it', async () => {
  const { 'app.ts': script, ...others } = APP;
  const made: unknown[] = [];
  const globals = { App: (options: unknown) => made.push(options) };
  run(await compile({ ...others, 'app.js': script }), globals).project?.loadApp?.();
  expect(made).toHaveLength(1);
});

test('styles: rpx, tags, the page, and whose they are', async () => {
  const { project: compiled } = run(await compile(APP));
  const appStyle = compiled?.appStyle.replaceAll(/\s+/g, ' ') ?? '';
  expect(appStyle).toContain(
    '@keyframes spin { from { left: 0 } to { left: calc(1 * 100vw / 750) } }',
  );
  expect(appStyle).toMatch(/^@scope \(\.wx-page\) \{/); // it stays out of the phone's own bars
  expect(appStyle).toContain(':scope { color: red }');
  expect(appStyle).toContain(
    'wx-view, .a > wx-text { margin: calc(10 * 100vw / 750) calc(-1.5 * 100vw / 750) }',
  );
  const pageStyle = compiled?.units['pages/a/a']?.style ?? '';
  expect(pageStyle).toContain('.pg-pages-a-a .big,.pg-pages-a-a {');
  expect(pageStyle).toContain('(min-width: calc(100 * 100vw / 750))');
  const { style, scope } = compiled?.units['components/card/index'] ?? {};
  expect(scope).toBe('components-card-index');
  expect(style).toContain('[wx-host=components-card-index] {');
  expect(style).toContain('.components-card-index--title {');
});

test.each([
  ['calc(100vh - 10px)', 'calc(100cqh - 10px)'],
  ['10rpx', 'calc(10 * 100vw / 750)'],
  ['1px .5rpx', '1px calc(.5 * 100vw / 750)'],
  ['10rpxx', '10rpxx'],
])('%s becomes %s', (value, wanted) => expect(browserUnits(value)).toBe(wanted));

test.each<[string, Record<string, unknown>, Partial<CompileProblem>]>([
  ['no app.json', { 'app.json': undefined }, { file: 'app.json', message: 'There is no app.json' }],
  ['a broken app.json', { 'app.json': '{' }, { file: 'app.json', message: 'not valid JSON' }],
  ['no pages', { 'app.json': { pages: [] } }, { message: 'Expected "pages"' }],
  ['a missing page', { 'app.json': { pages: ['no'] } }, { message: 'There is no no.ts or no.js' }],
  [
    'a missing component',
    { 'pages/a/a.json': { usingComponents: { z: './z' } } },
    { file: 'pages/a/a.json', message: 'no component "./z" for <z>' },
  ],
  [
    'a tag without its end',
    { 'more/b.wxml': '<view>\n  <text></view>' },
    { file: 'more/b.wxml', line: 2, message: 'missing end tag' },
  ],
  [
    'a missing import',
    { 'more/b.wxml': '<import src="no.wxml"/>' },
    { message: 'more/no.wxml, which does not exist' },
  ],
  [
    'a broken style',
    { 'more/b.wxss': '.a {\n  color' },
    { file: 'more/b.wxss', message: 'cannot be understood' },
  ],
  [
    'a missing style',
    { 'more/b.wxss': '@import "no.wxss";' },
    { file: 'more/b.wxss', line: 1, message: 'imports no.wxss' },
  ],
  ['a broken script', { 'more/b.js': 'Page({' }, { file: 'more/b.js', line: 1 }],
  [
    'a script that is not there',
    { 'more/b.js': 'require("./no")' },
    { message: 'Could not resolve "./no"' },
  ],
])('%s is told with its place', async (_, files, { message = '', ...place }) => {
  const changed = Object.fromEntries(
    Object.entries({ ...APP, ...files }).filter(([, content]) => content !== undefined),
  );
  const { problems, project: compiled } = run(await compile(changed));
  expect(compiled).toBeUndefined();
  expect(problems).toContainEqual(
    expect.objectContaining({ ...place, message: expect.stringContaining(message) }),
  );
});
