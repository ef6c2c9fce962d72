import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestProject, request, type TestProject } from './hub/testing';

let built: string;
let project: TestProject;

/** As the build does it, but in a folder of its own: other tests may be building too. */
beforeAll(() => {
  built = mkdtempSync(join(tmpdir(), 'cli-'));
  const outfile = join(built, 'cli.js');
  const options = ['--bundle', '--platform=node', '--format=cjs', '--log-level=error'];
  const esbuild = require.resolve('esbuild/bin/esbuild');
  execFileSync(esbuild, [join(__dirname, 'cli.ts'), ...options, `--outfile=${outfile}`]);
  copyFileSync(join(__dirname, 'functions/worker.cjs'), join(built, 'worker.cjs'));
  project = createTestProject({ 'cloud/hello/index.js': 'exports.main = () => "hello";' });
}, 30_000);
afterAll(() => {
  rmSync(built, { recursive: true });
  project.remove();
});

interface Finished {
  code: number | null;
  out: string;
  err: string;
}

const start = (...args: string[]): { child: ChildProcess; finished: Promise<Finished> } => {
  const script = `require(${JSON.stringify(join(built, 'cli.js'))}).run(process.argv.slice(1))`;
  const child = spawn(process.execPath, ['-e', script, '--', ...args]);
  const texts = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.err += chunk.toString()));
  const finished = new Promise<Finished>((resolve) =>
    child.on('close', (code) => resolve({ code, ...texts })),
  );
  return { child, finished };
};
const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) =>
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString())),
  );

test.each(['SIGINT', 'SIGTERM'] as const)(
  'starts, serves, and stops cleanly on %s',
  async (signal) => {
    const { child, finished } = start('dev', '--project', project.folder, '--port', '0', '--json');
    const ready = JSON.parse(await firstLine(child)) as {
      url: string;
      pid: number;
      readyMs: number;
    };
    expect(ready).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      pid: child.pid,
      readyMs: expect.any(Number),
    });
    const { openid } = (await request(ready.url, '/users', {})).body;
    const { body } = await request(ready.url, `/users/${String(openid)}/call`, { name: 'hello' });
    expect(body['result']).toBe('hello');
    child.kill(signal);
    expect(await finished).toMatchObject({ code: 0, err: '' });
  },
);

test('without --json it says where it is and how to go on', async () => {
  const { child, finished } = start('dev', '--project', project.folder, '--port', '0');
  expect(await firstLine(child)).toMatch(/^The local cloud is ready: http:.*local-test/s);
  child.kill('SIGTERM');
  await finished;
});

test('--era says which WeChat is played', async () => {
  const dev = ['dev', '--project', project.folder, '--port', '0', '--json', '--era', 'current'];
  const { child, finished } = start(...dev);
  const { url } = JSON.parse(await firstLine(child)) as { url: string };
  expect((await request(url, '/settings')).body).toMatchObject({
    era: 'current',
    phone: { formIds: 'deprecated' },
  });
  child.kill('SIGTERM');
  await finished;
});

test('--help', async () => {
  expect(await start('--help').finished).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringContaining('--port N'),
  });
});

test.each([
  [['--nope'], "Unknown option '--nope'"],
  [['serve'], 'Unknown command "serve"'],
  [['dev', '--port', '70000'], 'expected a number from 0 to 65535'],
  [['dev', '--timers', 'never'], 'expected auto or advance'],
  [['dev', '--data', 'x'], '--data is not there yet'],
  [['dev', '--era', 'stone'], '--era stone: expected classic or current'],
])('%j is a usage error', async (args, message) => {
  const { code, err } = await start(...args).finished;
  expect(err).toContain(message);
  expect(code).toBe(2);
});

test('a missing project is told without a stack', async () => {
  const { code, err } = await start('dev', '--project', join(built, 'no')).finished;
  expect(err).toMatch(/^There is no folder .*\/no\. Give the project's folder with --project\.\n$/);
  expect(code).toBe(1);
});
