import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { type LocalCloud } from '../emulator/local-cloud';
import { findChromium } from '../tests/browser/find-chromium.cjs';

/** A measured value beside its budget. */
export interface Row {
  what: string;
  value: string;
  budget: string;
}

const kb = (bytes: number): string => `${(bytes / 1000).toFixed(0)} KB`;

/**
 * Sizes of what a browser loads, and the time until a phone shows its first page: from the request
 * of its address, with an empty browser cache. Without a Chromium only the sizes.
 * @param pages folder with the built `console` and `phone`
 */
export async function measurePhone(cloud: LocalCloud, pages: string): Promise<Row[]> {
  const { openid } = cloud.wechat.createUser();
  const address = cloud.phoneUrl(openid);
  const compiling = performance.now();
  const app = Buffer.from(await (await fetch(`${address}app.js`)).arrayBuffer());
  const compiled = performance.now() - compiling;
  const sizes = [
    sizeOf('phone bundle', readFileSync(join(pages, 'phone/runtime.js'))),
    sizeOf('console bundle', readFileSync(join(pages, 'console/console.js'))),
    sizeOf('mini-program, compiled', app),
    {
      what: 'first compilation of the mini-program',
      value: `${compiled.toFixed(0)} ms`,
      budget: '',
    },
  ];
  const path = findChromium();
  return path ? [...sizes, await measureFirstPage(address, path)] : sizes;
}

const sizeOf = (what: string, content: Buffer): Row => ({
  what: `${what}, minified and compressed`,
  value: `${kb(content.length)}, ${kb(gzipSync(content).length)}`,
  budget: '',
});

/** Median of five openings, each in a browser context of its own. */
async function measureFirstPage(address: string, executablePath: string): Promise<Row> {
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const context = await browser.newContext({ viewport: { width: 375, height: 720 } });
    const page = await context.newPage();
    const startedAt = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    await page.locator('body[data-page]').waitFor();
    times.push(Math.round(performance.now() - startedAt));
    await context.close();
  }
  await browser.close();
  const median = times.toSorted((a, b) => a - b)[2];
  return {
    what: 'first page of a phone, median of 5',
    value: `${median} ms (${times.join(', ')})`,
    budget: '',
  };
}
