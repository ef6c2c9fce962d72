import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectHub } from '../hub-client';
import { FRAMEWORK, installFramework, startFramework } from './framework';
import { startProgram } from './processes';
import { root, workshop } from './project';
import { atMost, median, type Report, row, type Row } from './report';

/** How long the local cloud takes to start, beside CloudBase's own framework for one function. */
export async function compareStarts(runs: number): Promise<Report> {
  const project = helloProject();
  const shop = await repeat(() => startOurs(root, 'login'), runs);
  const hello = await repeat(() => startOurs(project, 'hello'), runs);
  const ready = median(shop.map(({ readyMs }) => readyMs));
  const answered = (starts: typeof shop): string =>
    `${median(starts.map((one) => one.answeredMs))} ms`;
  return {
    title: `Start of the local cloud, median of ${runs}`,
    rows: [
      row('the shop: ready, as it says itself', `${ready} ms`, atMost(300, ready, ' ms')),
      row('the shop: from spawn to the first answer of a function', answered(shop)),
      row('one hello function: from spawn to its first answer', answered(hello)),
      await frameworkRow(join(project, 'functions/hello'), runs),
    ],
    notes: [
      'the framework runs one function inside its own process; the local cloud has a process for each function, a database, WeChat and timers',
    ],
    details: { shop, hello },
  };
}

async function repeat<T>(start: () => Promise<T>, runs: number): Promise<T[]> {
  const starts: T[] = [];
  for (let i = 0; i < runs; i++) starts.push(await start());
  return starts;
}

/** A project with nothing but one function. */
function helloProject(): string {
  const project = join(workshop, 'hello');
  const folder = join(project, 'functions/hello');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.js'), "exports.main = async () => ({ hello: 'world' });\n");
  writeFileSync(join(folder, 'package.json'), '{ "name": "hello", "main": "index.js" }\n');
  const config = { appid: 'touristappid', cloudfunctionRoot: 'functions/' };
  writeFileSync(join(project, 'project.config.json'), JSON.stringify(config));
  return project;
}

/** What the command says of its start, and when a function has answered, in ms from spawn. */
async function startOurs(
  project: string,
  name: string,
): Promise<{ readyMs: number; answeredMs: number }> {
  const options = ['--project', project, '--port', '0', '--json', '--timers', 'advance'];
  const running = startProgram([join(root, 'bin/hongyan.js'), 'dev', ...options], root);
  try {
    const { url, readyMs } = JSON.parse(await running.firstLine) as {
      url: string;
      readyMs: number;
    };
    const hub = connectHub(url);
    const answer = await hub.rawCall(await hub.createUser(), name, {});
    if (!('result' in answer)) throw new Error(`${name}: ${JSON.stringify(answer)}`);
    return { readyMs, answeredMs: Math.round(performance.now() - running.startedAt) };
  } finally {
    await running.stop();
  }
}

/** The same hello function under the framework; without a registry the row says so. */
async function frameworkRow(functionFolder: string, runs: number): Promise<Row> {
  const what = `${FRAMEWORK}: the same function`;
  try {
    await installFramework();
  } catch (error) {
    const [why] = String(error).split('\n');
    return row(what, `not measured, it cannot be installed: ${why}`);
  }
  const times = await repeat(() => startFramework(functionFolder), runs);
  return row(what, `${median(times)} ms`);
}
