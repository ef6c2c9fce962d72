import { request as httpRequest } from 'node:http';
import { startLocalCloud, type LocalCloud } from '../local-cloud';
import { createTestProject, type TestProject } from './testing';

let project: TestProject;
let cloud: LocalCloud;
let port: number;

beforeAll(async () => {
  project = createTestProject({ 'cloud/a/index.js': '' });
  cloud = await startLocalCloud({ project: project.folder, timers: 'advance' });
  port = Number(new URL(cloud.url).port);
});
afterAll(async () => {
  await cloud.stop();
  project.remove();
});

interface Raw {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** A request with any headers, which `fetch` does not allow; gives status and body. */
const raw = ({ method = 'GET', path = '/_local/health', headers, body }: Raw): Promise<string> =>
  new Promise((resolve, reject) => {
    const outgoing = httpRequest({ port, host: '127.0.0.1', method, path, headers }, (response) => {
      let text = `${response.statusCode} `;
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve(text));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
const json = { 'Content-Type': 'application/json' };

test.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])('the host %s passes', async (host) => {
  expect(await raw({ headers: { Host: `${host}:${port}` } })).toMatch(/^200 /);
});

test.each(['evil.example', 'localhost', 'localhost:1', '127.0.0.1.evil.example'])(
  'the host %s is refused, at the hub and at the gateway',
  async (Host) => {
    expect(await raw({ headers: { Host } })).toMatch(/^403 .*FORBIDDEN/);
    const gateway = { method: 'POST', path: '/admin/x', headers: { Host, ...json }, body: '{}' };
    expect(await raw(gateway)).toMatch(/^403 .*FORBIDDEN/);
  },
);

test.each(['http://evil.example', 'null', 'http://localhost:1', 'https://127.0.0.1'])(
  'the origin %s is refused, at the hub and at the gateway',
  async (Origin) => {
    const headers = { Origin, ...json };
    for (const path of ['/_local/reset', '/admin/x']) {
      expect(await raw({ method: 'POST', path, headers, body: '{}' })).toMatch(/^403 .*FORBIDDEN/);
    }
  },
);

test('the own origin passes', async () => {
  expect(await raw({ headers: { Origin: cloud.url } })).toMatch(/^200 /);
});

test('a call from another page without an origin is refused, a link is not', async () => {
  const foreign = { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'no-cors' };
  expect(await raw({ headers: foreign })).toMatch(/^403 /);
  expect(await raw({ path: '/', headers: { ...foreign, 'Sec-Fetch-Mode': 'navigate' } })).toMatch(
    /^200 /,
  );
});

test.each(['text/plain', 'application/x-www-form-urlencoded'])(
  'a body of type %s is refused',
  async (type) => {
    const headers = { 'Content-Type': type };
    const post = { method: 'POST', path: '/_local/users', headers, body: '{}' };
    expect(await raw(post)).toMatch(/^415 .*Send JSON/);
    expect(await raw({ ...post, headers: {} })).toMatch(/^415 /);
  },
);

test('a body that is too large or no JSON is refused', async () => {
  const post = { method: 'POST', path: '/_local/db/notes', headers: json };
  const body = JSON.stringify({ text: 'x'.repeat(1024 * 1024) });
  expect(await raw({ ...post, body })).toMatch(/^413 .*TOO_LARGE/);
  expect(await raw({ ...post, body: '{"a":' })).toMatch(/^400 .*not valid JSON/);
  const saved = await raw({ path: '/_local/export' });
  const large = { ...(JSON.parse(saved.slice(4)) as object), database: body };
  expect(await raw({ ...post, path: '/_local/import', body: JSON.stringify(large) })).toMatch(
    /^400 /,
  );
});

test('the page is served, and nothing outside its folder', async () => {
  expect(await raw({ path: '/' })).toMatch(/^200 <!doctype html>/);
  for (const path of ['/../hub.ts', '/..%2fhub.ts', '/%2e%2e/hub.ts', '/nothing.js', '/%']) {
    expect(await raw({ path })).toMatch(/^4/);
  }
});

test('environment variables are never shown', async () => {
  process.env['HONGYAN_TEST_SECRET'] = 'keep-this-inside';
  for (const path of ['health', 'functions', 'logs', 'settings', 'export', 'wechat/tokens']) {
    expect(await raw({ path: `/_local/${path}` })).not.toContain('keep-this-inside');
  }
  delete process.env['HONGYAN_TEST_SECRET'];
});
