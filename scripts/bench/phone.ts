import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startLocalCloud } from '../../emulator/local-cloud';
import { findChromium } from '../../tests/browser/find-chromium.cjs';
import { root, workerFile } from './project';
import { median, type Report, row, type Row } from './report';

/**
 * The time until a phone shows its first page: from the request of its address, with an empty browser
 * cache. Without a Chromium only what the phone's compiler takes.
 */
export async function measurePhone(runs: number): Promise<Report> {
  const pages = join(root, 'dist/emulator/pages');
  const cloud = await startLocalCloud({ project: root, timers: 'advance', workerFile, pages });
  try {
    const address = cloud.phoneUrl(cloud.wechat.createUser().openid);
    const startedAt = performance.now();
    const app = await (await fetch(`${address}app.js`)).text();
    const compiled = performance.now() - startedAt;
    const path = findChromium();
    return {
      title: 'Phone',
      rows: [
        row('first compilation of the mini-program', `${compiled.toFixed(0)} ms`),
        row('mini-program, compiled', `${(app.length / 1000).toFixed(0)} KB`),
        path
          ? await measureFirstPage(address, path, runs)
          : row('first page', 'not measured, there is no Chromium'),
      ],
    };
  } finally {
    await cloud.stop();
  }
}

/** Each opening in a browser context of its own. */
async function measureFirstPage(
  address: string,
  executablePath: string,
  runs: number,
): Promise<Row> {
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const context = await browser.newContext({ viewport: { width: 375, height: 720 } });
    const page = await context.newPage();
    const startedAt = performance.now();
    await page.goto(address, { waitUntil: 'commit' });
    await page.locator('body[data-page]').waitFor();
    times.push(Math.round(performance.now() - startedAt));
    await context.close();
  }
  await browser.close();
  return row(`first page, median of ${runs}`, `${median(times)} ms`);
}
