import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A project folder that lives as long as a test. */
export interface TestProject {
  folder: string;
  write(files: Record<string, unknown>): void;
  remove(): void;
}

const MINIMAL = {
  'project.config.json': { appid: 'wx0000000000000001', cloudfunctionRoot: 'cloud' },
  'local-cloud.json': { env: 'local-test', pages: ['pages/index'], subMchIds: ['1900000001'] },
  'database.json': { collections: { notes: { seed: [{ _id: 'first', stars: 1 }] }, empty: {} } },
};

/** @param files what the project has besides the minimum; values that are no text become JSON */
export function createTestProject(files: Record<string, unknown>): TestProject {
  const folder = mkdtempSync(join(tmpdir(), 'project-'));
  const write = (more: Record<string, unknown>): void => {
    for (const [name, content] of Object.entries(more)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      writeFileSync(join(folder, name), text);
    }
  };
  write({ ...MINIMAL, ...files });
  return { folder, write, remove: () => rmSync(folder, { recursive: true }) };
}

/** An answer of the hub. */
export interface Reply {
  status: number;
  body: Record<string, unknown>;
}

/** Calls the hub as a program does. */
export async function request(
  url: string,
  path: string,
  body?: unknown,
  method?: string,
): Promise<Reply> {
  const response = await fetch(`${url}/_local${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    ...(body === undefined
      ? {}
      : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
