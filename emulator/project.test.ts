import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadProject } from './project';
import { findJsonError } from './project/json';

let folder: string;
const write = (files: Record<string, unknown>): void => {
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  }
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'Shop_'));
  write({
    'project.config.json': { appid: 'wx1', cloudfunctionRoot: 'cloud/', miniprogramRoot: 'app/' },
    'cloud/hello/index.js': '',
    'cloud/readme.md': '',
    'app/app.json': {
      pages: ['pages/index'],
      subPackages: [{ root: 'shop/', pages: ['pages/cart'] }],
    },
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a project without the optional files', () => {
  const project = loadProject(folder);
  expect(project.functionsRoot).toBe(join(folder, 'cloud/'));
  expect(project.database).toEqual({ collections: {} });
  expect(project.account).toEqual({
    env: expect.stringMatching(/^local-shop-[a-z0-9]+$/),
    appid: 'wx1',
    subMchIds: [],
    pages: ['pages/index', 'shop/pages/cart'],
    templates: [],
    subscribeTemplates: [],
    users: [],
    variables: {},
    pushes: {},
    sensitiveWords: expect.arrayContaining([expect.any(String)]),
  });
});

test('local-cloud.json and database.json', () => {
  write({
    'local-cloud.json': { env: 'local-shop', pages: ['a'], subMchIds: ['1'] },
    'database.json': { collections: { orders: {} } },
  });
  const { account, database } = loadProject(folder);
  expect(account).toMatchObject({ env: 'local-shop', pages: ['a'], subMchIds: ['1'] });
  expect(Object.keys(database.collections)).toEqual(['orders']);
});

test.each<[string, Record<string, unknown>, string, string]>([
  [
    'no function root',
    { 'project.config.json': { cloudfunctionRoot: 'no' } },
    'PROJECT_MISSING',
    'which project.config.json names as "cloudfunctionRoot"',
  ],
  ['no cloudfunctionRoot', { 'project.config.json': {} }, 'PROJECT_INVALID', '"cloudfunctionRoot"'],
  [
    'no appid',
    { 'project.config.json': { cloudfunctionRoot: 'cloud' } },
    'PROJECT_INVALID',
    'No appid',
  ],
  [
    'not JSON',
    { 'database.json': '{\n  "a": 1,\n}' },
    'PROJECT_INVALID',
    'database.json is not valid JSON: line 3, column 1: unexpected }.',
  ],
  [
    'cut JSON',
    { 'local-cloud.json': '{"a": [1' },
    'PROJECT_INVALID',
    'line 1, column 9: the file ends too early',
  ],
  [
    'a real environment',
    { 'local-cloud.json': { env: 'shop-1a2b' } },
    'PROJECT_INVALID',
    'env: must be "local-"',
  ],
  [
    'an unknown setting',
    { 'local-cloud.json': { envs: 1 } },
    'PROJECT_INVALID',
    'local-cloud.json: envs: there is no such field. Mend it',
  ],
  [
    'a setting that lacks a part',
    { 'local-cloud.json': { templates: [{ templateId: 'a', keywords: [] }] } },
    'PROJECT_INVALID',
    'local-cloud.json: templates.0.title: is missing. Mend it',
  ],
  [
    'a template of no type',
    {
      'local-cloud.json': {
        subscribeTemplates: [{ templateId: 'a', title: 'a', type: 'daily', keywords: [] }],
      },
    },
    'PROJECT_INVALID',
    'subscribeTemplates.0.type: must be "oneTime" (the default) or "longTerm"',
  ],
  [
    'values of a keyword that is no enum',
    {
      'local-cloud.json': {
        subscribeTemplates: [
          {
            templateId: 'a',
            title: 'a',
            keywords: [{ key: 'thing1', label: 'a', example: '', values: ['x'] }],
          },
        ],
      },
    },
    'PROJECT_INVALID',
    'only a keyword of the type enum',
  ],
  [
    'a variable of the cloud itself',
    { 'local-cloud.json': { variables: { TCB_ENV: 'x' } } },
    'PROJECT_INVALID',
    'not begin with WX_, TCB_, SCF_ or TENCENTCLOUD_',
  ],
  [
    'a push without a function',
    { 'local-cloud.json': { pushes: { subscribe_msg_sent_event: '' } } },
    'PROJECT_INVALID',
    'pushes.subscribe_msg_sent_event: must not be empty',
  ],
  [
    'a push of an event that does not come',
    { 'local-cloud.json': { pushes: { subscribe_msg_send_event: 'hello' } } },
    'PROJECT_INVALID',
    'pushes.subscribe_msg_send_event: is none of subscribe_msg_popup_event, ',
  ],
  [
    'a push to a function that is not there',
    { 'local-cloud.json': { pushes: { subscribe_msg_sent_event: 'helo' } } },
    'PROJECT_INVALID',
    'pushes.subscribe_msg_sent_event: there is no function "helo"',
  ],
  [
    'a story of today with a mistake',
    { 'story.current.json': { title: { en: 'a', zh: '一' } } },
    'PROJECT_INVALID',
    'story.current.json: steps',
  ],
  [
    'a bad index',
    { 'database.json': { collections: { a: { indexes: [{}] } } } },
    'PROJECT_INVALID',
    'collections.a.indexes[0].name',
  ],
  [
    'an unbuilt function',
    { 'cloud/b/index.ts': '' },
    'FUNCTION_INVALID',
    'Function "b" has no index.js',
  ],
  [
    'a bad config.json',
    { 'cloud/hello/config.json': '{,}' },
    'PROJECT_INVALID',
    'config.json is not valid JSON: line 1, column 2',
  ],
])('%s is a readable error', (_, files, code, message) => {
  write(files);
  expect(() => loadProject(folder)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});

test('a missing folder, or one that is no project', () => {
  expect(() => loadProject(join(folder, 'no'))).toThrow('There is no folder');
  expect(() => loadProject(join(folder, 'app'))).toThrow('it has no project.config.json');
});

test.each([
  ['{"a":1,}', 7],
  ['[1 2]', 3],
  ['{a:1}', 1],
  ['"a\nb"', 0],
  ['{"a":tru}', 5],
  ['[1]x', 3],
  ['', 0],
  ['{"a":', 5],
  ["{'a':1}", 1],
  ['// no\n{}', 0],
  ['[01]', 2],
])('%j stops being JSON at %d', (text, at) => {
  expect(findJsonError(text)).toBe(at);
});
